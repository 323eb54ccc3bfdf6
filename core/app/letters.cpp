// Choosing, describing, mending and dismissing dead letters.
#include "app/letters.hpp"

#include "app/run_text.hpp"
#include "base/utf8.hpp"
#include "sync/mending.hpp"
#include "sync/result_writer.hpp"

#include <boost/json.hpp>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace lt::app {

namespace json = boost::json;

std::string in_utf8(std::string_view bytes) {
  std::string text;
  repair_utf8(bytes, text);
  return text;
}

store::DeadLetter letter_of(store::Reader& reader, std::int64_t id) {
  if (auto letter = reader.dead_letter(id)) return std::move(*letter);
  throw Error(ErrorKind::misconfigured,
              "there is no dead letter " + std::to_string(id) + "; 'lienthong dead-letters list' shows them");
}

store::LetterQuery query_of(const Configuration& configuration, store::Reader& reader, const LetterChoice& choice) {
  if (!choice.flow.empty()) configuration.flow(choice.flow);
  if (!choice.cause.empty() && !reader.letter_cause(choice.cause))
    throw Error(ErrorKind::misconfigured,
                "there is no cause '" + choice.cause + "'; 'lienthong dead-letters causes' shows them");
  return {
      .flow = choice.flow, .state = store::LetterState::waiting, .reason_code = choice.reason, .cause = choice.cause};
}

std::vector<std::int64_t> chosen(const LetterChoice& choice, const Configuration& configuration,
                                 store::Reader& reader) {
  if (choice.ids.empty()) return reader.dead_letter_ids(query_of(configuration, reader, choice));
  std::vector<std::pair<Milliseconds, std::int64_t>> ordered;
  ordered.reserve(choice.ids.size());
  for (const auto id : choice.ids) {
    const store::DeadLetter letter = letter_of(reader, id);
    if (letter.state != store::LetterState::waiting)
      throw Error(ErrorKind::misconfigured,
                  "dead letter " + std::to_string(id) + " is " + std::string(to_string(letter.state)) + " already");
    ordered.emplace_back(letter.received, id);
  }
  std::ranges::sort(ordered);
  std::vector<std::int64_t> ids;
  ids.reserve(ordered.size());
  for (const auto& [received, id] : ordered)
    if (ids.empty() || ids.back() != id) ids.push_back(id);
  return ids;
}

void require_readable(const store::DeadLetter& letter) {
  if (letter.unreadable.empty()) return;
  throw Error(ErrorKind::misconfigured, "dead letter " + std::to_string(letter.id) + ": " + letter.unreadable);
}

std::string record_in(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw Error(ErrorKind::misconfigured, "the payload file " + file + " cannot be read");
  return sync::checked_record(text.str());
}

sync::Verdict verdict_on(const store::DeadLetter& letter, std::string_view record, const Configuration& configuration) {
  const sync::FlowDefinition& flow = configuration.flow(letter.flow);
  if (flow.direction != sync::Direction::in)
    throw Error(ErrorKind::misconfigured,
                "the records of '" + flow.name + "' are made of the hub's own rows; mend the row at its source");
  return sync::judge(configuration.mappings().in(flow.mapping), letter, record);
}

void refuse_mended(const store::DeadLetter& letter, std::string_view record, const Configuration& configuration) {
  const sync::Verdict verdict = verdict_on(letter, record, configuration);
  if (verdict.outcome != mapping::Outcome::dead) return;
  std::string reasons;
  for (const auto& reason : verdict.reasons) reasons += (reasons.empty() ? "" : "; ") + reason.message;
  throw Error(ErrorKind::misconfigured,
              "the mended record of dead letter " + std::to_string(letter.id) + " is still refused: " + reasons);
}

sync::Verdict mend_letter(store::Store& store, const Configuration& configuration, const store::DeadLetter& letter,
                          const std::string& record, const std::string& who) {
  require_readable(letter);
  if (record == letter.mended.value_or(letter.payload))
    throw Error(ErrorKind::misconfigured, "that is the record as it was; nothing was changed");
  sync::Verdict verdict = verdict_on(letter, record, configuration);
  store::Transaction transaction = store.begin();
  if (!transaction.mend_dead_letter(letter.id, record, who))
    throw Error(ErrorKind::misconfigured, "dead letter " + std::to_string(letter.id) + " is " +
                                              std::string(to_string(letter.state)) +
                                              ", so nothing was changed; only one that waits can be mended");
  transaction.commit();
  return verdict;
}

std::string_view name_of(mapping::Outcome outcome) {
  static constexpr std::string_view names[] = {"mapped", "filtered", "dead"};
  return names[static_cast<int>(outcome)];
}

std::vector<std::int64_t> dismiss_letters(store::Store& store, const Configuration& configuration,
                                          const LetterChoice& choice, const std::string& reason,
                                          const std::string& who) {
  std::vector<std::int64_t> ids;
  {
    store::Reader reader = store.reader();
    ids = chosen(choice, configuration, reader);
  }
  store::Transaction transaction = store.begin();
  for (const auto id : ids) {
    if (transaction.dismiss_dead_letter(id, reason, who)) continue;
    throw Error(ErrorKind::misconfigured,
                "dead letter " + std::to_string(id) + " does not wait, so nothing was dismissed");
  }
  transaction.commit();
  return ids;
}

void reopen_letters(store::Store& store, const std::vector<std::int64_t>& ids, const std::string& who) {
  store::Transaction transaction = store.begin();
  for (const auto id : ids) {
    if (transaction.reopen_dead_letter(id, who)) continue;
    throw Error(ErrorKind::misconfigured,
                "dead letter " + std::to_string(id) + " was not dismissed, so nothing was taken back");
  }
  transaction.commit();
}

std::string meaning_of(const std::string& reason_code, CommandLine& line) {
  const auto language = line.vietnamese() ? report::Language::vi : report::Language::en;
  return in(language, line.configuration().texts().reason(reason_code).meaning);
}

json::array reasons_json(const store::DeadLetter& letter) {
  json::array reasons = to_json(letter.reasons);
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    reasons[i].as_object()["place"] = sync::place_of(letter.payload, letter.reasons[i]);
  }
  return reasons;
}

json::object letter_json(const store::DeadLetter& letter, bool with_payload) {
  json::object object{{"id", letter.id},
                      {"flow", letter.flow},
                      {"direction", to_string(letter.direction)},
                      {"key", letter.key},
                      {"step", letter.step},
                      {"cause", letter.cause},
                      {"state", to_string(letter.state)},
                      {"times_seen", letter.times_seen},
                      {"first_seen", timestamp_text(letter.first_seen)},
                      {"last_seen", timestamp_text(letter.last_seen)},
                      {"mended", letter.mended.has_value()},
                      {"reasons", reasons_json(letter)}};
  if (!letter.closed_reason.empty()) object["closed_reason"] = letter.closed_reason;
  if (!letter.unreadable.empty()) object["unreadable"] = letter.unreadable;
  if (!with_payload) return object;
  object["payload"] = in_utf8(letter.payload);
  if (letter.mended) object["mended_payload"] = *letter.mended;
  return object;
}

bool says_nothing(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

std::string acting_person() {
  if (const char* caller = std::getenv("SUDO_USER"); caller != nullptr && *caller != '\0') return caller;
  const passwd* user = getpwuid(geteuid());
  return user != nullptr ? user->pw_name : std::to_string(geteuid());
}

std::map<std::string, store::Source> sources_of_letters(const Configuration& configuration) {
  std::map<std::string, store::Source> sources;
  for (const auto& flow : configuration.flows())
    if (flow.direction != sync::Direction::out) sources[flow.name] = {flow.system, flow.stream};
  return sources;
}

}  // namespace lt::app
