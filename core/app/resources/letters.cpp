// /api/v1/dead-letters: what waits and why; persons' data only for a purpose.
#include "app/letters.hpp"

#include "api/masking.hpp"
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/letter_answers.hpp"
#include "mapping/responsible.hpp"
#include "store/letter_cause.hpp"
#include "sync/result_writer.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

const std::vector<api::Member> letter_members = {
    {"id", "integer"},
    {"flow", "string"},
    {"direction", "in|out"},
    {"key", "string", "The source's key; masked but where it was unmasked"},
    {"step", "string"},
    {"cause", "string"},
    {"state", "waiting|replayed|resolved|dismissed"},
    {"times_seen", "integer"},
    {"first_seen", "time?"},
    {"last_seen", "time?"},
    {"mended", "boolean"},
    {"reasons", "Reason[]"},
    {"closed_reason", "string"},
    {"unreadable", "string", "Why the record cannot be shown; empty: it can"},
    {"masked", "boolean"}};

std::optional<store::LetterState> letter_state_named(std::string_view name) {
  for (const auto state : {store::LetterState::waiting, store::LetterState::replayed, store::LetterState::resolved,
                           store::LetterState::dismissed})
    if (to_string(state) == name) return state;
  return std::nullopt;
}

}  // namespace

json::array letter_reasons(const store::DeadLetter& letter, const Configuration& configuration, bool masked) {
  json::array reasons;
  for (const auto& reason : letter.reasons) {
    const report::ReasonText& words = configuration.texts().reason(reason.code);
    reasons.push_back(
        json::object{{"code", reason.code},
                     {"field", reason.field},
                     {"place", in_utf8(masked ? store::pointer_pattern(reason.pointer)
                                              : std::string(sync::place_of(letter.payload, reason)))},
                     {"message", in_utf8(masked ? store::reason_pattern(reason.message) : reason.message)},
                     {"meaning", label_json(words.meaning)},
                     {"action", label_json(words.action)}});
  }
  return reasons;
}

namespace {

json::object letter_object(const store::DeadLetter& letter, const Configuration& configuration, bool masked) {
  return {{"id", letter.id},
          {"flow", letter.flow},
          {"direction", to_string(letter.direction)},
          {"key", in_utf8(masked ? api::masked_key(letter.key) : letter.key)},
          {"step", letter.step},
          {"cause", letter.cause},
          {"state", to_string(letter.state)},
          {"times_seen", letter.times_seen},
          {"first_seen", time_json(letter.first_seen)},
          {"last_seen", time_json(letter.last_seen)},
          {"mended", letter.mended.has_value()},
          {"reasons", letter_reasons(letter, configuration, masked)},
          {"closed_reason", letter.closed_reason},
          {"unreadable", letter.unreadable},
          {"masked", masked}};
}

}  // namespace

json::object letter_detail(store::Reader& reader, const store::DeadLetter& letter, const Configuration& configuration,
                           bool masked) {
  json::object object = letter_object(letter, configuration, masked);
  object["payload"] = masked ? json::value() : json::value(in_utf8(letter.payload));
  object["mended_payload"] = masked || !letter.mended ? json::value() : json::value(in_utf8(*letter.mended));
  json::array events;
  for (const auto& event : reader.letter_events(letter.id))
    events.push_back(json::object{
        {"at", time_json(event.at)}, {"who", event.who}, {"act", to_string(event.act)}, {"note", event.note}});
  object["events"] = std::move(events);
  return object;
}

store::DeadLetter letter_asked(const Call& call, const HubView& hub, store::Reader& reader) {
  auto letter = reader.dead_letter(*call.integer("letter"));
  if (!letter || !sees_flow(call, hub.configuration, letter->flow))
    refuse_unknown("bản ghi lỗi số " + call.text("letter"), "dead letter " + call.text("letter"));
  return std::move(*letter);
}

namespace {

json::object cause_object(const store::LetterCount& group, const Configuration& configuration) {
  const sync::FlowDefinition* flow = configuration.find_flow(group.flow);
  const bool ours = mapping::who_acts(group.reason_code) == mapping::Actor::hub;
  const report::ReasonText& words = configuration.texts().reason(group.reason_code);
  const model::Label hub = {configuration.texts().get("hub_administrator", report::Language::vi),
                            configuration.texts().get("hub_administrator", report::Language::en)};
  return {{"cause", group.cause.id},
          {"flow", group.flow},
          {"system", flow == nullptr ? json::value() : json::value(flow->system)},
          {"count", group.count},
          {"oldest", time_json(group.oldest)},
          {"step", group.cause.step},
          {"code", group.reason_code},
          {"field", group.cause.field},
          {"pointer", group.cause.pointer},
          {"pattern", in_utf8(group.cause.pattern)},
          {"meaning", label_json(words.meaning)},
          {"actor", ours ? "hub" : "source"},
          {"who", label_json(ours || flow == nullptr ? hub : flow->responsible)},
          {"action", label_json(words.action)},
          {"example", group.example}};
}

Outcome list_causes(const Call& call, const HubView& hub) {
  auto groups = hub.store.reader().dead_letter_counts(call.text("flow"));
  std::erase_if(groups, [&](const auto& group) { return !sees_flow(call, hub.configuration, group.flow); });
  std::ranges::stable_sort(groups, std::ranges::greater(), &store::LetterCount::count);
  json::array items;
  for (const auto& group : groups) items.push_back(cause_object(group, hub.configuration));
  return api::page_of(std::move(items));
}

Outcome list_letters(const Call& call, const HubView& hub) {
  const api::PageAsked page = api::page_asked(call);
  const std::string& state = call.text("state");
  store::LetterQuery query{
      .flow = call.text("flow"),
      .state = state == "all" ? std::nullopt
                              : std::optional(letter_state_named(state).value_or(store::LetterState::waiting)),
      .reason_code = call.text("code"),
      .after_id = page.number(),
      .limit = page.limit + 1,
      .cause = call.text("cause"),
      .among = flows_seen(call, hub.configuration)};
  return api::page_of(hub.store.reader().dead_letters(query), page,
                      [&](const store::DeadLetter& letter) { return letter_object(letter, hub.configuration, true); });
}

Outcome get_letter(const Call& call, const HubView& hub) {
  store::Reader reader = hub.store.reader();
  return {.body = letter_detail(reader, letter_asked(call, hub, reader), hub.configuration, true)};
}

// Logged before it is shown, so that nothing is shown that cannot be logged.
Outcome unmask(const Call& call, const HubView& hub) {
  store::Reader reader = hub.store.reader();
  const store::DeadLetter letter = letter_asked(call, hub, reader);
  log_unmasking(call, hub, "dead-letter/" + std::to_string(letter.id));
  return {.body = letter_detail(reader, letter, hub.configuration, false)};
}

void add_letter_schemas(api::Table& table) {
  table.schemas.push_back({"Reason",
                           "Why a record is refused",
                           {{"code", "string"},
                            {"field", "string"},
                            {"place", "string", "In the record: a JSON pointer, or a workbook's cell"},
                            {"message", "string"},
                            {"meaning", "Label"},
                            {"action", "Label"}}});
  table.schemas.push_back(
      {"LetterEvent",
       "What a person did with a dead letter",
       {{"at", "time"}, {"who", "string"}, {"act", "mended|dismissed|reopened"}, {"note", "string"}}});
  table.schemas.push_back({"Cause",
                           "Dead letters that one remedy mends",
                           {{"cause", "string"},
                            {"flow", "string"},
                            {"system", "string?"},
                            {"count", "integer"},
                            {"oldest", "time?"},
                            {"step", "string"},
                            {"code", "string"},
                            {"field", "string"},
                            {"pointer", "string"},
                            {"pattern", "string", "The message without what varies"},
                            {"meaning", "Label"},
                            {"actor", "hub|source"},
                            {"who", "Label", "Who must act"},
                            {"action", "Label"},
                            {"example", "integer", "One of them"}}});
  table.schemas.push_back({"Letter", "A record that could not go on", letter_members});
  api::Schema detailed{"LetterDetail", "A dead letter with its record, where it was unmasked", letter_members};
  detailed.members.insert(
      detailed.members.end(),
      {{"payload", "string?", "The record as it came"}, {"mended_payload", "string?"}, {"events", "LetterEvent[]"}});
  table.schemas.push_back(std::move(detailed));
}

}  // namespace

void add_letter_resources(api::Table& table, const HubView& hub) {
  add_letter_schemas(table);
  const std::string path = "/api/v1/dead-letters";
  table.endpoints.push_back({.method = "GET",
                             .path = path + "/causes",
                             .right = Right::look,
                             .operation = "listCauses",
                             .tag = "dead-letters",
                             .summary = "What waits, by what one remedy mends, the largest group first",
                             .query = {{"flow", "string", "Only of this flow"}},
                             .answers = "Cause[]",
                             .handler = [hub](const Call& call) { return list_causes(call, hub); }});
  std::vector<api::Parameter> query = api::page_parameters();
  query.push_back({"flow", "string", "Only of this flow"});
  query.push_back({"cause", "string", "Only of this cause"});
  query.push_back({"code", "string", "Only with this reason first"});
  query.push_back({"state", "waiting|replayed|resolved|dismissed|all", "waiting where not given"});
  table.endpoints.push_back({.method = "GET",
                             .path = path,
                             .right = Right::letters,
                             .operation = "listLetters",
                             .tag = "dead-letters",
                             .summary = "Dead letters, the oldest first, persons' data masked",
                             .query = std::move(query),
                             .answers = "Letter[]",
                             .handler = [hub](const Call& call) { return list_letters(call, hub); }});
  table.endpoints.push_back({.method = "GET",
                             .path = path + "/{letter}",
                             .right = Right::letters,
                             .operation = "getLetter",
                             .tag = "dead-letters",
                             .summary = "One dead letter without its record",
                             .answers = "LetterDetail",
                             .handler = [hub](const Call& call) { return get_letter(call, hub); }});
  table.endpoints.push_back({.method = "POST",
                             .path = path + "/{letter}/unmask",
                             .right = Right::unmask,
                             .operation = "unmaskLetter",
                             .tag = "dead-letters",
                             .summary = "One dead letter with its record; the purpose is logged",
                             .takes = "Purpose",
                             .answers = "LetterDetail",
                             .handler = [hub](const Call& call) { return unmask(call, hub); }});
}

}  // namespace lt::app
