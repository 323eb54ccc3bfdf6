// Walks every schema within a schema.
#include "schema_words.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <initializer_list>

namespace lt::conformance {
namespace {

namespace json = boost::json;

enum class SchemaPlace { root, property, inside };
using Visit = std::function<void(const std::string& name, SchemaPlace place, const json::object& schema)>;

void walk(const json::value& value, const std::string& name, SchemaPlace place, const Visit& visit) {
  if (value.is_array()) {
    for (const auto& part : value.get_array()) walk(part, name, SchemaPlace::inside, visit);
  }
  if (!value.is_object()) return;
  visit(name, place, value.get_object());
  for (const auto& member : value.get_object()) {
    if (member.key() == "default" || member.key() == "examples") continue;
    if (member.key() != "properties" || !member.value().is_object()) {
      walk(member.value(), name, SchemaPlace::inside, visit);
      continue;
    }
    for (const auto& property : member.value().get_object()) {
      const std::string whole = name + (name.empty() ? "" : ".") + std::string(property.key());
      walk(property.value(), whole, SchemaPlace::property, visit);
    }
  }
}

bool is_text(const json::value& value) { return value.is_string() && !value.get_string().empty(); }

std::string lacking(const std::string& name, const json::object& schema, std::initializer_list<const char*> words) {
  std::string gaps;
  for (const char* word : words) {
    const auto* text = schema.if_contains(word);
    if (text == nullptr || !is_text(*text))
      gaps += (name.empty() ? "the schema" : "'" + name + "'") + " has no " + word + "; ";
  }
  return gaps;
}

// A reference is described where it leads to; a constant only tells two forms apart.
bool is_shown(SchemaPlace place, const json::object& schema) {
  return place == SchemaPlace::property && !schema.contains("$ref") && !schema.contains("const");
}

std::string untitled_values(const std::string& name, const json::object& schema) {
  const auto* values = schema.if_contains("enum");
  if (values == nullptr || !values->is_array()) return {};
  std::string gaps;
  for (const char* word : {"enum_titles", "enum_titles_vi"}) {
    const auto* titles = schema.if_contains(word);
    const auto* list = titles == nullptr ? nullptr : titles->if_array();
    if (list == nullptr || list->size() != values->get_array().size() || !std::ranges::all_of(*list, is_text))
      gaps += "'" + name + "' has no " + word + " with a text for each value of its enum; ";
  }
  return gaps;
}

}  // namespace

std::string undescribed_settings(const json::value& schema) {
  std::string gaps;
  walk(schema, "", SchemaPlace::root, [&](const std::string& name, SchemaPlace place, const json::object& part) {
    if (is_shown(place, part)) gaps += lacking(name, part, {"title", "title_vi", "description"});
    const auto* type = part.if_contains("type");
    if (part.contains("writeOnly") && (type == nullptr || *type != "string"))
      gaps += "'" + name + "' names a secret and is no string; ";
  });
  return gaps;
}

std::string gaps_of_languages(const json::value& schema) {
  std::string gaps;
  walk(schema, "", SchemaPlace::root, [&](const std::string& name, SchemaPlace place, const json::object& part) {
    if (place == SchemaPlace::root) gaps += lacking(name, part, {"title", "title_vi", "description", "description_vi"});
    if (is_shown(place, part)) gaps += lacking(name, part, {"description_vi"});
    gaps += untitled_values(name, part);
  });
  return gaps;
}

}  // namespace lt::conformance
