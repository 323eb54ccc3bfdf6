// Promises of people as several clerks wrote them.
#include "twins/noisy_people.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>

using namespace lt::twins;

TEST_CASE("noisy people are a function of the seed, and each double is of a different person") {
  const NoisyOptions options{.people = 2000};
  std::ostringstream once, again, other;
  write_noisy_people(options, once);
  write_noisy_people(options, again);
  write_noisy_people({.seed = 39, .people = 2000}, other);
  CHECK(once.str() == again.str());
  CHECK(once.str() != other.str());
  REQUIRE(noisy_count(options) == 2200);
  std::set<std::uint64_t> persons;
  for (std::uint64_t record = options.people; record < 2200; ++record) {
    persons.insert(noisy_person(options, record).person);
  }
  CHECK(persons.size() == 200);
  CHECK(*persons.rbegin() < 2000);
}

TEST_CASE("every kind of mistake occurs, and nobody's number is real") {
  const NoisyOptions options{.people = 10'000};
  std::set<Noise> seen;
  std::size_t without = 0;
  for (std::uint64_t record = 0; record < noisy_count(options); ++record) {
    const NoisyPerson person = noisy_person(options, record);
    seen.insert(person.noises.begin(), person.noises.end());
    CHECK(person.noises.empty() == (record < options.people));
    if (person.citizen_id.empty()) {
      ++without;
    } else {
      CHECK(person.citizen_id.starts_with("99"));
      CHECK(person.citizen_id.size() == 12);
    }
    CHECK((person.birth_date.size() == 10 || person.birth_date.size() == 4));
  }
  CHECK(seen.size() == noise_count);
  CHECK(without > 1000);
}

TEST_CASE("twins share day, home and family name, bear neighbouring numbers, and are called differently") {
  const NoisyOptions options{.people = 4000, .noisy_percent = 0, .twins_percent = 100, .sparse_percent = 0};
  for (std::uint64_t home = 0; home < options.people; home += 4) {
    const NoisyPerson elder = noisy_person(options, home + 2), younger = noisy_person(options, home + 3);
    CHECK(elder.birth_date == younger.birth_date);
    CHECK(elder.address == younger.address);
    CHECK(elder.full_name != younger.full_name);
    CHECK(elder.full_name.substr(0, elder.full_name.find(' ')) ==
          younger.full_name.substr(0, younger.full_name.find(' ')));
    if (!elder.citizen_id.empty() && !younger.citizen_id.empty()) CHECK(elder.citizen_id != younger.citizen_id);
  }
}
