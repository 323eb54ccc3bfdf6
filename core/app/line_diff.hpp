// What differs between two texts, line by line, in the unified form that patch and people read.
#pragma once

#include <string>
#include <string_view>

namespace lt::app {

// With three lines around each place; empty where the texts are equal.
std::string line_diff(std::string_view before, std::string_view after, const std::string& name);

}  // namespace lt::app
