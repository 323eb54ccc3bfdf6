// The parts of draft 7 that lead from one schema to another.
#include "plugin_host/schema_walk.hpp"

#include <boost/json.hpp>

#include <utility>

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

namespace {

using Visit = std::function<void(const json::value&, const json::value&, const DocumentPath&)>;

void walk_from(const json::value& root, const json::value* schema, const json::value& value, DocumentPath& path,
               const Visit& visit) {
  schema = resolve(root, schema);
  if (!schema) return;
  visit(*schema, value, path);
  for (const char* keyword : {"allOf", "anyOf", "oneOf"}) {
    const auto* parts = schema->get_object().if_contains(keyword);
    if (!parts || !parts->is_array()) continue;
    for (const auto& part : parts->get_array()) walk_from(root, &part, value, path, visit);
  }
  const auto descend = [&](std::string step, const json::value& child) {
    path.push_back(std::move(step));
    walk_from(root, schema_of_child(root, schema, path.back()), child, path, visit);
    path.pop_back();
  };
  if (value.is_object()) {
    for (const auto& member : value.get_object()) descend(member.key(), member.value());
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.get_array().size(); ++i) descend(std::to_string(i), value.get_array()[i]);
  }
}

}  // namespace

void walk(const json::value& root, const json::value* schema, const json::value& value, const Visit& visit) {
  DocumentPath path;
  walk_from(root, schema, value, path, visit);
}

}  // namespace lt::plugin_host
