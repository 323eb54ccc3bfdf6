// The parts of draft 7 that lead from one schema to another.
#include "plugin_host/schema_walk.hpp"

#include <boost/json.hpp>

namespace lt::plugin_host {

namespace json = boost::json;

const json::value* resolve(const json::value& root, const json::value* schema) {
  for (int hops = 0; schema && schema->is_object() && hops < 16; ++hops) {
    const json::value* reference = schema->get_object().if_contains("$ref");
    if (!reference || !reference->is_string()) return schema;
    const std::string_view target = reference->get_string();
    if (!target.starts_with('#')) return nullptr;
    json::error_code error;
    schema = root.find_pointer(target.substr(1), error);
  }
  return nullptr;
}

const json::value* schema_of_child(const json::value& root, const json::value* schema, std::string_view name) {
  schema = resolve(root, schema);
  if (!schema) return nullptr;
  const json::object& object = schema->get_object();
  if (const auto* properties = object.if_contains("properties"); properties && properties->is_object()) {
    if (const auto* property = properties->get_object().if_contains(name)) return resolve(root, property);
  }
  for (const char* keyword : {"additionalProperties", "items"}) {
    if (const auto* child = object.if_contains(keyword); child && child->is_object()) return resolve(root, child);
  }
  return nullptr;
}

void walk(const json::value& root, const json::value* schema, const json::value& value,
          const std::function<void(const json::value&, const json::value&)>& visit) {
  schema = resolve(root, schema);
  if (!schema) return;
  visit(*schema, value);
  for (const char* keyword : {"allOf", "anyOf", "oneOf"}) {
    const auto* parts = schema->get_object().if_contains(keyword);
    if (!parts || !parts->is_array()) continue;
    for (const auto& part : parts->get_array()) walk(root, &part, value, visit);
  }
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      walk(root, schema_of_child(root, schema, member.key()), member.value(), visit);
    }
  } else if (value.is_array()) {
    for (const auto& item : value.get_array()) walk(root, schema_of_child(root, schema, ""), item, visit);
  }
}

}  // namespace lt::plugin_host
