// What a connector says of itself: symbol, table, schema, sample.
#include "exported_symbols.hpp"
#include "plugin_host/settings_check.hpp"
#include "schema_words.hpp"
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

// Two gaps and more as one sentence.
Outcome outcome_of(const std::string& gaps) {
  return gaps.empty() ? passed() : failed(gaps.substr(0, gaps.size() - 2));
}

Outcome describes_every_setting(const Subject& subject) {
  const json::value schema = json::parse(subject.plugin()->settings_schema());
  std::string gaps = undescribed_settings(schema);
  const auto* object = schema.if_object();
  const auto* type = object == nullptr ? nullptr : object->if_contains("type");
  if (type == nullptr || *type != "object") gaps += "the schema is not one of an object; ";
  const auto* additional = object == nullptr ? nullptr : object->if_contains("additionalProperties");
  if (additional == nullptr || *additional != json::value(false)) gaps += "additionalProperties is not false; ";
  return outcome_of(gaps);
}

Outcome speaks_both_languages(const Subject& subject) {
  std::string gaps = gaps_of_languages(json::parse(subject.plugin()->settings_schema()));
  if (!gaps.empty()) gaps += "administrators read the form in Vietnamese or English: plugins/sdk/README.md, Settings; ";
  return outcome_of(gaps);
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
          {"its form can be read whole in Vietnamese and in English", speaks_both_languages},
          {"its sample fits its schema", sample_fits}};
}

}  // namespace lt::conformance
