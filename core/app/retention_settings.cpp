// Reading config/retention.yaml.
#include "app/retention_settings.hpp"

#include "base/clock.hpp"
#include "base/suggest.hpp"
#include "model/data_class.hpp"
#include "sync/flow_definition.hpp"

#include <algorithm>

namespace lt::app {
namespace {

using store::Trace;

// As the file calls them. Answers are disclosures too, wherever their log lies.
struct KeptTrace {
  const char* name;
  Trace trace;
  Milliseconds usual;
};
constexpr KeptTrace kept_traces[] = {{"dead_letters", Trace::dead_letters, 180 * day_ms},
                                     {"runs", Trace::runs, 400 * day_ms},
                                     {"removed", Trace::removed, 365 * day_ms},
                                     {"disclosures", Trace::disclosures, 1'825 * day_ms},
                                     {"disclosures", Trace::answers, 1'825 * day_ms}};

Milliseconds period_or(const YamlNode& node, Milliseconds fallback) {
  if (node.exists() && node.is_scalar() && node.text() == "for_ever") return store::for_ever;
  return sync::duration_or(node, fallback);
}

RetentionSettings::Periods read_periods(const YamlNode& node) {
  node.allow_only({"dead_letters", "runs", "removed", "disclosures"});
  RetentionSettings::Periods periods;
  for (const auto& [name, trace, usual] : kept_traces)
    if (node.has(name)) periods[trace] = period_or(node[name], usual);
  return periods;
}

using ByEntity = std::map<std::string, RetentionSettings::Periods, std::less<>>;

void read_classes(const YamlNode& node, const model::Model& model, ByEntity& of) {
  for (const auto& [name, periods] : node.entries()) {
    const auto found = std::ranges::find(model::data_class_names, name);
    if (found == model::data_class_names.end()) {
      periods.violation("there is no class '" + name + "'; write open, internal, basic or sensitive");
      continue;
    }
    const auto wanted = static_cast<model::DataClass>(found - model::data_class_names.begin());
    const auto of_class = read_periods(periods);
    for (const auto& entity : model.entities())
      if (model::class_of(*entity) == wanted) of[entity->name] = of_class;
  }
}

void read_entities(const YamlNode& node, const model::Model& model, ByEntity& of) {
  for (const auto& [name, periods] : node.entries()) {
    if (model.find(name) == nullptr)
      periods.violation("there is no entity '" + name + "'" + suggestion(name, model.names()));
    for (const auto& [trace, period] : read_periods(periods)) of[name][trace] = period;
  }
}

}  // namespace

RetentionSettings RetentionSettings::load(const std::filesystem::path& file, const model::Model& model,
                                          Violations& violations) {
  RetentionSettings settings;
  for (const auto& kind : kept_traces) settings.usual[kind.trace] = kind.usual;
  if (!std::filesystem::exists(file)) return settings;
  const YamlNode node = YamlNode::load_file(file, violations);
  node.allow_only({"dead_letters", "runs", "removed", "disclosures", "classes", "entities"});
  for (const auto& [name, trace, usual] : kept_traces) settings.usual[trace] = period_or(node[name], usual);
  if (node.has("classes")) read_classes(node["classes"], model, settings.of);
  if (node.has("entities")) read_entities(node["entities"], model, settings.of);
  return settings;
}

}  // namespace lt::app
