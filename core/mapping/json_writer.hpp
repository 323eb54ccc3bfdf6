// Writing JSON text piece by piece into one growing buffer.
#pragma once

#include "model/value.hpp"

#include <string>
#include <string_view>

namespace lt::mapping {

// Appends the text between quotes, escaped as RFC 8259 asks; UTF-8 goes out as it is.
void write_json_text(std::string_view text, std::string& out);
// null for an empty value; numbers as numbers.
void write_json_value(const model::Value& value, bool as_boolean, std::string& out);

}  // namespace lt::mapping
