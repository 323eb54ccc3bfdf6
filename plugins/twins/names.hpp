// Vietnamese names: family, middle and given, by sex.
#pragma once

#include "twins/random.hpp"

#include <string>
#include <string_view>

namespace lt::twins {

std::string_view family_name(Random& random);
// "Văn Nam", "Thị Thu Hà": everything after the family name.
std::string given_names(Random& random, bool male);

}  // namespace lt::twins
