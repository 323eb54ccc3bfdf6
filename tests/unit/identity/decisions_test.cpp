// Promises of merges, splits and their undoing: persons are a function of source records and of what stands in the log.
#include "identity/decisions.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

namespace {

using namespace lt::identity;

Judgement said(std::int64_t id, Saying saying, SourceId a, SourceId b) {
  Judgement made;
  made.id = id;
  made.saying = saying;
  made.a = a;
  made.b = b;
  return made;
}

Judgement undo(std::int64_t id, std::int64_t undone) {
  Judgement made;
  made.id = id;
  made.saying = Saying::undo;
  made.undone = undone;
  return made;
}

constexpr SourceId count = 30;

struct World {
  std::vector<SourceId> sources;
  std::vector<Tie> ties;
  std::vector<Judgement> log;

  explicit World(std::mt19937& draw) {
    for (SourceId source = 1; source <= count; ++source) sources.push_back(source);
    for (int i = 0; i < 8; ++i) ties.push_back({any(draw), any(draw)});
    for (int i = 1; i <= 25; ++i) {
      const auto id = static_cast<std::int64_t>(log.size()) + 1;
      const auto kind = draw() % 4;
      if (kind == 3 && id > 1) {
        log.push_back(undo(id, 1 + static_cast<std::int64_t>(draw()) % (id - 1)));
      } else {
        log.push_back(said(id, kind == 2 ? Saying::never : Saying::same, any(draw), any(draw)));
      }
    }
  }

  static SourceId any(std::mt19937& draw) { return 1 + static_cast<SourceId>(draw() % count); }
  Persons made() const { return persons(sources, ties, log); }
};

}  // namespace

TEST_CASE("any sequence of merges and splits undone gives the first state") {
  std::mt19937 draw(11);
  for (int round = 0; round < 300; ++round) {
    World world(draw);
    const Persons first = persons(world.sources, world.ties, {});
    const Persons said_so = world.made();
    // Everything that stands is undone, in any order.
    auto stands = standing(world.log);
    std::shuffle(stands.begin(), stands.end(), draw);
    for (const Judgement& entry : stands) {
      world.log.push_back(undo(static_cast<std::int64_t>(world.log.size()) + 1, entry.id));
    }
    CHECK(standing(world.log).empty());
    CHECK(world.made().person_of == first.person_of);
    // And the way there is the way back.
    auto there = moves(first, said_so), back = moves(said_so, first);
    for (Move& move : back) std::swap(move.from, move.to);
    CHECK(there == back);
  }
}

TEST_CASE("persons do not depend on the order in which sources, ties and the log are read") {
  std::mt19937 draw(12);
  for (int round = 0; round < 300; ++round) {
    World world(draw);
    const Persons before = world.made();
    std::shuffle(world.sources.begin(), world.sources.end(), draw);
    std::shuffle(world.ties.begin(), world.ties.end(), draw);
    std::shuffle(world.log.begin(), world.log.end(), draw);
    for (Tie& tie : world.ties) std::swap(tie.a, tie.b);
    CHECK(world.made().person_of == before.person_of);
  }
}

TEST_CASE("who was said never to be one are never one, and every join that is kept back is told") {
  std::mt19937 draw(13);
  for (int round = 0; round < 300; ++round) {
    const World world(draw);
    const Persons made = world.made();
    for (const Judgement& entry : standing(world.log)) {
      const bool one = made.person_of.at(entry.a) == made.person_of.at(entry.b);
      if (entry.saying == Saying::never && entry.a != entry.b) CHECK_FALSE(one);
      const bool told = std::any_of(made.refused.begin(), made.refused.end(), [&](const Tie& tie) {
        return std::minmax({tie.a, tie.b}) == std::minmax({entry.a, entry.b});
      });
      if (entry.saying == Saying::same) CHECK(one != told);
    }
  }
}

TEST_CASE("what was undone can be done again by undoing the undoing") {
  const std::vector<SourceId> sources{1, 2, 3};
  std::vector<Judgement> log{said(1, Saying::same, 1, 2), undo(2, 1)};
  CHECK(persons(sources, {}, log).person_of.at(2) == 2);
  log.push_back(undo(3, 2));
  CHECK(persons(sources, {}, log).person_of.at(2) == 1);
  CHECK(standing(log).size() == 1);
}

TEST_CASE("a person's never takes the first of two from what a key has joined, and its undoing joins it again") {
  const std::vector<SourceId> sources{1, 2, 3};
  const std::vector<Tie> ties{{1, 2}, {2, 3}};
  std::vector<Judgement> log{said(1, Saying::never, 1, 3)};
  const Persons split = persons(sources, ties, log);
  CHECK(split.person_of.at(1) == 1);
  CHECK(split.person_of.at(2) == 2);
  CHECK(split.person_of.at(3) == 2);
  REQUIRE(split.refused.size() == 1);
  log.push_back(undo(2, 1));
  CHECK(moves(split, persons(sources, ties, log)) == std::vector<Move>{{2, 2, 1}, {3, 2, 1}});
}
