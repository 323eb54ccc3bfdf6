// Settings as JSON: scalars by the rules of YAML, defaults and the names of secrets from the schema.
#include "plugin_host/schema_walk.hpp"
#include "plugin_host/settings_check.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace lt::plugin_host {
namespace {

namespace json = boost::json;

template <class Number>
std::optional<Number> number_of(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// A number with a leading zero is a text: a phone number or a code, never a count.
bool has_leading_zero(const std::string& text) {
  return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

json::value scalar_of(const YamlNode& node) {
  const std::string& text = node.value().text;
  if (node.is_quoted() || has_leading_zero(text)) return json::value(text);
  if (text == "true") return true;
  if (text == "false") return false;
  if (const auto integer = number_of<std::int64_t>(text)) return *integer;
  if (const auto decimal = number_of<double>(text);
      decimal && std::ranges::count_if(text, [](unsigned char c) { return std::isdigit(c) != 0; }) > 0) {
    return *decimal;
  }
  return json::value(text);
}

json::value value_of(const YamlNode& node) {
  if (!node.exists()) return nullptr;
  if (node.is_map()) {
    json::object object;
    for (const auto& [name, value] : node.entries()) object[name] = value_of(value);
    return object;
  }
  if (node.is_list()) {
    json::array array;
    for (const auto& item : node.items()) array.push_back(value_of(item));
    return array;
  }
  return scalar_of(node);
}

void add_defaults(const json::value& root, const json::value* schema, json::value& value) {
  schema = resolve(root, schema);
  if (!schema || !value.is_object()) return;
  const auto* properties = schema->get_object().if_contains("properties");
  if (!properties || !properties->is_object()) return;
  json::object& object = value.get_object();
  for (const auto& property : properties->get_object()) {
    const json::value* child = resolve(root, &property.value());
    if (!child) continue;
    if (!object.contains(property.key())) {
      if (const auto* fallback = child->get_object().if_contains("default")) object[property.key()] = *fallback;
    }
    if (auto* member = object.if_contains(property.key())) add_defaults(root, child, *member);
  }
}

bool is_write_only(const json::value& schema) {
  const auto* write_only = schema.is_object() ? schema.get_object().if_contains("writeOnly") : nullptr;
  return write_only && write_only->is_bool() && write_only->get_bool();
}

}  // namespace

std::string settings_to_json(const YamlNode& settings) {
  return settings.exists() ? json::serialize(value_of(settings)) : "{}";
}

std::string settings_to_json(const Plugin& plugin, const YamlNode& settings) {
  json::error_code error;
  const json::value schema = json::parse(plugin.settings_schema(), error);
  json::value value = settings.exists() ? value_of(settings) : json::value(json::object());
  if (!error) add_defaults(schema, &schema, value);
  return json::serialize(value);
}

std::vector<SecretName> secret_names(std::string_view schema_json, std::string_view settings_json) {
  std::vector<SecretName> names;
  json::error_code error;
  const json::value schema = json::parse(schema_json, error);
  if (error) return names;
  const json::value settings = json::parse(settings_json, error);
  if (error) return names;
  walk(schema, &schema, settings,
       [&names](const json::value& part, const json::value& value, const DocumentPath& path) {
         if (!is_write_only(part) || !value.is_string()) return;
         std::string name(value.get_string());
         if (std::ranges::find(names, name, &SecretName::name) == names.end()) names.push_back({std::move(name), path});
       });
  return names;
}

}  // namespace lt::plugin_host
