// From tables to JSON Schema.
#include "api/schema.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>

namespace lt::api {
namespace {

namespace json = boost::json;

json::array words_of(std::string_view type) {
  json::array words;
  while (!type.empty()) {
    const std::size_t bar = type.find('|');
    words.emplace_back(json::string(type.substr(0, bar)));
    type.remove_prefix(bar == std::string_view::npos ? type.size() : bar + 1);
  }
  return words;
}

bool is_reference(std::string_view type) { return std::isupper(static_cast<unsigned char>(type.front())) != 0; }

json::object nullable(std::string_view type) {
  json::object schema = schema_of_type(type);
  // What else stands beside the type would hold for null too in the eyes of some validators.
  if (auto* plain = schema.if_contains("type"); plain != nullptr && schema.size() == 1) {
    *plain = json::array{*plain, "null"};
    return schema;
  }
  return {{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
}

bool fits(const json::value& value, std::string_view type) {
  if (type.ends_with('?')) return value.is_null() || fits(value, type.substr(0, type.size() - 1));
  if (type.ends_with("[]")) {
    const auto* list = value.if_array();
    return list != nullptr && std::ranges::all_of(*list, [&](const json::value& item) {
             return fits(item, type.substr(0, type.size() - 2));
           });
  }
  if (type == "integer") return value.is_int64();
  if (type == "boolean") return value.is_bool();
  if (type == "object") return value.is_object();
  if (type.find('|') != std::string_view::npos) return std::ranges::count(words_of(type), value) != 0;
  return value.is_string();
}

// At which databases and files end a text.
bool holds_nul(const json::value& value) {
  const auto in_member = [](const auto& member) { return holds_nul(member.value()); };
  if (const auto* object = value.if_object()) return std::ranges::any_of(*object, in_member);
  if (const auto* list = value.if_array()) return std::ranges::any_of(*list, holds_nul);
  return value.is_string() && value.get_string().find(std::string_view("\0", 1)) != json::string::npos;
}

}  // namespace

json::object schema_of_type(std::string_view type) {
  if (type.ends_with('?')) return nullable(type.substr(0, type.size() - 1));
  if (type.ends_with("[]")) return {{"type", "array"}, {"items", schema_of_type(type.substr(0, type.size() - 2))}};
  if (is_reference(type)) return {{"$ref", std::string("#/components/schemas/").append(type)}};
  if (type == "time") return {{"type", "string"}, {"format", "date-time"}};
  if (type.find('|') != std::string_view::npos) return {{"type", "string"}, {"enum", words_of(type)}};
  return {{"type", json::string(type)}};
}

json::object to_json_schema(const Schema& schema) {
  json::object properties;
  json::array required;
  for (const Member& member : schema.members) {
    json::object property = schema_of_type(member.type);
    if (!member.note.empty() && !property.contains("$ref")) property["description"] = member.note;
    properties[member.name] = std::move(property);
    if (!member.optional) required.emplace_back(member.name);
  }
  json::object made{{"type", "object"}, {"description", schema.note}, {"properties", std::move(properties)}};
  if (!required.empty()) made["required"] = std::move(required);
  made["additionalProperties"] = false;
  return made;
}

std::optional<model::Label> fault_of(const json::object& body, const Schema& schema) {
  if (holds_nul(body))
    return model::Label{"văn bản không được có ký tự U+0000", "a text must not hold the character U+0000"};
  for (const auto& [name, value] : body) {
    const auto member = std::ranges::find(schema.members, std::string_view(name), &Member::name);
    const std::string shown(name);
    if (member == schema.members.end())
      return model::Label{"không có mục '" + shown + "'", "there is no member '" + shown + "'"};
    if (!fits(value, member->type))
      return model::Label{"mục '" + shown + "' phải có kiểu " + member->type,
                          "'" + shown + "' must be " + member->type};
  }
  for (const Member& member : schema.members)
    if (!member.optional && !body.contains(member.name))
      return model::Label{"thiếu mục '" + member.name + "'", "the member '" + member.name + "' is missing"};
  return std::nullopt;
}

}  // namespace lt::api
