// What has been said of two source records (one person, never one person, taken back) and the persons that follow.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace lt::identity {

using SourceId = std::int64_t;

enum class Saying : std::uint8_t { same, never, undo };

// An entry of a log that only grows: nothing is changed or deleted, what was wrong is undone by a further entry. It
// speaks of source records, for these stay when rows come and go.
struct Judgement {
  std::int64_t id = 0;  // ascending in time
  Saying saying = Saying::same;
  SourceId a = 0, b = 0;    // of same and never; of never, `a` leaves where keys join the two
  std::int64_t undone = 0;  // of undo: the id of an earlier entry, which may be an undo itself
  std::string by;           // a person, or "lienthong" for what was merged by weight
  std::string reason;
};

// Two source records that keys of the model join.
struct Tie {
  SourceId a = 0, b = 0;
};

struct Persons {
  std::map<SourceId, SourceId> person_of;  // each source record's person, named by its least source record
  std::vector<Tie> refused;                // ties and sayings that a `never` keeps from joining, for a person to see
};

// Those of the log that are not undone, in the log's order, without undos.
std::vector<Judgement> standing(std::span<const Judgement> log);

// The persons, as a function of the sources, their ties by keys and what stands in the log, whatever order they come
// in: what people say joins before what keys say, each in the order of their ids, but ties of the first of a `never`
// last, for it is the one that leaves; nothing joins two groups between which a `never` stands. So when all that was
// said is undone, the first persons are back.
Persons persons(std::span<const SourceId> sources, std::span<const Tie> by_keys, std::span<const Judgement> log);

// The source records that change hands between two states, in order: what is to be moved and folded again.
struct Move {
  SourceId source = 0;
  SourceId from = 0, to = 0;  // persons, by their least source records
  bool operator==(const Move&) const = default;
};
std::vector<Move> moves(const Persons& before, const Persons& after);

}  // namespace lt::identity
