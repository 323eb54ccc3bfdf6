// Putting, mending, resolving and dismissing dead letters.
#include "store/dead_letters.hpp"

#include "base/error.hpp"
#include "store/transaction.hpp"
#include "store/transaction_state.hpp"
#include "store/value_list.hpp"

#include <algorithm>
#include <utility>

namespace lt::store {

std::string_view to_string(LetterState state) {
  static constexpr std::string_view names[] = {"waiting", "replayed", "resolved", "dismissed"};
  return names[static_cast<int>(state)];
}

std::string_view to_string(LetterAct act) {
  static constexpr std::string_view names[] = {"mended", "dismissed", "reopened"};
  return names[static_cast<int>(act)];
}

namespace {

void know_cause(TransactionState& state, const LetterCause& cause) {
  if (!state.known_causes.insert(cause.id).second) return;
  Statement& put = state.writer.prepared(
      "INSERT INTO letter_cause (id, flow, step, code, field, pointer, pattern) VALUES (?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING");
  int parameter = 0;
  for (const auto* part :
       {&cause.id, &cause.flow, &cause.step, &cause.code, &cause.field, &cause.pointer, &cause.pattern})
    put.bind(++parameter, std::string_view(*part));
  put.run();
}

constexpr auto waiting_state = static_cast<std::int64_t>(LetterState::waiting);

// How a letter stood before another came under its key.
struct Waited {
  bool before = false;
  std::string cause;
};

// Where the database is near; where it is far, put_letter_far tells it without a journey of its own.
Waited waited(Writer& writer, const DeadLetter& letter) {
  Statement& select = writer.prepared("SELECT state, cause FROM dead_letter WHERE flow = ? AND key = ?");
  const Resetting resetting(select);
  select.bind(1, std::string_view(letter.flow));
  select.bind(2, std::string_view(letter.key));
  if (!select.step()) return {};
  return {select.integer(0) == waiting_state, select.string(1)};
}

void note(Writer& writer, std::int64_t letter, LetterAct act, std::string_view who, std::string_view text) {
  Statement& put = writer.prepared("INSERT INTO letter_event (letter, at, who, act, note) VALUES (?, ?, ?, ?, ?)");
  put.bind(1, letter);
  put.bind(2, writer.clock->now());
  put.bind(3, who);
  put.bind(4, static_cast<int>(act));
  put.bind(5, text);
  put.run();
}

// Where the same bytes come again, what a person decided of them stands: a dismissed letter stays so, a mended one
// keeps what was made of it. Any other closed one waits again.
constexpr const char* put_letter =
    "INSERT INTO dead_letter (flow, direction, key, row, step, reason_code, reasons, payload, raw_hash, first_run, "
    "last_run, times_seen, first_seen, last_seen, state, cause, sealed_by, received) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, 1, ?11, ?11, 0, ?12, ?13, ?11) "
    "ON CONFLICT (flow, key) DO UPDATE SET row = excluded.row, step = excluded.step, "
    "reason_code = excluded.reason_code, reasons = excluded.reasons, payload = excluded.payload, "
    "last_run = excluded.last_run, last_seen = excluded.last_seen, times_seen = dead_letter.times_seen + 1, "
    "state = CASE WHEN dead_letter.state = 3 AND dead_letter.raw_hash = excluded.raw_hash THEN 3 ELSE 0 END, "
    "closed_reason = CASE WHEN dead_letter.state = 3 AND dead_letter.raw_hash = excluded.raw_hash "
    "THEN dead_letter.closed_reason ELSE '' END, "
    "closed = CASE WHEN dead_letter.state = 3 AND dead_letter.raw_hash = excluded.raw_hash THEN dead_letter.closed "
    "ELSE 0 END, "
    "cause = excluded.cause, sealed_by = excluded.sealed_by, "
    "received = CASE WHEN dead_letter.raw_hash = excluded.raw_hash THEN dead_letter.received ELSE excluded.received "
    "END, "
    "mended = CASE WHEN dead_letter.raw_hash = excluded.raw_hash THEN dead_letter.mended ELSE NULL END, "
    "raw_hash = excluded.raw_hash RETURNING times_seen, state";

const std::string put_letter_far =
    std::string("WITH former AS (SELECT state, cause FROM dead_letter WHERE flow = ?1 AND key = ?3) ") + put_letter +
    ", (SELECT state FROM former), (SELECT cause FROM former)";

}  // namespace

void count_waiting_letters(Writer& writer) {
  Statement& update = writer.prepared("UPDATE letter_cause SET waiting = waiting + ?2 WHERE id = ?1");
  for (const auto& [cause, more] : writer.more_waiting) {
    if (more == 0) continue;
    update.bind(1, std::string_view(cause));
    update.bind(2, more);
    update.run();
  }
}

bool Transaction::put_dead_letter(RunId run, const DeadLetter& letter) {
  Writer& writer = state_->writer;
  const LetterCause cause = cause_of(letter.flow, letter.step, letter.reasons);
  know_cause(*state_, cause);
  const LetterColumns columns = columns_of(letter, writer.letter_keys.get());
  const bool far = writer.connection.far();
  Waited former = far ? Waited() : waited(writer, letter);
  Statement& put = writer.prepared(far ? put_letter_far : put_letter);
  const Resetting resetting(put);
  put.bind(1, std::string_view(letter.flow));
  put.bind(2, static_cast<int>(letter.direction));
  put.bind(3, std::string_view(letter.key));
  put.bind(4, letter.row);
  put.bind(5, std::string_view(letter.step));
  put.bind(6, std::string_view(cause.code));
  put.bind(7, std::string_view(columns.reasons));
  put.bind(8, std::string_view(columns.payload));
  put.bind(9, letter.raw_hash);
  put.bind(10, run);
  put.bind(11, writer.clock->now());
  put.bind(12, std::string_view(cause.id));
  put.bind(13, std::string_view(columns.sealed_by));
  put.step();
  const bool is_new = put.integer(0) == 1;
  if (far && !is_new) former = {put.integer(2) == waiting_state, put.string(3)};
  if (former.before) --writer.more_waiting[former.cause];
  if (put.integer(1) == waiting_state) ++writer.more_waiting[cause.id];
  put.step();
  return is_new;
}

void rewrite_letter(TransactionState& state, const DeadLetter& letter) {
  const LetterCause cause = cause_of(letter.flow, letter.step, letter.reasons);
  know_cause(state, cause);
  const LetterColumns columns = columns_of(letter, state.writer.letter_keys.get());
  Statement& update = state.writer.prepared(
      "UPDATE dead_letter SET cause = ?, sealed_by = ?, reasons = ?, payload = ?, mended = nullif(?, '') WHERE id = ?");
  update.bind(1, std::string_view(cause.id));
  update.bind(2, std::string_view(columns.sealed_by));
  update.bind(3, std::string_view(columns.reasons));
  update.bind(4, std::string_view(columns.payload));
  update.bind(5, std::string_view(columns.mended));
  update.bind(6, letter.id);
  update.run();
  if (letter.state != LetterState::waiting || letter.cause == cause.id) return;
  --state.writer.more_waiting[letter.cause];
  ++state.writer.more_waiting[cause.id];
}

namespace {

// Those of the keys under which a letter waits, with their causes.
std::vector<std::pair<std::int64_t, std::string>> waiting_under(Writer& writer, std::string_view flow,
                                                                std::span<const std::string_view> keys) {
  const bool far = writer.connection.far();
  static const std::string of_many =
      "SELECT id, cause FROM dead_letter WHERE flow = ? AND state = 0 AND " + any_of("key", "TEXT[]");
  Statement& select = writer.prepared(
      far ? of_many : std::string("SELECT id, cause FROM dead_letter WHERE flow = ? AND key = ? AND state = 0"));
  std::vector<std::pair<std::int64_t, std::string>> letters;
  const auto read = [&] {
    while (select.step()) letters.emplace_back(select.integer(0), select.string(1));
  };
  if (far) {
    const Resetting resetting(select);
    select.bind(1, flow);
    select.bind_list(2, list_of(keys, [](std::string_view key) { return model::Value::text(key); }));
    read();
    return letters;
  }
  for (const std::string_view key : keys) {
    const Resetting resetting(select);
    select.bind(1, flow);
    select.bind(2, key);
    read();
  }
  // Two records of one batch may bear one key.
  std::ranges::sort(letters);
  const auto repeated = std::ranges::unique(letters);
  letters.erase(repeated.begin(), repeated.end());
  return letters;
}

}  // namespace

std::int64_t Transaction::resolve_dead_letters(std::string_view flow, std::span<const std::string_view> keys,
                                               LetterState as) {
  Writer& writer = state_->writer;
  {
    Statement& any = writer.prepared("SELECT 1 FROM dead_letter WHERE state = 0 AND flow = ? LIMIT 1");
    const Resetting resetting(any);
    any.bind(1, flow);
    if (!any.step()) return 0;
  }
  const auto letters = waiting_under(writer, flow, keys);
  Statement& close = writer.prepared("UPDATE dead_letter SET state = ?2, closed = ?3 WHERE id = ?1");
  for (const auto& [id, cause] : letters) {
    close.bind(1, id);
    close.bind(2, static_cast<int>(as));
    close.bind(3, writer.clock->now());
    close.run();
    --writer.more_waiting[cause];
  }
  return std::ssize(letters);
}

namespace {

// Runs what ends or begins the waiting of one letter at most and tells its cause; false where it changed none.
bool turned(Writer& writer, Statement& statement, int more) {
  const Resetting resetting(statement);
  if (!statement.step()) return false;
  writer.more_waiting[statement.string(0)] += more;
  statement.step();
  return true;
}

}  // namespace

bool Transaction::dismiss_dead_letter(std::int64_t id, std::string_view reason, std::string_view who) {
  Statement& dismiss = state_->writer.prepared(
      "UPDATE dead_letter SET state = 3, closed_reason = ?2, closed = ?3 WHERE id = ?1 AND state = 0 "
      "RETURNING cause");
  dismiss.bind(1, id);
  dismiss.bind(2, reason);
  dismiss.bind(3, state_->writer.clock->now());
  if (!turned(state_->writer, dismiss, -1)) return false;
  note(state_->writer, id, LetterAct::dismissed, who, reason);
  return true;
}

bool Transaction::reopen_dead_letter(std::int64_t id, std::string_view who) {
  Statement& reopen = state_->writer.prepared(
      "UPDATE dead_letter SET state = 0, closed_reason = '', closed = 0 WHERE id = ? AND state = 3 "
      "RETURNING cause");
  reopen.bind(1, id);
  if (!turned(state_->writer, reopen, 1)) return false;
  note(state_->writer, id, LetterAct::reopened, who, "");
  return true;
}

bool Transaction::mend_dead_letter(std::int64_t id, std::string_view payload, std::string_view who) {
  Writer& writer = state_->writer;
  std::optional<DeadLetter> letter;
  {
    Statement& select = writer.prepared(std::string(letter_select) + " WHERE d.id = ? AND d.state = 0");
    const Resetting resetting(select);
    select.bind(1, id);
    if (select.step()) letter = read_letter(select, writer.letter_keys.get());
  }
  if (!letter) return false;
  if (!letter->unreadable.empty())
    throw Error(ErrorKind::misconfigured, "dead letter " + std::to_string(id) + " is " + letter->unreadable);
  letter->mended = std::string(payload);
  rewrite_letter(*state_, *letter);
  note(writer, id, LetterAct::mended, who, "");
  return true;
}

}  // namespace lt::store
