// Dead letters and their groups, as they are read.
#include "store/by_rows.hpp"
#include "store/dead_letters.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"

#include <algorithm>

namespace lt::store {

namespace {

// Conditions stand only where they are asked for, so that an index serves them.
class LetterConditions {
 public:
  explicit LetterConditions(const LetterQuery& query) : query_(query) {
    if (query.after_id > 0) add("d.id > ?1");
    if (query.state) add("d.state = ?2");
    if (!query.flow.empty()) add("d.flow = ?3");
    // A cause is one flow's, by which the index goes first.
    if (query.flow.empty() && !query.cause.empty()) add("d.flow = (SELECT flow FROM letter_cause WHERE id = ?5)");
    if (!query.reason_code.empty()) add("d.reason_code = ?4");
    if (!query.cause.empty()) add("d.cause = ?5");
    if (query.row != 0) add("d.row = ?6");
  }
  const std::string& text() const { return text_; }
  void bind(Statement& statement) const {
    if (query_.after_id > 0) statement.bind(1, query_.after_id);
    if (query_.state) statement.bind(2, static_cast<int>(*query_.state));
    if (!query_.flow.empty()) statement.bind(3, std::string_view(query_.flow));
    if (!query_.reason_code.empty()) statement.bind(4, std::string_view(query_.reason_code));
    if (!query_.cause.empty()) statement.bind(5, std::string_view(query_.cause));
    if (query_.row != 0) statement.bind(6, query_.row);
  }

 private:
  void add(const std::string& condition) { text_ += (text_.empty() ? " WHERE " : " AND ") + condition; }

  const LetterQuery& query_;
  std::string text_;
};

LetterCause read_cause(const Statement& statement, int column) {
  LetterCause cause;
  for (auto* part : {&cause.id, &cause.flow, &cause.step, &cause.code, &cause.field, &cause.pointer, &cause.pattern})
    *part = statement.string(column++);
  return cause;
}

constexpr const char* cause_columns = "c.id, c.flow, c.step, c.code, c.field, c.pointer, c.pattern";

bool fits(const LetterCause& cause, const LetterQuery& query) {
  return (query.flow.empty() || cause.flow == query.flow) && (query.cause.empty() || cause.id == query.cause) &&
         (query.reason_code.empty() || cause.code == query.reason_code) &&
         (!query.among || std::ranges::find(*query.among, cause.flow) != query.among->end());
}

std::vector<LetterCause> causes_of(ReaderState& state, const LetterQuery& query) {
  const bool waiting = query.state == LetterState::waiting;
  Statement& select = state.prepared(std::string("SELECT ") + cause_columns + " FROM letter_cause c" +
                                     (waiting ? " WHERE c.waiting > 0" : ""));
  const Resetting resetting(select);
  std::vector<LetterCause> causes;
  while (select.step())
    if (LetterCause cause = read_cause(select, 0); fits(cause, query)) causes.push_back(std::move(cause));
  return causes;
}

// The first letters of each cause and state are those of its part of the index; the first of all are among them.
std::vector<std::int64_t> ids_by_cause(ReaderState& state, const LetterQuery& query) {
  std::vector<int> states{0, 1, 2, 3};
  if (query.state) states = {static_cast<int>(*query.state)};
  Statement& select = state.prepared(
      "SELECT id FROM dead_letter WHERE state = ? AND flow = ? AND cause = ? AND id > ? ORDER BY id LIMIT ?");
  std::vector<std::int64_t> ids;
  for (const LetterCause& cause : causes_of(state, query)) {
    for (const int each : states) {
      const Resetting resetting(select);
      select.bind(1, each);
      select.bind(2, std::string_view(cause.flow));
      select.bind(3, std::string_view(cause.id));
      select.bind(4, query.after_id);
      select.bind(5, query.limit);
      while (select.step()) ids.push_back(select.integer(0));
    }
  }
  std::ranges::sort(ids);
  if (std::ssize(ids) > query.limit) ids.resize(static_cast<std::size_t>(query.limit));
  return ids;
}

std::vector<std::int64_t> ids_in_order(ReaderState& state, const LetterQuery& query) {
  const LetterConditions conditions(query);
  Statement& select = state.prepared("SELECT d.id FROM dead_letter d" + conditions.text() + " ORDER BY d.id LIMIT ?7");
  const Resetting resetting(select);
  conditions.bind(select);
  select.bind(7, query.limit);
  std::vector<std::int64_t> ids;
  while (select.step()) ids.push_back(select.integer(0));
  return ids;
}

bool by_cause(const LetterQuery& query) {
  return query.row == 0 &&
         (query.state || query.among || !query.flow.empty() || !query.cause.empty() || !query.reason_code.empty());
}

}  // namespace

std::vector<DeadLetter> Reader::dead_letters(const LetterQuery& query) {
  const Snapshot snapshot(*state_);
  const auto ids = by_cause(query) ? ids_by_cause(*state_, query) : ids_in_order(*state_, query);
  std::vector<DeadLetter> letters;
  letters.reserve(ids.size());
  each_by_rows([&](const std::string& text) -> Statement& { return state_->prepared(text); }, state_->connection.far(),
               std::string(letter_select) + " WHERE d.id", ids,
               [&](const Statement& select) { letters.push_back(read_letter(select, state_->letter_keys.get())); });
  std::ranges::sort(letters, {}, &DeadLetter::id);
  return letters;
}

std::vector<std::int64_t> Reader::dead_letter_ids(const LetterQuery& query) {
  const LetterConditions conditions(query);
  Statement& select =
      state_->prepared("SELECT d.id FROM dead_letter d" + conditions.text() + " ORDER BY d.received, d.id");
  const Resetting resetting(select);
  conditions.bind(select);
  std::vector<std::int64_t> ids;
  while (select.step()) ids.push_back(select.integer(0));
  return ids;
}

std::optional<DeadLetter> Reader::dead_letter(std::int64_t id) {
  Statement& select = state_->prepared(std::string(letter_select) + " WHERE d.id = ?");
  const Resetting resetting(select);
  select.bind(1, id);
  if (!select.step()) return std::nullopt;
  return read_letter(select, state_->letter_keys.get());
}

std::vector<LetterCount> Reader::dead_letter_counts(std::string_view flow) {
  Statement& select = state_->prepared(
      std::string("SELECT c.waiting, d.first_seen, d.id, ") + cause_columns +
      " FROM letter_cause c JOIN dead_letter d ON d.id = (SELECT w.id FROM dead_letter w WHERE w.state = 0 "
      "AND w.flow = c.flow AND w.cause = c.id ORDER BY w.id LIMIT 1) "
      "WHERE c.waiting > 0 AND (?1 = '' OR c.flow = ?1) ORDER BY c.flow, c.waiting DESC, c.code, c.id");
  const Resetting resetting(select);
  select.bind(1, flow);
  std::vector<LetterCount> counts;
  while (select.step()) {
    LetterCause cause = read_cause(select, 3);
    counts.push_back({.flow = cause.flow,
                      .reason_code = cause.code,
                      .count = select.integer(0),
                      .cause = std::move(cause),
                      .oldest = select.integer(1),
                      .example = select.integer(2)});
  }
  return counts;
}

std::optional<LetterCause> Reader::letter_cause(std::string_view id) {
  Statement& select = state_->prepared(std::string("SELECT ") + cause_columns + " FROM letter_cause c WHERE c.id = ?");
  const Resetting resetting(select);
  select.bind(1, id);
  if (!select.step()) return std::nullopt;
  return read_cause(select, 0);
}

std::vector<LetterEvent> Reader::letter_events(std::int64_t letter) {
  Statement& select = state_->prepared("SELECT at, who, act, note FROM letter_event WHERE letter = ? ORDER BY id");
  const Resetting resetting(select);
  select.bind(1, letter);
  std::vector<LetterEvent> events;
  while (select.step())
    events.push_back(
        {select.integer(0), select.string(1), static_cast<LetterAct>(select.integer(2)), select.string(3)});
  return events;
}

std::vector<std::string> Reader::letter_keys() {
  return sealing_keys_in_use([&](const char* text) -> Statement& { return state_->prepared(text); });
}

}  // namespace lt::store
