// The order of the portal's list and what is wrong in it.
#include "twins/feed.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lt::twins;

namespace {

std::string text(const Feed& feed, std::int64_t from, std::uint64_t version, std::uint64_t first, std::uint64_t limit) {
  std::string made;
  for (const auto& entry : feed.list(from, version, first, limit)) {
    append_record(made, feed.world(), entry);
    made += '\n';
  }
  return made;
}

}  // namespace

TEST_CASE("the same seed gives the same bytes, whatever the page size, and another seed others") {
  const Feed one(38, 3'000), two(38, 3'000), other(39, 3'000);
  std::string pages;
  for (std::uint64_t first = 0; first < 3'000; first += 700) pages += text(two, 0, 0, first, 700);
  CHECK(text(one, 0, 0, 0, 3'000) == pages);
  CHECK(text(one, 0, 0, 0, 100) != text(other, 0, 0, 0, 100));
}

TEST_CASE("the truth counts what the list holds") {
  const Feed feed(38, 20'000);
  std::set<std::uint64_t> seen;
  std::set<std::string> valid_ids, invalid_ids;
  std::set<std::uint64_t> valid_people;
  std::uint64_t duplicates = 0, variants = 0;
  for (const auto& entry : feed.list(0, 0, 0, 20'000)) {
    if (!seen.insert(entry.position).second) {
      ++duplicates;
      continue;
    }
    variants += entry.variant;
    (entry.invalid ? invalid_ids : valid_ids).insert(record_id(entry.place));
    if (!entry.invalid) valid_people.insert(entry.place.person);
  }
  const auto truth = feed.truth();
  CHECK(duplicates == 600);
  CHECK(truth.duplicates == 600);
  CHECK(variants == 400);
  CHECK(truth.variants == 400);
  CHECK(truth.invalid.size() == 200);
  CHECK(invalid_ids.size() == 200);
  CHECK(truth.by_reason.size() == reason_count);
  for (const auto& [place, reason] : truth.invalid) CHECK(invalid_ids.count(record_id(place)) == 1);
  CHECK(truth.valid_doses == valid_ids.size());
  CHECK(truth.valid_persons == valid_people.size());
  CHECK(feed.distinct() == valid_ids.size() + invalid_ids.size());
}

TEST_CASE("a repeated record has been seen at least a thousand records before") {
  const Feed feed(38, 20'000);
  const auto entries = feed.list(0, 0, 0, 20'000);
  std::uint64_t repeated = 0;
  for (std::uint64_t i = 0; i < entries.size(); ++i) {
    if (entries[i].position == i) continue;
    ++repeated;
    CHECK(entries[i].position < i);
    if (i >= 2'500) CHECK(i - entries[i].position >= 1'000);
  }
  CHECK(repeated == 600);
}

TEST_CASE("a list of any length is whole, even one of a single record") {
  for (const std::uint64_t records : {1ULL, 2ULL, 60ULL, 99ULL, 100ULL, 101ULL, 163ULL}) {
    const Feed feed(5, records);
    std::set<std::string> ids;
    for (const auto& entry : feed.list(0, 0, 0, records)) ids.insert(record_id(entry.place));
    CHECK(ids.size() == feed.distinct());
    CHECK(feed.total(0, 0) == records);
  }
  CHECK_THROWS_AS(Feed(5, 0), std::invalid_argument);
  CHECK_THROWS_AS(Feed(5, 9'000'000), std::invalid_argument);
}

TEST_CASE("paging is stable while the portal advances") {
  const Feed feed(38, 5'000);
  const auto before = feed.list(0, 0, 0, 5'000);
  for (const std::uint64_t version : {1ULL, 2ULL, 7ULL}) {
    const auto after = feed.list(0, version, 0, 5'000);
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < before.size(); ++i) CHECK(after[i].position == before[i].position);
  }
  // A list of changes only grows at its end.
  const auto since = feed.list(0, 1, 0, 5'000);
  std::int64_t last = 0;
  for (const auto& entry : feed.list(0, 0, 0, 5'000)) last = std::max(last, entry.updated_at);
  const auto first = feed.list(last + 1, 1, 0, 10'000), second = feed.list(last + 1, 2, 0, 10'000);
  REQUIRE(first.size() == 50);
  REQUIRE(second.size() == 100);
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(second[i].position == first[i].position);
}

TEST_CASE("an advance changes one record of each hundred, and asking from the last time gives just these") {
  const Feed feed(38, 10'000);
  const auto before = feed.list(0, 0, 0, 10'000), after = feed.list(0, 1, 0, 10'000);
  std::set<std::uint64_t> changed;
  std::int64_t last = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    last = std::max(last, before[i].updated_at);
    if (after[i].changed == 0) continue;
    changed.insert(after[i].position);
    std::string one, two;
    append_record(one, feed.world(), before[i]);
    append_record(two, feed.world(), after[i]);
    CHECK(one != two);
    CHECK(after[i].updated_at > before[i].updated_at);
  }
  CHECK(changed.size() == 100);
  std::set<std::uint64_t> listed;
  for (const auto& entry : feed.list(last + 1, 1, 0, 10'000)) listed.insert(entry.position);
  CHECK(listed == changed);
  CHECK(feed.list(last + 1, 0, 0, 10'000).empty());
  // The time of the last record itself is inclusive.
  CHECK(feed.total(last, 0) == 1);
}

TEST_CASE("asking from the time of any change gives it and all later ones") {
  const Feed feed(38, 1'000);
  const auto all = feed.list(1, 3, 0, 10'000);
  for (const auto& entry : feed.list(0, 3, 0, 1'000)) {
    if (entry.changed == 0) continue;
    const auto from = feed.list(entry.updated_at, 3, 0, 10'000);
    REQUIRE_FALSE(from.empty());
    CHECK(from.front().position == entry.position);
    for (const auto& later : from) CHECK(later.updated_at >= entry.updated_at);
  }
  CHECK(all.size() == 1'000);
}
