// Putting, resolving and dismissing dead letters.
#include "store/dead_letters.hpp"

#include "store/transaction.hpp"
#include "store/transaction_state.hpp"

#include <boost/json.hpp>

namespace lt::store {

std::string_view to_string(LetterState state) {
  static constexpr std::string_view names[] = {"waiting", "replayed", "resolved", "dismissed"};
  return names[static_cast<int>(state)];
}

const char* const letter_columns =
    "id, flow, direction, key, row, step, reasons, payload, raw_hash, first_run, last_run, times_seen, first_seen, "
    "last_seen, state, closed_reason";

DeadLetter read_letter(const Statement& statement) {
  DeadLetter letter;
  letter.id = statement.integer(0);
  letter.flow = statement.string(1);
  letter.direction = static_cast<Direction>(statement.integer(2));
  letter.key = statement.string(3);
  letter.row = statement.integer(4);
  letter.step = statement.string(5);
  letter.reasons = reasons_from_json(statement.text(6));
  letter.payload = statement.string(7);
  letter.raw_hash = statement.integer(8);
  letter.first_run = statement.integer(9);
  letter.last_run = statement.integer(10);
  letter.times_seen = statement.integer(11);
  letter.first_seen = statement.integer(12);
  letter.last_seen = statement.integer(13);
  letter.state = static_cast<LetterState>(statement.integer(14));
  letter.closed_reason = statement.string(15);
  return letter;
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

bool Transaction::put_dead_letter(RunId run, const DeadLetter& letter) {
  Writer& writer = state_->writer;
  const std::string reasons = reasons_to_json(letter.reasons);
  const std::string code = letter.reasons.empty() ? "unknown" : letter.reasons.front().code;
  // A dismissed letter stays so while the source sends the very same record; any other closed one waits again.
  Statement& put = writer.prepared(
      "INSERT INTO dead_letter (flow, direction, key, row, step, reason_code, reasons, payload, raw_hash, first_run, "
      "last_run, times_seen, first_seen, last_seen, state) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, 1, ?11, ?11, 0) "
      "ON CONFLICT (flow, key) DO UPDATE SET row = excluded.row, step = excluded.step, "
      "reason_code = excluded.reason_code, reasons = excluded.reasons, payload = excluded.payload, "
      "last_run = excluded.last_run, last_seen = excluded.last_seen, times_seen = dead_letter.times_seen + 1, "
      "state = CASE WHEN dead_letter.state = 3 AND dead_letter.raw_hash = excluded.raw_hash THEN 3 ELSE 0 END, "
      "closed_reason = CASE WHEN dead_letter.state = 3 AND dead_letter.raw_hash = excluded.raw_hash "
      "THEN dead_letter.closed_reason ELSE '' END, "
      "raw_hash = excluded.raw_hash RETURNING times_seen");
  const Resetting resetting(put);
  put.bind(1, std::string_view(letter.flow));
  put.bind(2, static_cast<int>(letter.direction));
  put.bind(3, std::string_view(letter.key));
  put.bind(4, letter.row);
  put.bind(5, std::string_view(letter.step));
  put.bind(6, std::string_view(code));
  put.bind(7, std::string_view(reasons));
  put.bind(8, std::string_view(letter.payload));
  put.bind(9, letter.raw_hash);
  put.bind(10, run);
  put.bind(11, writer.clock->now());
  put.step();
  const bool is_new = put.integer(0) == 1;
  put.step();
  return is_new;
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
  Statement& close = writer.prepared("UPDATE dead_letter SET state = ?3 WHERE flow = ?1 AND key = ?2 AND state = 0");
  std::int64_t closed = 0;
  for (const std::string_view key : keys) {
    close.bind(1, flow);
    close.bind(2, key);
    close.bind(3, static_cast<int>(as));
    closed += close.run();
  }
  return closed;
}

bool Transaction::dismiss_dead_letter(std::int64_t id, std::string_view reason) {
  Statement& dismiss =
      state_->writer.prepared("UPDATE dead_letter SET state = 3, closed_reason = ?2 WHERE id = ?1 AND state = 0");
  dismiss.bind(1, id);
  dismiss.bind(2, reason);
  return dismiss.run() == 1;
}

}  // namespace lt::store
