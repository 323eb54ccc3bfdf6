// What flows say of systems, mappings, summaries and one another.
#include "app/configuration.hpp"
#include "base/suggest.hpp"
#include "mapping/derivation.hpp"
#include "schedule/scheduler.hpp"

#include <algorithm>
#include <map>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view summary_prefix = "summary.";

void fill_in(model::Label& label, const model::Label& otherwise) {
  if (label.vi.empty()) label.vi = otherwise.vi;
  if (label.en.empty()) label.en = otherwise.en;
}

}  // namespace

void Configuration::check_flows() {
  schedule::Scheduler::check(flows_);
  std::map<std::pair<std::string, std::string>, std::string> received;
  for (auto& flow : flows_) {
    check_flow(flow);
    const auto system = systems_.find(flow.system);
    if (system != systems_.end()) {
      flow.switched_off = !system->second.definition.enabled;
      fill_in(flow.responsible, system->second.definition.label);
    }
    if (!flow.receives()) continue;
    const auto [first, fresh] = received.emplace(std::pair(flow.system, flow.stream), flow.name);
    if (!fresh) {
      flow.schedule.violation("the flow '" + first->second + "' receives the stream '" + flow.stream + "' of '" +
                              flow.system + "' already; one flow takes what is sent there");
    }
  }
  check_derived();
}

void Configuration::check_flow(const sync::FlowDefinition& flow) {
  if (flow.direction == sync::Direction::derive) {
    check_mapping(flow, flow.mapping, sync::Direction::in);
    if (!flow.from.starts_with(summary_prefix)) return check_mapping(flow, flow.from, sync::Direction::out);
    const std::string name = flow.from.substr(summary_prefix.size());
    if (summaries_.contains(name) || fs::exists(folder_ / "summaries" / (name + ".yaml"))) return;
    std::vector<std::string> names;
    for (const auto& [known, summary] : summaries_) names.push_back(known);
    violations_.add(flow.file, flow.line, "there is no summary '" + name + "'" + suggestion(name, names));
    return;
  }
  if (flow.system == sync::own_system) {
    check_own(flow);
  } else if (!systems_.contains(flow.system)) {
    violations_.add(flow.file, flow.line,
                    "there is no system '" + flow.system + "'" + suggestion(flow.system, system_names()));
  }
  check_mapping(flow, flow.mapping, flow.direction);
  check_hours(flow);
  check_remote_id(flow);
  const auto mapping = mappings_->in(flow.mapping);
  if (flow.direction == sync::Direction::in && mapping && refers_to_rows(*mapping)) {
    violations_.add(flow.file, flow.line,
                    "the mapping '" + flow.mapping +
                        "' refers to rows of the hub by their ids ({row: …}), which only a derive flow may do");
  }
}

// What the hub's own commands store: there is no partner to read, to write to, or to wait for.
void Configuration::check_own(const sync::FlowDefinition& flow) {
  if (flow.direction == sync::Direction::in && flow.schedule.is_map() && flow.schedule.has("by_hand")) return;
  violations_.add(
      flow.file, flow.line,
      "'" + flow.system + "' is the hub itself: such a flow has direction: in and schedule: {by_hand: true}");
}

void Configuration::check_hours(const sync::FlowDefinition& flow) {
  if (!flow.hours || flow.hours->except.empty() || !mappings_->out(flow.mapping)) return;
  const model::Entity& entity = mappings_->out(flow.mapping)->entity();
  std::vector<std::string> booleans;
  for (const auto& field : entity.fields)
    if (field.type == model::FieldType::boolean) booleans.push_back(field.name);
  if (std::ranges::find(booleans, flow.hours->except) != booleans.end()) return;
  violations_.add(flow.file, flow.line,
                  "`except` of the hours is a boolean field of '" + entity.name + "', not '" + flow.hours->except +
                      "'" + suggestion(flow.hours->except, booleans));
}

void Configuration::check_remote_id(const sync::FlowDefinition& flow) {
  if (!flow.remote_id || !mappings_->out(flow.mapping)) return;
  const model::Entity& entity = mappings_->out(flow.mapping)->entity();
  std::vector<std::string> keys;
  for (const auto& key : entity.keys) {
    const auto& first = entity.fields[static_cast<std::size_t>(key.fields.front())];
    if (!key.weak && key.fields.size() == 1 && first.type == model::FieldType::text) keys.push_back(first.name);
  }
  if (std::ranges::find(keys, flow.remote_id->field) != keys.end()) return;
  violations_.add(flow.file, flow.line,
                  "`field` of remote_id is a text by which a '" + entity.name + "' is known, a key of its own, not '" +
                      flow.remote_id->field + "'" + suggestion(flow.remote_id->field, keys));
}

void Configuration::check_mapping(const sync::FlowDefinition& flow, const std::string& name,
                                  sync::Direction direction) {
  const bool in = direction == sync::Direction::in;
  if (in ? mappings_->in(name) != nullptr : mappings_->out(name) != nullptr) return;
  if (in ? mappings_->out(name) != nullptr : mappings_->in(name) != nullptr) {
    violations_.add(flow.file, flow.line,
                    "the mapping '" + name + "' goes the other way; this flow's direction is " +
                        std::string(to_string(flow.direction)));
    return;
  }
  if (is_faulty(name)) return;
  violations_.add(
      flow.file, flow.line,
      "there is no mapping '" + name + "'" + suggestion(name, in ? mappings_->in_names() : mappings_->out_names()));
}

void Configuration::check_derived() {
  std::vector<mapping::Step> steps;
  std::vector<Violation> found;
  for (const auto& flow : flows_) {
    if (flow.direction != sync::Direction::derive) continue;
    const auto into = mappings_->in(flow.mapping);
    const auto rows = mappings_->out(flow.from);
    const auto groups = summary(flow.from);
    if (!into || (!rows && !groups)) continue;
    const mapping::Emitted& from = rows ? rows->emitted() : groups->emitted();
    for (auto& fault : derivation_faults(from, *into)) found.push_back(std::move(fault));
    mapping::Step step = step_of(from, *into);
    step.flow = flow.name;
    step.file = flow.file;
    step.line = flow.line;
    steps.push_back(std::move(step));
  }
  for (auto& circle : mapping::circles(steps)) found.push_back(std::move(circle));
  for (const auto& fault : found) violations_.add(fault.file, fault.line, fault.message);
}

std::shared_ptr<const mapping::Summary> Configuration::summary(std::string_view from) const {
  if (!from.starts_with(summary_prefix)) return nullptr;
  const auto found = summaries_.find(from.substr(summary_prefix.size()));
  return found == summaries_.end() ? nullptr : found->second;
}

void Configuration::run_examples(Violations& violations) const {
  mappings_->run_examples(violations);
  for (const auto& [name, summary] : summaries_) {
    for (const auto& fault : summary->run_examples()) violations.add(fault.file, fault.line, fault.message);
  }
}

}  // namespace lt::app
