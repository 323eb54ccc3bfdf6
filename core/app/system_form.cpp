// JSON as YAML that a person would have written.
#include "app/system_form.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace lt::app {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 8> members = {"system",  "label", "connector", "isolation",
                                                     "enabled", "proxy", "egress",    "settings"};

// Between quotes only what YAML, or a reader of it, would take for something else.
std::string text_of(std::string_view text) {
  constexpr std::string_view words[] = {"true", "false", "yes", "no", "null", "on", "off"};
  const bool plain = !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
                     std::ranges::find(words, text) == std::end(words) &&
                     std::ranges::all_of(text, [](unsigned char c) {
                       return c < 128 && (std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c == '/');
                     });
  return plain ? std::string(text) : json::serialize(json::string(text));
}

bool is_flat(const json::value& value) { return !value.is_object() && !value.is_array(); }

std::string scalar_of(const json::value& value) {
  return value.is_string() ? text_of(value.get_string()) : json::serialize(value);
}

void write(const json::value& value, const std::string& indent, std::string& out);

void write_members(const json::object& object, const std::string& indent, std::string& out) {
  for (const auto& [name, value] : object) {
    out.append(out.empty() ? "" : "\n").append(indent).append(text_of(name)).append(":");
    write(value, indent + "  ", out);
  }
}

// What stands behind "name:".
void write(const json::value& value, const std::string& indent, std::string& out) {
  const auto* object = value.if_object();
  const auto* array = value.if_array();
  if (object != nullptr && !object->empty()) {
    write_members(*object, indent, out);
  } else if (array != nullptr && std::ranges::all_of(*array, is_flat)) {
    out += " [";
    for (const auto& item : *array) out.append(out.ends_with('[') ? "" : ", ").append(scalar_of(item));
    out += ']';
  } else if (array != nullptr) {
    for (const auto& item : *array) out.append("\n").append(indent).append("- ").append(json::serialize(item));
  } else {
    out.append(" ").append(object != nullptr ? "{}" : scalar_of(value));
  }
}

}  // namespace

std::string system_file_text(const json::object& form) {
  json::object file;
  for (const auto member : members)
    if (const auto* value = form.if_contains(member)) file[member] = *value;
  std::string text;
  write_members(file, "", text);
  return text + "\n";
}

}  // namespace lt::app
