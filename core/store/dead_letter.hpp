// A record that could not go on, kept with the step, the reasons and the payload until it is replayed or dismissed.
#pragma once

#include "model/record.hpp"
#include "store/ledger.hpp"
#include "store/letter_cause.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// waiting → replayed (a person sent it again and it went through) | resolved (a good record of the same key came by
// itself) | dismissed (a person decided that it is not needed).
enum class LetterState : std::uint8_t { waiting, replayed, resolved, dismissed };

std::string_view to_string(LetterState state);

struct DeadLetter {
  std::int64_t id = 0;  // given by the store
  std::string flow;
  Direction direction = Direction::in;
  std::string key;   // the source's key of the record, or the row's key on the way out; unique within the flow
  RowId row = 0;     // on the way out: the canonical row; 0 on the way in
  std::string step;  // where it stopped: "map", "validate", "store", "write" …
  std::vector<model::Reason> reasons;
  std::string payload;        // the raw record, JSON
  std::int64_t raw_hash = 0;  // of the payload: the same hash again is the same letter seen once more
  RunId first_run = 0;        // set by the store
  RunId last_run = 0;
  std::int64_t times_seen = 0;
  Milliseconds first_seen = 0;
  Milliseconds last_seen = 0;
  LetterState state = LetterState::waiting;
  std::string closed_reason;               // what the person said when dismissing
  std::string cause = {};                  // its group's id, set by the store
  Milliseconds received = 0;               // when these very bytes came first, set by the store: the order of replaying
  std::optional<std::string> mended = {};  // what a person made of the payload; the payload stays as it came
  // Why payload and mended are empty and the reason is its cause's only: their key is missing, or they are damaged.
  std::string unreadable = {};
};

enum class LetterAct : std::uint8_t { mended, dismissed, reopened };

std::string_view to_string(LetterAct act);

// What a person did with a letter.
struct LetterEvent {
  Milliseconds at = 0;
  std::string who;
  LetterAct act = LetterAct::mended;
  std::string note;  // why it was dismissed
};

struct LetterQuery {
  std::string flow = {};  // empty: all
  std::optional<LetterState> state = LetterState::waiting;
  std::string reason_code = {};  // empty: all; else the code of the first reason
  std::int64_t after_id = 0;
  int limit = 100;
  std::string cause = {};                              // empty: all; else a group's id
  RowId row = 0;                                       // 0: all; else of this canonical row, on the way out
  std::optional<std::vector<std::string>> among = {};  // of these flows alone
};

// How many letters of one flow wait for one cause.
struct LetterCount {
  std::string flow;
  std::string reason_code;
  std::int64_t count = 0;
  LetterCause cause = {};
  Milliseconds oldest = 0;   // when the first of them was first seen
  std::int64_t example = 0;  // the first of them: its id
};

}  // namespace lt::store
