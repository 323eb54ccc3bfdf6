// How a dead letter lies in a row: its reasons as JSON, and all that may name a person sealed.
#pragma once

#include "base/sealing.hpp"
#include "store/connection.hpp"
#include "store/dead_letter.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// SELECT … FROM dead_letter d …, for read_letter().
extern const char* const letter_select;
// `keys`: null where letters lie open. Never throws for a letter that does not open: it says so itself.
DeadLetter read_letter(const Statement& statement, const SealingKeys* keys);

// What the columns sealed_by, reasons, payload and mended hold of a letter.
struct LetterColumns {
  std::string sealed_by;  // the key's fingerprint; empty: open
  std::string reasons;    // empty where sealed: then they lie before the payload
  std::string payload;
  std::string mended;  // empty: none
};
LetterColumns columns_of(const DeadLetter& letter, const SealingKeys* keys);

// Fingerprints of the keys under which letters are sealed, each found by one step through the index.
template <class Prepared>  // Statement&(text)
std::vector<std::string> sealing_keys_in_use(const Prepared& prepared) {
  Statement& next = prepared("SELECT min(sealed_by) FROM dead_letter WHERE sealed_by > ?");
  std::vector<std::string> ids;
  for (std::string last;;) {
    const Resetting resetting(next);
    next.bind(1, std::string_view(last));
    if (!next.step() || next.is_null(0)) return ids;
    last = next.string(0);
    ids.push_back(last);
  }
}

class TransactionState;
struct Writer;

// Before the commit: brings letter_cause.waiting to what the transaction did.
void count_waiting_letters(Writer& writer);

// Writes a letter's cause and columns anew, under the key that seals today.
void rewrite_letter(TransactionState& state, const DeadLetter& letter);

std::string reasons_to_json(const std::vector<model::Reason>& reasons);
std::vector<model::Reason> reasons_from_json(std::string_view json);

}  // namespace lt::store
