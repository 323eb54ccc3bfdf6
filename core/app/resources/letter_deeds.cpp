// /api/v1/dead-letters, what persons do with them: mend, replay, dismiss, take a dismissal back.
#include "api/problem.hpp"
#include "app/letters.hpp"
#include "app/replaying.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/letter_answers.hpp"
#include "app/run_text.hpp"
#include "sync/mending.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

constexpr std::size_t most_named = 1'000;

std::string subject_of(const store::DeadLetter& letter) { return "dead-letter/" + std::to_string(letter.id); }

void require_state(const store::DeadLetter& letter, store::LetterState state) {
  if (letter.state == state) return;
  const std::string now(to_string(letter.state));
  throw Refusal(Trouble::conflict, {"bản ghi lỗi này đang ở trạng thái '" + now + "'",
                                    "this dead letter is " + now + ", so nothing was changed"});
}

store::DeadLetter letter_in(const Call& call, const HubView& hub, store::LetterState state) {
  store::Reader reader = hub.store.reader();
  store::DeadLetter letter = letter_asked(call, hub, reader);
  require_state(letter, state);
  return letter;
}

json::object detail_now(const HubView& hub, std::int64_t id) {
  store::Reader reader = hub.store.reader();
  return letter_detail(reader, *reader.dead_letter(id), hub.configuration, true);
}

Outcome mend(const Call& call, const HubView& hub) {
  const store::DeadLetter letter = letter_in(call, hub, store::LetterState::waiting);
  const std::string record = sync::checked_record(said(call, "payload"));
  const sync::Verdict verdict = mend_letter(hub.store, hub.configuration, letter, record, call.who.user);
  log_deed(call, hub, "letter_mend", subject_of(letter), said(call, "note"));
  store::DeadLetter judged = letter;
  judged.payload = record;
  judged.reasons = verdict.reasons;
  return {.body = json::object{{"letter", detail_now(hub, letter.id)},
                               {"outcome", name_of(verdict.outcome)},
                               {"reasons", letter_reasons(judged, hub.configuration, true)}}};
}

// Which letters the body names; `subject` says it in the audit log and in the job.
struct Choice {
  LetterChoice letters;
  std::string subject;
};

Choice choice_in(const Call& call, const HubView& hub) {
  Choice choice;
  choice.letters.flow = said(call, "flow");
  choice.letters.cause = said(call, "cause");
  if (const auto* ids = call.body.if_contains("letters")) {
    choice.letters.ids.reserve(ids->as_array().size());
    for (const auto& id : ids->as_array()) choice.letters.ids.push_back(id.as_int64());
  }
  if (choice.letters.ids.size() > most_named)
    throw Refusal(Trouble::not_acceptable_content, {"tối đa 1000 số; với nhiều hơn hãy chọn theo cause hoặc flow",
                                                    "at most 1,000 numbers; name more by their cause or flow"});
  const auto named = static_cast<int>(!choice.letters.flow.empty()) + static_cast<int>(!choice.letters.cause.empty()) +
                     static_cast<int>(!choice.letters.ids.empty());
  if (named != 1)
    throw Refusal(Trouble::not_acceptable_content,
                  {"chọn đúng một trong: letters, cause, flow", "name exactly one of letters, cause and flow"});
  if (!choice.letters.flow.empty()) {
    choice.subject = "flow/" + flow_of(call, hub.configuration, choice.letters.flow).name;
  } else if (!choice.letters.cause.empty()) {
    choice.subject = "cause/" + choice.letters.cause;
  } else {
    choice.subject = "dead-letter/" + std::to_string(choice.letters.ids.front());
    if (choice.letters.ids.size() > 1) choice.subject += " +" + std::to_string(choice.letters.ids.size() - 1);
  }
  return choice;
}

int rate_in(const Call& call) {
  const auto* rate = call.body.if_contains("rate");
  if (rate == nullptr) return sync::usual_rate;
  if (rate->as_int64() >= 1 && rate->as_int64() <= sync::highest_rate) return static_cast<int>(rate->as_int64());
  const std::string most = std::to_string(sync::highest_rate);
  throw Refusal(Trouble::not_acceptable_content, {"'rate' từ 1 đến " + most, "'rate' is between 1 and " + most});
}

// Runs one after the other; the job fails with the last run that failed.
JobResult replayed(const HubView& hub, const ReplayPlan& plan, int rate, const Jobs::Progress& progress,
                   const std::stop_token& stop) {
  JobResult end;
  json::array runs;
  json::value unreadable;
  replay_letters(plan, {hub.configuration, hub.runner, hub.store, hub.clock}, rate,
                 {.run =
                      [&](const sync::FlowDefinition& flow, const sync::RunResult& result) {
                        runs.push_back(to_json(result, flow));
                        if (!result.error) return;
                        end.error = result.error;
                        end.message = result.message;
                      },
                  .unreadable = [&](const std::string& why) { unreadable = json::value(why); },
                  .came_to = progress},
                 stop);
  if (!end.error && stop.stop_requested()) end.error = ErrorKind::cancelled;
  end.result = json::object{{"runs", std::move(runs)}, {"unreadable", std::move(unreadable)}};
  return end;
}

Outcome replay(const Call& call, const HubView& hub) {
  Choice choice = choice_in(call, hub);
  const auto* everywhere = call.body.if_contains("everywhere");
  const ReplayOrder order{.choice = std::move(choice.letters),
                          .rate = rate_in(call),
                          .everywhere = everywhere != nullptr && everywhere->as_bool()};
  ReplayPlan plan = [&] {
    store::Reader reader = hub.store.reader();
    return plan_replay(order, hub.configuration, reader);
  }();
  Job what{.kind = "replay", .subject = choice.subject, .systems = {}, .who = {}, .total = 0};
  what.systems.reserve(plan.size());
  for (const auto& [flow, ids] : plan) {
    what.systems.push_back(hub.configuration.flow(flow).system);
    *what.total += static_cast<std::int64_t>(ids.size());
  }
  const std::int64_t total = *what.total;
  Outcome begun = begin_job(
      call, hub, std::move(what),
      [hub, plan = std::move(plan), rate = order.rate](const Jobs::Progress& progress, const std::stop_token& stop) {
        return replayed(hub, plan, rate, progress, stop);
      });
  log_deed(call, hub, "letter_replay", choice.subject, std::to_string(total));
  return begun;
}

Outcome dismiss(const Call& call, const HubView& hub) {
  const std::string reason = said_why(call, "reason");
  const Choice choice = choice_in(call, hub);
  const auto ids = dismiss_letters(hub.store, hub.configuration, choice.letters, reason, call.who.user);
  log_deed(call, hub, "letter_dismiss", choice.subject, std::to_string(ids.size()) + ": " + reason);
  return {.body = json::object{{"dismissed", ids.size()}}};
}

Outcome reopen(const Call& call, const HubView& hub) {
  const store::DeadLetter letter = letter_in(call, hub, store::LetterState::dismissed);
  reopen_letters(hub.store, {letter.id}, call.who.user);
  log_deed(call, hub, "letter_reopen", subject_of(letter), said(call, "note"));
  return {.body = detail_now(hub, letter.id)};
}

const std::vector<api::Member> choice_members = {{"letters", "integer[]", "Their numbers", true},
                                                 {"cause", "string", "All that wait of this cause", true},
                                                 {"flow", "string", "All that wait of this flow", true}};

api::Schema chosen_with(const std::string& name, const std::string& note, std::vector<api::Member> more) {
  more.insert(more.begin(), choice_members.begin(), choice_members.end());
  return {name, note, std::move(more)};
}

void add_letter_deed_schemas(api::Table& table) {
  table.schemas.push_back(
      {"Mending",
       "What a person made of a record",
       {{"payload", "string", "The whole record, a JSON object"}, {"note", "string", "Kept in the audit log", true}}});
  table.schemas.push_back({"Mended",
                           "A mended letter, and what today's mapping says of the record",
                           {{"letter", "LetterDetail"},
                            {"outcome", "mapped|filtered|dead", "dead: it is still refused"},
                            {"reasons", "Reason[]", "Why it is still refused"}}});
  table.schemas.push_back(
      chosen_with("Replay", "Which letters go again: exactly one of letters, cause and flow",
                  {{"everywhere", "boolean", "Also those of the same rows that wait on the way to other systems", true},
                   {"rate", "integer", "At most so many a second, 1 to 5000; 500 where not given", true}}));
  table.schemas.push_back(chosen_with("Dismissal",
                                      "Which letters are not needed: exactly one of letters, cause and flow",
                                      {{"reason", "string", "Why; kept with the letter"}}));
  table.schemas.push_back({"Dismissed", "How many letters wait no more", {{"dismissed", "integer"}}});
  table.schemas.push_back(
      {"Reopening", "Why a dismissal is taken back", {{"note", "string", "Kept in the audit log", true}}});
}

}  // namespace

void add_letter_deeds(api::Table& table, const HubView& hub) {
  add_letter_deed_schemas(table);
  const std::string path = "/api/v1/dead-letters";
  const auto add = [&](const std::string& place, const char* operation, const char* summary, const char* takes,
                       const char* answers, Outcome (*handler)(const Call&, const HubView&)) -> api::Endpoint& {
    table.endpoints.push_back({.method = "POST",
                               .path = path + place,
                               .right = Right::operate,
                               .operation = operation,
                               .tag = "dead-letters",
                               .summary = summary,
                               .takes = takes,
                               .answers = answers,
                               .handler = [hub, handler](const Call& call) { return handler(call, hub); }});
    return table.endpoints.back();
  };
  add("/replay", "replayLetters", "Send letters again, mended or as they are", "Replay", "Job", replay).status = 202;
  add("/dismiss", "dismissLetters", "Decide that letters are not needed", "Dismissal", "Dismissed", dismiss);
  add("/{letter}/mend", "mendLetter", "Change a letter's record; the original stays beside it until it is replayed",
      "Mending", "Mended", mend);
  add("/{letter}/reopen", "reopenLetter", "Take a dismissal back", "Reopening", "LetterDetail", reopen);
}

}  // namespace lt::app
