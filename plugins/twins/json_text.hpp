// Texts out of a JSON object and into a JSON text.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace lt::twins {

// The member's text; empty where it is absent or no text.
inline std::string text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// In quotation marks; `text` holds nothing that JSON must escape.
inline std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace lt::twins
