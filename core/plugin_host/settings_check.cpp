// valijson's verdict on settings, said in a person's words at the line of the YAML.
#include "plugin_host/settings_check.hpp"

#include "base/suggest.hpp"
#include "plugin_host/schema_walk.hpp"

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace lt::plugin_host {
namespace {

namespace json = boost::json;
using valijson::adapters::BoostJsonAdapter;

// Where an error lies: the node, its schema, and its name for messages ("auth.user").
struct Place {
  YamlNode node;
  const json::value* schema;
  std::string name;
};

Place find_place(const json::value& schema, const YamlNode& settings, const std::vector<std::string>& context) {
  Place place{settings, &schema, ""};
  for (const auto& step : context) {
    if (step.size() < 2 || step.front() != '[') continue;  // "<root>"
    const std::string name = step.substr(1, step.size() - 2);
    place.schema = schema_of_child(schema, place.schema, name);
    if (place.node.is_list()) {
      const auto items = place.node.items();
      const std::size_t index = std::min<std::size_t>(std::stoul(name), items.empty() ? 0 : items.size() - 1);
      if (!items.empty()) place.node = items[index];
      place.name += "[" + name + "]";
    } else {
      if (place.node.has(name)) place.node = place.node[name];
      place.name += (place.name.empty() ? "" : ".") + name;
    }
  }
  return place;
}

const json::value* keyword(const Place& place, std::string_view name) {
  return place.schema && place.schema->is_object() ? place.schema->get_object().if_contains(name) : nullptr;
}

std::string said(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

std::string shown_value(const Place& place) {
  return place.node.is_scalar() ? ", not '" + place.node.value().text + "'" : "";
}

std::string quoted_at_end(std::string_view text) {
  const std::size_t last = text.rfind('\'');
  const std::size_t first = last == std::string_view::npos ? last : text.rfind('\'', last - 1);
  return first == std::string_view::npos ? "" : std::string(text.substr(first + 1, last - first - 1));
}

std::vector<std::string> known_keys(const Place& place) {
  std::vector<std::string> keys;
  if (const auto* properties = keyword(place, "properties"); properties && properties->is_object()) {
    for (const auto& property : properties->get_object()) keys.emplace_back(property.key());
  }
  return keys;
}

std::string wrong_type(const Place& place) {
  static const std::pair<std::string_view, std::string_view> words[] = {
      {"string", "a text"},         {"integer", "a whole number"}, {"number", "a number"},
      {"boolean", "true or false"}, {"array", "a list"},           {"object", "keys with values"}};
  const auto* type = keyword(place, "type");
  std::string expected = type ? said(*type) : "another type";
  for (const auto& [name, word] : words) {
    if (expected == name) expected = word;
  }
  const bool needs_quotes = type && said(*type) == "string" && place.node.is_scalar();
  return "must be " + expected + shown_value(place) + (needs_quotes ? "; write it between quotes" : "");
}

std::string wrong_choice(const Place& place) {
  std::vector<std::string> choices;
  if (const auto* list = keyword(place, "enum"); list && list->is_array()) {
    for (const auto& choice : list->get_array()) choices.push_back(said(choice));
  }
  const std::string value = place.node.value().text;
  return "'" + value + "' is none of the values that are possible" + suggestion(value, choices);
}

// Each of valijson's sentences that deserves better words; `keyword` stands in the schema with what was asked for.
struct Wording {
  std::string_view beginning;
  std::string_view keyword;
  std::string_view words;
};
constexpr Wording wordings[] = {
    {"Failed to match regex", "pattern", "must fit the pattern "},
    {"Expected number greater than or", "minimum", "must be at least "},
    {"Expected number greater than ", "exclusiveMinimum", "must be more than "},
    {"Expected number less than or", "maximum", "must be at most "},
    {"Expected number less than ", "exclusiveMaximum", "must be less than "},
    {"String should be no fewer", "minLength", "has too few characters; the least is "},
    {"String should be no more", "maxLength", "has too many characters; the most is "},
    {"Array should contain no fewer", "minItems", "has too few items; the least is "},
    {"Array should contain no more", "maxItems", "has too many items; the most is "},
    {"Failed to match expected value", "const", "must be "},
};

void report(const Place& place, const std::string& description, std::vector<Violation>& list) {
  const auto add = [&list](const YamlNode& node, const std::string& message) {
    list.push_back({node.file(), node.line(), message});
  };
  const std::string subject = place.name.empty() ? "the settings" : "'" + place.name + "'";
  if (description.starts_with("Object contains a property")) {
    const std::string name = quoted_at_end(description);
    add(place.node[name], "unknown key '" + name + "'" + suggestion(name, known_keys(place)));
  } else if (description.starts_with("Missing required property")) {
    const std::string name = quoted_at_end(description);
    const Place child{place.node, schema_of_child(*place.schema, place.schema, name), name};
    const auto* help = keyword(child, "description");
    add(place.node, (place.name.empty() ? "" : subject + ": ") + "the key '" + name + "' is missing" +
                        (help ? ": " + said(*help) : ""));
  } else if (description.starts_with("Value type not permitted")) {
    add(place.node, subject + " " + wrong_type(place));
  } else if (description.starts_with("Failed to match against any enum")) {
    add(place.node, subject + ": " + wrong_choice(place));
  } else {
    const auto wording = std::ranges::find_if(
        wordings, [&](const Wording& w) { return description.starts_with(w.beginning) && keyword(place, w.keyword); });
    add(place.node, wording == std::end(wordings) ? subject + ": " + description
                                                  : subject + " " + std::string(wording->words) +
                                                        said(*keyword(place, wording->keyword)) + shown_value(place));
  }
}

// Sentences that only say that a deeper one stands elsewhere.
bool leads_deeper(const std::string& description) {
  return description.starts_with("Failed to validate against schema associated") ||
         description.starts_with("Failed to validate item #") ||
         description.starts_with("Failed to validate against child schema");
}

}  // namespace

std::vector<Violation> validate_settings(std::string_view schema_json, std::string_view connector_id,
                                         const YamlNode& settings) {
  std::vector<Violation> list;
  json::error_code error;
  const json::value schema_document = json::parse(schema_json, error);
  if (error) {
    throw Error(ErrorKind::failed, "the settings schema of the connector '" + std::string(connector_id) +
                                       "' is no JSON: " + error.message());
  }
  const json::value document = json::parse(settings_to_json(settings));
  valijson::Schema schema;
  valijson::ValidationResults results;
  try {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(BoostJsonAdapter(schema_document), schema);
    valijson::Validator(valijson::Validator::kStrongTypes).validate(schema, BoostJsonAdapter(document), &results);
  } catch (const std::exception& fault) {
    throw Error(ErrorKind::failed, "the settings schema of the connector '" + std::string(connector_id) +
                                       "' cannot be used: " + fault.what());
  }
  for (const auto& result : results) {
    if (!leads_deeper(result.description)) {
      report(find_place(schema_document, settings, result.context), result.description, list);
    }
  }
  std::set<std::pair<int, std::string>> seen;
  std::erase_if(list, [&seen](const Violation& v) { return !seen.emplace(v.line, v.message).second; });
  std::ranges::sort(list, {}, [](const Violation& v) { return std::tie(v.line, v.message); });
  for (const auto& violation : list) settings.violations().add(violation.file, violation.line, violation.message);
  return list;
}

std::vector<Violation> validate_settings(const Plugin& plugin, const YamlNode& settings) {
  return validate_settings(plugin.settings_schema(), plugin.id(), settings);
}

}  // namespace lt::plugin_host
