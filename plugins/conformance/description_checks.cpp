// What a connector says of itself: symbol, table, schema, sample.
#include "exported_symbols.hpp"
#include "plugin_host/settings_check.hpp"
#include "subject.hpp"

#include <boost/json.hpp>

#include <regex>

namespace lt::conformance {
namespace {

namespace json = boost::json;

Outcome exports_one_symbol(const Subject& subject) {
  const auto symbols = exported_symbols(subject.library());
  if (symbols == std::vector<std::string>{LT_ENTRY_NAME}) return passed();
  std::string list;
  for (std::size_t i = 0; i < symbols.size() && i < 5; ++i) list += (i ? ", " : "") + symbols[i];
  return failed("it exports " + std::to_string(symbols.size()) + " symbols (" + list +
                "); link it with a version script that leaves " LT_ENTRY_NAME);
}

Outcome loads(const Subject& subject) {
  subject.plugin();
  return passed();
}

Outcome names_itself(const Subject& subject) {
  const auto plugin = subject.plugin();
  const std::string id(plugin->id());
  if (id != subject.library().stem().string()) return failed("its id is '" + id + "', its file has another name");
  if (!std::regex_match(std::string(plugin->version()), std::regex(R"(\d+\.\d+\.\d+([-+].+)?)"))) {
    return failed("its version '" + std::string(plugin->version()) + "' is not major.minor.patch");
  }
  if (plugin->summary().size() > 200) return failed("its summary is longer than one sentence");
  return passed();
}

Outcome gives_same_table(const Subject& subject) {
  if (subject.place() == Place::runner) return skipped("in a runner the hub never sees it");
  return &subject.plugin()->table() == &subject.plugin()->table() ? passed()
                                                                  : failed("the entry gives another table each time");
}

Outcome has_valid_schema(const Subject& subject) {
  Violations violations;
  const std::string schema(subject.plugin()->settings_schema());
  json::error_code error;
  json::parse(schema, error);
  if (error) return failed("the schema is no JSON: " + error.message());
  // JSON is YAML, so that the checker of settings checks the schema too, lines and all.
  const auto document = YamlNode::parse(schema, "settings.schema.json", violations);
  plugin_host::validate_settings(draft7_schema, "draft-07", document);
  return violations.empty() ? passed() : failed(to_string(violations.list()));
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Looks at every schema of properties, at any depth; `where` as a person would say it.
void find_gaps(const json::value& schema, const std::string& where, std::string& gaps) {
  if (schema.is_array()) {
    for (const auto& part : schema.get_array()) find_gaps(part, where, gaps);
  }
  if (!schema.is_object()) return;
  const json::object& object = schema.get_object();
  for (const auto& member : object) {
    if (member.key() != "properties" || !member.value().is_object()) {
      if (member.key() != "default" && member.key() != "examples") find_gaps(member.value(), where, gaps);
      continue;
    }
    for (const auto& property : member.value().get_object()) {
      const std::string name = where + (where.empty() ? "" : ".") + std::string(property.key());
      if (!property.value().is_object()) continue;
      const json::object& details = property.value().get_object();
      // A reference is described where it leads to; a constant only tells two forms apart.
      for (const char* word : {"title", "title_vi", "description"}) {
        if (text_of(details, word).empty() && !details.contains("$ref") && !details.contains("const")) {
          gaps += "'" + name + "' has no " + word + "; ";
        }
      }
      const auto* write_only = details.if_contains("writeOnly");
      if (write_only && text_of(details, "type") != "string")
        gaps += "'" + name + "' names a secret and is no string; ";
      find_gaps(property.value(), name, gaps);
    }
  }
}

Outcome describes_every_setting(const Subject& subject) {
  const json::value schema = json::parse(subject.plugin()->settings_schema());
  std::string gaps;
  find_gaps(schema, "", gaps);
  if (!schema.is_object() || text_of(schema.get_object(), "type") != "object")
    gaps += "the schema is not one of an object; ";
  const auto* additional = schema.is_object() ? schema.get_object().if_contains("additionalProperties") : nullptr;
  if (!additional || !additional->is_bool() || additional->get_bool()) gaps += "additionalProperties is not false; ";
  return gaps.empty() ? passed() : failed(gaps.substr(0, gaps.size() - 2));
}

Outcome sample_fits(const Subject& subject) {
  subject.settings();
  return passed();
}

}  // namespace

std::vector<Check> description_checks() {
  return {{"it exports one symbol", exports_one_symbol},
          {"it loads and its table keeps the contract", loads},
          {"it names itself, its version, its maker and its purpose", names_itself},
          {"its entry always gives the same table", gives_same_table},
          {"its settings' schema is valid draft 7", has_valid_schema},
          {"every setting is described, in Vietnamese and English", describes_every_setting},
          {"its sample fits its schema", sample_fits}};
}

}  // namespace lt::conformance
