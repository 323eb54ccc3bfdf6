// Reading flows from YAML.
#include "sync/flow_definition.hpp"

#include "base/suggest.hpp"

#include <charconv>
#include <map>

namespace lt::sync {
namespace {

model::Label read_label(const YamlNode& node, const std::string& fallback) {
  node.allow_only({"vi", "en"});
  return {node["vi"].text_or(fallback), node["en"].text_or(fallback)};
}

Direction read_direction(const YamlNode& node) {
  const std::string word = node.text();
  if (word == "out") return Direction::out;
  if (word == "derive") return Direction::derive;
  if (word != "in" && !word.empty()) node.violation("direction is 'in', 'out' or 'derive', not '" + word + "'");
  return Direction::in;
}

RetryPolicy retry_policy(const YamlNode& node) {
  RetryPolicy policy;
  node.allow_only({"first", "most", "attempts"});
  policy.first = duration_or(node["first"], policy.first);
  policy.most = duration_or(node["most"], policy.most);
  policy.attempts = static_cast<int>(node["attempts"].integer_or(policy.attempts));
  if (policy.attempts < 1) node.violation("attempts must be at least 1");
  if (policy.most < policy.first) node.violation("most must not be shorter than first");
  return policy;
}

std::optional<RemoteIdField> read_remote_id(const YamlNode& node) {
  if (!node.exists()) return std::nullopt;
  node.allow_only({"field", "provisional"});
  return RemoteIdField{node["field"].text(), node["provisional"].text_or("")};
}

void read_results(const YamlNode& node, FlowDefinition& flow) {
  if (!node.exists()) return;
  node.allow_only({"stream", "texts"});
  if (flow.direction != Direction::in) node.violation("results go back to a partner; only an in-flow has one");
  flow.results_stream = node["stream"].text();
  node["texts"].allow_only({"created", "updated", "unchanged", "filtered", "dead"});
  for (const auto& [outcome, text] : node["texts"].entries()) flow.result_texts[outcome] = text.text();
}

// `corrections: true`, or `corrections: {known: MEMBER}`.
void read_corrections(const YamlNode& node, FlowDefinition& flow) {
  if (!node.exists()) return;
  if (node.is_map()) {
    node.allow_only({"known"});
    flow.corrections = Corrections{node["known"].text()};
    if (flow.corrections->known.find_first_of("\"\\/") != std::string::npos)
      node["known"].violation("'known' is the name of one member, such as known");
  } else if (node.boolean_or(false)) {
    flow.corrections.emplace();
  }
  if (flow.corrections && flow.direction != Direction::out)
    node.violation("corrections go back to a partner; only an out-flow has them");
  if (flow.corrections && flow.whole) node.violation("a whole list is sent as it stands; remove 'corrections'");
}

// What only one direction knows.
void read_direction_keys(const YamlNode& node, FlowDefinition& flow) {
  if (flow.direction == Direction::derive) {
    flow.from = node["from"].text();
    for (const std::string_view key : {"system", "stream"}) {
      if (node.has(key))
        node[key].violation("a derive flow reads the hub's own rows; remove '" + std::string(key) + "'");
    }
    flow.system = own_system;
    flow.stream = flow.name;
  } else {
    flow.system = node["system"].text();
    flow.stream = node["stream"].text();
    if (node.has("from")) node["from"].violation("'from' names what a derive flow reads; write direction: derive");
  }
  flow.whole = node["whole"].boolean_or(false);
  read_corrections(node["corrections"], flow);
  if (flow.whole && flow.direction != Direction::out) {
    node["whole"].violation("'whole' is for destinations that take whole lists, so for out-flows");
  }
}

}  // namespace

model::Label own_label() { return {"Liên Thông", "Lien Thong"}; }

std::string_view to_string(Direction direction) {
  constexpr std::string_view names[] = {"in", "out", "derive"};
  return names[static_cast<std::size_t>(direction)];
}

Milliseconds duration_or(const YamlNode& node, Milliseconds fallback) {
  if (!node.exists()) return fallback;
  const std::string text = node.text();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  static const std::map<std::string, Milliseconds, std::less<>> units = {
      {"ms", 1}, {"s", second_ms}, {"m", minute_ms}, {"h", hour_ms}, {"d", day_ms}};
  const auto unit = units.find(std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)));
  if (error != std::errc() || unit == units.end() || number < 0 || number > 10'000'000) {
    node.violation("a duration is expected here, like 500ms, 30s, 15m, 2h or 1d, not '" + text + "'");
    return fallback;
  }
  return number * unit->second;
}

FlowDefinition FlowDefinition::read(const YamlNode& node) {
  node.allow_only({"flow", "label", "direction", "system", "stream", "mapping", "from", "whole", "corrections",
                   "results", "fresh_within", "batch", "remote_id", "hours", "retry", "responsible", "paused",
                   "schedule"});
  FlowDefinition flow{.name = node["flow"].text(),
                      .label = {},
                      .direction = read_direction(node["direction"]),
                      .system = {},
                      .stream = {},
                      .mapping = node["mapping"].text(),
                      .from = {},
                      .results_stream = {},
                      .result_texts = {},
                      .fresh_within = duration_or(node["fresh_within"], 0),
                      .batch = node["batch"].integer_or(0),
                      .remote_id = read_remote_id(node["remote_id"]),
                      .hours = OpenHours::read(node["hours"]),
                      .retry = retry_policy(node["retry"]),
                      .responsible = {},
                      .paused = node["paused"].boolean_or(false),
                      .schedule = node["schedule"],
                      .file = node.file(),
                      .line = node.line()};
  read_direction_keys(node, flow);
  flow.label = read_label(node["label"], flow.name);
  const bool own = flow.system == own_system;
  flow.responsible = own && !node.has("responsible") ? own_label() : read_label(node["responsible"], "");
  read_results(node["results"], flow);
  if (flow.hours && flow.direction != Direction::out)
    node["hours"].violation("only an out-flow has hours; remove them");
  if (flow.remote_id && (flow.direction != Direction::out || flow.whole))
    node["remote_id"].violation("only an out-flow of single records learns what the destination calls them");
  if (flow.hours && flow.whole) node["hours"].violation("a whole list goes at once, so it has no hours; remove them");
  if (flow.batch < 0 || flow.batch > 100'000) node["batch"].violation("batch is between 1 and 100000 records");
  return flow;
}

std::vector<FlowDefinition> load_flows(const std::filesystem::path& folder, Violations& violations) {
  std::vector<FlowDefinition> flows;
  std::map<std::string, std::string> seen;
  for (const auto& file : yaml_files(folder)) {
    const YamlNode node = YamlNode::load_file(file, violations);
    if (!node.is_map()) {
      if (node.exists()) node.violation("a flow's file has keys such as flow, direction, system");
      continue;
    }
    flows.push_back(FlowDefinition::read(node));
    const auto [first, fresh] = seen.emplace(flows.back().name, file.string());
    if (!fresh) {
      node["flow"].violation("a flow named '" + flows.back().name + "' stands in " + first->second +
                             " already; give this one another name");
    }
  }
  return flows;
}

}  // namespace lt::sync
