// From a flow's definition to its run.
#include "app/flow_runner.hpp"

#include "app/code_answers.hpp"
#include "app/matching.hpp"
#include "base/suggest.hpp"
#include "plugin_host/http_client.hpp"
#include "sync/own_records.hpp"
#include "sync/store_answers.hpp"

#include <spdlog/spdlog.h>

namespace lt::app {
namespace {

bool has_direction(const plugin_host::StreamInfo& stream, sync::Direction direction) {
  return direction == sync::Direction::in ? stream.readable : stream.writable;
}

}  // namespace

struct FlowRunner::Network {
  Network(const Configuration& configuration, const Clock& clock)
      : http(clock), tcp(plugin_host::make_socket_transport()), matching(configuration) {}

  plugin_host::HttpClient http;
  std::unique_ptr<plugin_host::TcpTransport> tcp;
  Matching matching;
};

FlowRunner::FlowRunner(const Configuration& configuration, const Clock& clock)
    : configuration_(configuration), clock_(clock), network_(std::make_unique<Network>(configuration, clock)) {}

FlowRunner::~FlowRunner() = default;

// The system of a flow that shall run.
const System& FlowRunner::used(const sync::FlowDefinition& flow) const {
  const System& system = configuration_.system(flow.system);
  const auto& definition = system.definition;
  if (definition.enabled) return system;
  throw Error(ErrorKind::misconfigured, definition.file + ":" + std::to_string(definition.line) + ": the system '" +
                                            definition.name + "' is switched off; set enabled: true to use it");
}

plugin_host::Session FlowRunner::open(const System& system, store::Store* store) const {
  plugin_host::SystemOptions options;
  options.name = system.definition.name;
  options.settings_json = system.settings_json;
  options.network = system.definition.network(configuration_.secrets());
  if (store) {
    options.answers = std::make_shared<CodeAnswers>(
        configuration_.qr(), clock_,
        std::make_unique<sync::StoreAnswers>(system.definition.name, system.answers, *store, clock_));
  }
  return plugin_host::Session(
      system.plugin, std::move(options),
      {.http = network_->http, .tcp = *network_->tcp, .secrets = configuration_.secrets(), .clock = clock_});
}

sync::RunResult FlowRunner::run(const sync::FlowDefinition& flow, store::Store& store, const RunOptions& options,
                                const std::stop_token& stop) const {
  if (flow.direction != sync::Direction::in) match(store, stop);
  sync::RunResult result = run_alone(flow, store, options, stop);
  if (flow.direction == sync::Direction::in) match(store, stop);
  return result;
}

// What could not be matched now is matched with the next run; records and deliveries do not wait for it.
void FlowRunner::match(store::Store& store, const std::stop_token& stop) const {
  try {
    network_->matching.follow(store, stop);
  } catch (const std::exception& error) {
    spdlog::warn("rows that arrived could not be matched and wait for the next run: {}", error.what());
  }
}

sync::RunResult FlowRunner::run_alone(const sync::FlowDefinition& flow, store::Store& store, const RunOptions& options,
                                      const std::stop_token& stop) const {
  if (flow.direction == sync::Direction::derive) {
    const bool again = options.trigger == "replay";
    return sync::run_derived(derived(flow), store, clock_,
                             {.trigger = options.trigger,
                              .closing = again ? store::LetterState::replayed : store::LetterState::resolved,
                              .from_the_start = options.from_the_start,
                              .limits = {},
                              .progress = options.progress},
                             stop);
  }
  if (flow.system == sync::own_system) {  // its records come by the hub's commands, so there is nothing to read
    return sync::store_own(flow, configuration_.mappings().in(flow.mapping), {}, store, clock_, stop);
  }
  plugin_host::Session session = open(used(flow), &store);
  if (flow.direction == sync::Direction::out) {
    const sync::OutFlow out{flow, configuration_.mappings().out(flow.mapping), session};
    return sync::run_out(out, store, clock_, {.trigger = options.trigger, .progress = options.progress}, stop);
  }
  const sync::InFlow in{flow, configuration_.mappings().in(flow.mapping), session};
  return sync::run_in(in, store, clock_,
                      {.trigger = options.trigger,
                       .from_the_start = options.from_the_start,
                       .limits = {},
                       .reason_text = [this](const model::Reason& reason) { return reason_text(reason); },
                       .progress = options.progress},
                      stop);
}

sync::DeriveFlow FlowRunner::derived(const sync::FlowDefinition& flow) const {
  return {flow, configuration_.mappings().out(flow.from), configuration_.summary(flow.from),
          configuration_.mappings().in(flow.mapping)};
}

std::string FlowRunner::reason_text(const model::Reason& reason) const {
  const auto language = configuration_.hub().language == "vi" ? report::Language::vi : report::Language::en;
  return in(language, configuration_.texts().reason(reason.code).meaning);
}

FlowDryRun FlowRunner::dry_run(const sync::FlowDefinition& flow, store::Store& store, std::size_t records,
                               std::size_t samples, const std::stop_token& stop) const {
  if (flow.direction == sync::Direction::derive) {
    sync::DryRun dry = sync::dry_run_derived(derived(flow), store, clock_, records, samples, stop);
    return {dry.result.counts, std::move(dry.samples), std::move(dry.result.message), dry.result.error};
  }
  if (flow.system == sync::own_system) return {};
  plugin_host::Session session = open(used(flow), &store);
  if (flow.direction == sync::Direction::out) {
    const sync::OutFlow out{flow, configuration_.mappings().out(flow.mapping), session};
    sync::DryRunOut dry = sync::dry_run_out(out, store, clock_, records, samples, stop);
    if (!stop.stop_requested()) return {dry.counts, std::move(dry.samples), {}};
    return {dry.counts, std::move(dry.samples), "the rehearsal was stopped", ErrorKind::cancelled};
  }
  const sync::InFlow in{flow, configuration_.mappings().in(flow.mapping), session};
  sync::DryRun dry = sync::dry_run_in(in, store, clock_, records, samples, stop);
  return {dry.result.counts, std::move(dry.samples), std::move(dry.result.message), dry.result.error};
}

void FlowRunner::check_streams(Violations& violations) const {
  for (const auto& flow : configuration_.flows()) {
    const auto system = configuration_.systems().find(flow.system);
    if (system == configuration_.systems().end() || !system->second.plugin) continue;
    try {
      std::vector<std::string> names;
      bool found = false;
      for (const auto& stream : open(system->second).streams({})) {
        if (has_direction(stream, flow.direction)) names.push_back(stream.name);
        found = found || (stream.name == flow.stream && has_direction(stream, flow.direction));
      }
      if (flow.receives() && !system->second.plugin->receives()) {
        flow.schedule.violation("the connector '" + system->second.definition.connector +
                                "' receives nothing; write every: 15m, or a cron expression");
      }
      if (found) continue;
      violations.add(flow.file, flow.line,
                     "the system '" + flow.system + "' has no stream '" + flow.stream + "' to " +
                         (flow.direction == sync::Direction::in ? "read" : "write") + suggestion(flow.stream, names));
    } catch (const Error& e) {
      violations.add(system->second.definition.file, system->second.definition.line, e.what());
    }
  }
}

}  // namespace lt::app
