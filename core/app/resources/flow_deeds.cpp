// /api/v1/flows, what persons do with them: run, rehearse, pause, resume.
#include "api/masking.hpp"
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/flow_answers.hpp"
#include "app/run_text.hpp"
#include "store/letter_cause.hpp"
#include "sync/flow_pause.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

constexpr std::size_t most_rehearsed = 10'000;
constexpr std::size_t most_shown = 50;

const sync::FlowDefinition& flow_asked(const Call& call, const HubView& hub) {
  return flow_of(call, hub.configuration, call.text("flow"));
}

// A switched-off system is spoken to by nobody.
void require_used(const sync::FlowDefinition& flow) {
  if (!flow.switched_off) return;
  throw Refusal(Trouble::conflict,
                {"hệ thống '" + flow.system + "' đang tắt", "the system '" + flow.system + "' is switched off"});
}

Job job_about(const sync::FlowDefinition& flow, const char* kind) {
  return {.kind = kind, .subject = flow.name, .systems = {flow.system}, .who = {}, .total = {}};
}

Outcome run(const Call& call, const HubView& hub) {
  const sync::FlowDefinition& flow = flow_asked(call, hub);
  require_used(flow);
  const auto* again = call.body.if_contains("from_the_start");
  const bool from_the_start = again != nullptr && again->as_bool();
  const auto work = [hub, &flow, from_the_start](const Jobs::Progress& progress,
                                                 const std::stop_token& stop) -> JobResult {
    const bool out = flow.direction == sync::Direction::out;
    const sync::RunResult result =
        hub.runner.run(flow, hub.store,
                       {.trigger = "hand",
                        .from_the_start = from_the_start,
                        .progress = [&](const store::Counts& counts) { progress(out ? counts.due : counts.read); }},
                       stop);
    return {to_json(result, flow), result.error, result.message};
  };
  Outcome begun = begin_job(call, hub, job_about(flow, "run"), work);
  log_deed(call, hub, "flow_run", "flow/" + flow.name, from_the_start ? "from the start" : "");
  return begun;
}

const model::Field* field_named(const Configuration& configuration, std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const model::Entity* entity = configuration.model().find(name.substr(0, dot));
  const auto field = entity == nullptr ? std::nullopt : entity->field(name.substr(dot + 1));
  return field ? &entity->fields[static_cast<std::size_t>(*field)] : nullptr;
}

// Of a field that the model does not know nothing is shown.
std::string masked_value(const model::Field* field, const std::string& value) {
  return field == nullptr ? api::masked_text(value) : api::masked(*field, value);
}

json::value masked_document(const json::value& value) {
  if (const auto* list = value.if_array()) {
    json::array shown;
    for (const auto& item : *list) shown.push_back(masked_document(item));
    return shown;
  }
  if (const auto* object = value.if_object()) {
    json::object shown;
    for (const auto& [name, member] : *object) shown[name] = masked_document(member);
    return shown;
  }
  if (const auto* text = value.if_string()) return json::value(api::masked_text(*text));
  return value.is_number() ? json::value(api::masked_text(json::serialize(value))) : value;
}

json::object change_json(const sync::Sample& sample, const Configuration& configuration) {
  json::array fields;
  for (const auto& change : sample.changes) {
    const model::Field* field = field_named(configuration, change.field);
    fields.push_back(json::object{{"field", change.field},
                                  {"before", masked_value(field, change.before)},
                                  {"after", masked_value(field, change.after)}});
  }
  json::array reasons;
  for (const auto& reason : sample.reasons)
    reasons.push_back(json::object{
        {"code", reason.code}, {"field", reason.field}, {"message", store::reason_pattern(reason.message)}});
  const std::string first = sample.changes.empty() ? std::string() : sample.changes.front().field;
  return {{"key", api::masked_key(sample.key)},
          {"entity", first.substr(0, first.find('.'))},
          {"act", sample.outcome},
          {"fields", std::move(fields)},
          {"reasons", std::move(reasons)},
          {"document", sample.document.empty() ? json::value() : masked_document(json::parse(sample.document))}};
}

Outcome dry_run(const Call& call, const HubView& hub) {
  const sync::FlowDefinition& flow = flow_asked(call, hub);
  require_used(flow);
  const auto work = [hub, &flow](const Jobs::Progress&, const std::stop_token& stop) -> JobResult {
    const FlowDryRun dry = hub.runner.dry_run(flow, hub.store, most_rehearsed, most_shown, stop);
    json::array changes;
    for (const auto& sample : dry.samples) changes.push_back(change_json(sample, hub.configuration));
    return {.result = json::object{{"counts", to_json(dry.counts, flow.direction)},
                                   {"changes", std::move(changes)},
                                   {"message", dry.message}},
            .error = dry.error,
            .message = dry.message};
  };
  Outcome begun = begin_job(call, hub, job_about(flow, "dry-run"), work);
  log_deed(call, hub, "flow_dry_run", "flow/" + flow.name);
  return begun;
}

Outcome pause(const Call& call, const HubView& hub) {
  const sync::FlowDefinition& flow = flow_asked(call, hub);
  const std::string reason = said_why(call, "reason");
  {
    store::Reader reader = hub.store.reader();
    if (const auto now = sync::pause_of(reader, flow.name))
      throw Refusal(Trouble::conflict,
                    {"luồng đã được tạm dừng: " + in_words(*now), "the flow is paused already, by " + in_words(*now)});
  }
  sync::pause_flow(hub.store, flow, {.paused = true, .at = hub.clock.now(), .who = call.who.user, .reason = reason});
  hub.heed_pauses();
  log_deed(call, hub, "flow_pause", "flow/" + flow.name, reason);
  return {.body = flow_detail(call, hub, flow)};
}

Outcome resume(const Call& call, const HubView& hub) {
  const sync::FlowDefinition& flow = flow_asked(call, hub);
  if (flow.paused)
    throw Refusal(Trouble::conflict, {"luồng bị tạm dừng trong tệp " + flow.file + "; đặt paused: false ở đó",
                                      "the flow is paused in " + flow.file + "; set paused: false there"});
  sync::resume_flow(hub.store, flow, call.who.user, hub.clock.now());
  hub.heed_pauses();
  log_deed(call, hub, "flow_resume", "flow/" + flow.name);
  return {.body = flow_detail(call, hub, flow)};
}

}  // namespace

void add_flow_deeds(api::Table& table, const HubView& hub) {
  table.schemas.push_back(
      {"RunOrder",
       "How a flow shall run",
       {{"from_the_start", "boolean", "In-flows and derive flows: read everything again, not only changes", true}}});
  table.schemas.push_back({"PauseOrder", "Why a flow shall rest", {{"reason", "string", "Kept until it is resumed"}}});
  struct Line {
    const char* place;
    const char* operation;
    const char* summary;
    const char* takes;
    const char* answers;
    int status;
    Outcome (*handler)(const Call&, const HubView&);
  };
  static constexpr Line lines[] = {
      {"run", "runFlow", "Run a flow now; the job's result is the run", "RunOrder", "Job", 202, run},
      {"dry-run", "rehearseFlow",
       "See what a run would change, persons' data masked; the job's result has counts and changes", "", "Job", 202,
       dry_run},
      {"pause", "pauseFlow", "Start no more runs by the schedule until a person resumes the flow", "PauseOrder",
       "FlowDetail", 200, pause},
      {"resume", "resumeFlow", "Let a flow go on that a person or the hub itself paused", "", "FlowDetail", 200,
       resume}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = "POST",
         .path = std::string("/api/v1/flows/{flow}/") + line.place,
         .right = Right::operate,
         .operation = line.operation,
         .tag = "flows",
         .summary = line.summary,
         .takes = line.takes,
         .answers = line.answers,
         .status = line.status,
         .handler = [hub, handler = line.handler](const Call& call) { return handler(call, hub); }});
}

}  // namespace lt::app
