// Dead letters and their groups, as they are read.
#include "store/dead_letters.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"

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

}  // namespace

std::vector<DeadLetter> Reader::dead_letters(const LetterQuery& query) {
  const LetterConditions conditions(query);
  Statement& select = state_->prepared(std::string(letter_select) + conditions.text() + " ORDER BY d.id LIMIT ?7");
  const Resetting resetting(select);
  conditions.bind(select);
  select.bind(7, query.limit);
  std::vector<DeadLetter> letters;
  while (select.step()) letters.push_back(read_letter(select, state_->letter_keys.get()));
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

std::vector<LetterCount> Reader::dead_letter_counts(std::string_view flow, std::optional<LetterState> state) {
  const LetterQuery query{.flow = std::string(flow), .state = state};
  const LetterConditions conditions(query);
  Statement& select = state_->prepared(
      std::string("SELECT g.flow, g.state, g.letters, g.oldest, g.example, ") + cause_columns +
      " FROM (SELECT d.state, d.flow, d.cause, count(*) AS letters, min(d.first_seen) AS oldest, min(d.id) AS example "
      "FROM dead_letter d" +
      conditions.text() +
      " GROUP BY d.state, d.flow, d.cause) g LEFT JOIN letter_cause c ON c.id = g.cause "
      "ORDER BY g.flow, g.letters DESC, c.code, c.id, g.state");
  const Resetting resetting(select);
  conditions.bind(select);
  std::vector<LetterCount> counts;
  while (select.step()) {
    LetterCause cause = read_cause(select, 5);
    counts.push_back({.flow = select.string(0),
                      .reason_code = cause.code,
                      .state = static_cast<LetterState>(select.integer(1)),
                      .count = select.integer(2),
                      .cause = std::move(cause),
                      .oldest = select.integer(3),
                      .example = select.integer(4)});
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
