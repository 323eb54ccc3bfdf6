// Letters are found by indexes and rewritten in the order of their ids.
#include "store/letter_upkeep.hpp"

#include "store/dead_letters.hpp"
#include "store/transaction_state.hpp"

#include <string>
#include <vector>

namespace lt::store {

namespace {

constexpr int batch = 1'000;

// The letters after `last` that fit the condition, whose only other parameter is a text.
std::vector<DeadLetter> next_letters(Writer& writer, const std::string& condition, std::string_view text,
                                     std::int64_t last) {
  Statement& select = writer.prepared(std::string(letter_select) + " WHERE " + condition +
                                      " AND d.id > ? ORDER BY d.id LIMIT " + std::to_string(batch));
  const Resetting resetting(select);
  int parameter = 0;
  if (condition.find('?') != std::string::npos) select.bind(++parameter, text);
  select.bind(++parameter, last);
  std::vector<DeadLetter> letters;
  while (select.step()) letters.push_back(read_letter(select, writer.letter_keys.get()));
  return letters;
}

void rewrite_all(Writer& writer, const std::string& condition, std::string_view text = {}) {
  if (next_letters(writer, condition, text, 0).empty()) return;  // who opens a store in order waits for no turn
  for (std::int64_t last = 0;;) {
    TransactionState transaction(writer);
    const std::vector<DeadLetter> letters = next_letters(writer, condition, text, last);
    if (letters.empty()) return;
    for (const DeadLetter& letter : letters)
      if (letter.unreadable.empty()) rewrite_letter(transaction, letter);
    last = letters.back().id;
    transaction.commit();
  }
}

void seal_anew(Writer& writer, const SealingKeys& keys) {
  rewrite_all(writer, "d.sealed_by = ?", "");  // those that lie open
  for (const std::string& id :
       sealing_keys_in_use([&](const char* text) -> Statement& { return writer.prepared(text); }))
    if (id != keys.id() && keys.has(id)) rewrite_all(writer, "d.sealed_by = ?", id);
  rewrite_all(writer, "d.mended IS NOT NULL AND substr(d.mended, 1, 8) <> ?", keys.id());
}

}  // namespace

void bring_letters_up_to_date(Writer& writer) {
  if (writer.letter_keys) seal_anew(writer, *writer.letter_keys);
  rewrite_all(writer, "d.cause = ''");
}

}  // namespace lt::store
