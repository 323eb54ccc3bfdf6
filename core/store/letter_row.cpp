// A dead letter as its row holds it: sealed or open.
#include "base/error.hpp"
#include "store/dead_letters.hpp"

#include <boost/json.hpp>

#include <utility>

namespace lt::store {

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

}  // namespace lt::store
