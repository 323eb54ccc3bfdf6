// Putting, mending, resolving and dismissing dead letters.
#include "store/dead_letters.hpp"

#include "base/error.hpp"
#include "store/transaction.hpp"
#include "store/transaction_state.hpp"

#include <boost/json.hpp>

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

const char* const letter_select =
    "SELECT d.id, d.flow, d.direction, d.key, d.row, d.step, d.reasons, d.payload, d.raw_hash, d.first_run, "
    "d.last_run, d.times_seen, d.first_seen, d.last_seen, d.state, d.closed_reason, d.cause, d.received, d.sealed_by, "
    "d.mended, c.code, c.field, c.pointer, c.pattern "
    "FROM dead_letter d LEFT JOIN letter_cause c ON c.id = d.cause";

namespace {

// A sealed text opens nowhere but with the letter that it was sealed for.
std::string place_of(const DeadLetter& letter, std::string_view part) {
  return letter.flow + '\n' + letter.key + '\n' + std::string(part);
}

// Reasons, whose JSON has no line breaks, and the payload behind them.
void open_letter(const Statement& statement, const SealingKeys& keys, DeadLetter& letter) {
  const std::string both = keys.open(statement.text(7), place_of(letter, "payload"));
  const std::size_t end = both.find('\n');
  std::optional<std::string> mended;
  if (!statement.is_null(19)) mended = keys.open(statement.text(19), place_of(letter, "mended"));
  letter.reasons = reasons_from_json(std::string_view(both).substr(0, end));
  letter.payload = both.substr(end + 1);
  letter.mended = std::move(mended);
}

void read_sealed(const Statement& statement, const SealingKeys* keys, DeadLetter& letter) {
  try {
    if (keys != nullptr) return open_letter(statement, *keys, letter);
    letter.unreadable = "sealed with the key " + statement.string(18) + ", and no keys were given";
  } catch (const Error& error) {
    letter.unreadable = error.what();
  }
  letter.reasons = {{statement.string(20), statement.string(21), statement.string(22), statement.string(23)}};
}

}  // namespace

DeadLetter read_letter(const Statement& statement, const SealingKeys* keys) {
  DeadLetter letter;
  letter.id = statement.integer(0);
  letter.flow = statement.string(1);
  letter.direction = static_cast<Direction>(statement.integer(2));
  letter.key = statement.string(3);
  letter.row = statement.integer(4);
  letter.step = statement.string(5);
  letter.raw_hash = statement.integer(8);
  letter.first_run = statement.integer(9);
  letter.last_run = statement.integer(10);
  letter.times_seen = statement.integer(11);
  letter.first_seen = statement.integer(12);
  letter.last_seen = statement.integer(13);
  letter.state = static_cast<LetterState>(statement.integer(14));
  letter.closed_reason = statement.string(15);
  letter.cause = statement.string(16);
  letter.received = statement.integer(17);
  if (!statement.text(18).empty()) {
    read_sealed(statement, keys, letter);
    return letter;
  }
  letter.reasons = reasons_from_json(statement.text(6));
  letter.payload = statement.string(7);
  if (!statement.is_null(19)) letter.mended = statement.string(19);
  return letter;
}

LetterColumns columns_of(const DeadLetter& letter, const SealingKeys* keys) {
  LetterColumns columns{{}, reasons_to_json(letter.reasons), letter.payload, letter.mended.value_or("")};
  if (keys == nullptr) return columns;
  columns.sealed_by = keys->id();
  columns.payload = keys->seal(columns.reasons + '\n' + letter.payload, place_of(letter, "payload"));
  columns.reasons.clear();
  if (letter.mended) columns.mended = keys->seal(*letter.mended, place_of(letter, "mended"));
  return columns;
}

std::string reasons_to_json(const std::vector<model::Reason>& reasons) {
  boost::json::array array;
  for (const model::Reason& reason : reasons)
    array.push_back(
        {{"code", reason.code}, {"field", reason.field}, {"pointer", reason.pointer}, {"message", reason.message}});
  return boost::json::serialize(array);
}

std::vector<model::Reason> reasons_from_json(std::string_view json) {
  std::vector<model::Reason> reasons;
  boost::json::error_code error;
  const auto value = boost::json::parse({json.data(), json.size()}, error);
  if (error || !value.is_array()) return reasons;
  for (const auto& item : value.get_array()) {
    const auto text = [&](const char* name) {
      const auto* member = item.is_object() ? item.get_object().if_contains(name) : nullptr;
      return member && member->is_string() ? std::string(member->get_string()) : std::string();
    };
    reasons.push_back({text("code"), text("field"), text("pointer"), text("message")});
  }
  return reasons;
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
    "raw_hash = excluded.raw_hash RETURNING times_seen";

}  // namespace

bool Transaction::put_dead_letter(RunId run, const DeadLetter& letter) {
  Writer& writer = state_->writer;
  const LetterCause cause = cause_of(letter.flow, letter.step, letter.reasons);
  know_cause(*state_, cause);
  const LetterColumns columns = columns_of(letter, writer.letter_keys.get());
  Statement& put = writer.prepared(put_letter);
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
}

std::int64_t Transaction::resolve_dead_letters(std::string_view flow, std::span<const std::string_view> keys,
                                               LetterState as) {
  Writer& writer = state_->writer;
  {
    Statement& waiting = writer.prepared("SELECT 1 FROM dead_letter WHERE state = 0 AND flow = ? LIMIT 1");
    const Resetting resetting(waiting);
    waiting.bind(1, flow);
    if (!waiting.step()) return 0;
  }
  Statement& close =
      writer.prepared("UPDATE dead_letter SET state = ?3, closed = ?4 WHERE flow = ?1 AND key = ?2 AND state = 0");
  std::int64_t closed = 0;
  for (const std::string_view key : keys) {
    close.bind(1, flow);
    close.bind(2, key);
    close.bind(3, static_cast<int>(as));
    close.bind(4, writer.clock->now());
    closed += close.run();
  }
  return closed;
}

bool Transaction::dismiss_dead_letter(std::int64_t id, std::string_view reason, std::string_view who) {
  Statement& dismiss = state_->writer.prepared(
      "UPDATE dead_letter SET state = 3, closed_reason = ?2, closed = ?3 WHERE id = ?1 AND state = 0");
  dismiss.bind(1, id);
  dismiss.bind(2, reason);
  dismiss.bind(3, state_->writer.clock->now());
  if (dismiss.run() != 1) return false;
  note(state_->writer, id, LetterAct::dismissed, who, reason);
  return true;
}

bool Transaction::reopen_dead_letter(std::int64_t id, std::string_view who) {
  Statement& reopen = state_->writer.prepared(
      "UPDATE dead_letter SET state = 0, closed_reason = '', closed = 0 WHERE id = ? AND state = 3");
  reopen.bind(1, id);
  if (reopen.run() != 1) return false;
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
