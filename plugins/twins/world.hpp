// The people of a made-up Thanh Hóa and their doses, each a pure function of the seed and of a number, so nothing is
// stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::twins {

struct Person {
  std::uint64_t index = 0;
  std::string name;  // NFC, each word with a capital
  bool male = true;
  std::int64_t birth = 0;  // days from 1970-01-01
  std::string
      citizen_id;  // 12 digits with an impossible province (999, 998 …); empty for small children and some of the old
  std::string old_id;         // 9 digits, 99…; empty for those born since 1990
  std::string insurance;      // 15 characters; empty for some adults
  std::string subscriber;     // nine digits after +84; a small child has a parent's
  std::string address;        // within the commune
  std::uint32_t commune = 0;  // in communes()
  unsigned priority_group = 16;

  // What a clerk writes into the field for a number: citizen number, else old number, else nothing.
  const std::string& identification() const { return citizen_id.empty() ? old_id : citizen_id; }
};

struct Dose {
  unsigned number = 1;
  unsigned vaccine = 0;          // see writing.hpp
  std::int64_t injected_at = 0;  // epoch ms
  std::string lot;
  std::uint32_t facility = 0;  // in facilities()
};

class World {
 public:
  explicit World(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t seed() const { return seed_; }

  // Four in a row are a household: father, mother, two children. Indexes up to ten million are distinct people.
  Person person(std::uint64_t index) const;
  bool has_citizen_id(std::uint64_t index) const;
  unsigned doses_of(std::uint64_t index) const;
  // `number` from 1 to doses_of(person.index).
  Dose dose(const Person& person, unsigned number) const;

  // The `ordinal`-th dose of the world, counted person by person.
  struct Place {
    std::uint64_t person;
    unsigned dose;
  };
  Place place(std::uint64_t ordinal) const;

  // The person who bears a citizen number, an old number or an insurance number (15 characters or its last 10).
  std::optional<std::uint64_t> find(std::string_view number) const;

 private:
  std::int64_t birth(std::uint64_t index) const;
  std::string citizen_id(std::uint64_t index, bool male, std::int64_t born) const;

  std::uint64_t seed_;
};

}  // namespace lt::twins
