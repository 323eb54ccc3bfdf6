// What dead letters have in common, so that one remedy mends them all: where they stopped, on which field, and the
// reason without what differs from record to record. Pure.
#pragma once

#include "model/record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

struct LetterCause {
  std::string id;  // of all the others: ten hexadecimal digits, the same on every machine
  std::string flow;
  std::string step;
  std::string code;     // of the first reason, as are the rest
  std::string field;    // entity.field
  std::string pointer;  // into the record, positions in lists as *
  std::string pattern;  // the message, with … for every varying part
};

// A letter without reasons has the code "unknown".
LetterCause cause_of(std::string_view flow, std::string_view step, const std::vector<model::Reason>& reasons);

// What stands between quotes, words with digits, file names, paths and addresses become …; cut behind 160 bytes.
std::string reason_pattern(std::string_view message);
// "/doses/3/date" → "/doses/*/date"; also of several pointers with commas between them.
std::string pointer_pattern(std::string_view pointer);

}  // namespace lt::store
