// People of the world as several clerks wrote them: most once, some again with mistakes, twins among them; who is who
// is known.
#pragma once

#include "twins/world.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace lt::twins {

struct NoisyOptions {
  std::uint64_t seed = 38;
  std::uint64_t people = 20'000;  // each written once
  unsigned noisy_percent = 10;    // of them written again, with one to three mistakes
  unsigned twins_percent = 3;     // of the households' two children are twins
  unsigned sparse_percent = 10;   // of the records have no numbers; as many no phone; as many no guardian
};

// What a second clerk does otherwise than the first.
enum class Noise : std::uint8_t {
  typo,        // a letter of the name wrong, missing, too much, or two swapped
  no_marks,    // the name without marks, or in another writing
  name_order,  // the given name first, or the family name last
  no_middle,   // a middle name left out
  turned_day,  // day and month swapped
  year_only,
  wrong_day,      // a digit of the date of birth
  moved,          // another commune and address
  other_address,  // the same commune, the address written otherwise
  changed_phone,
  no_citizen_id,
  wrong_citizen_id,  // a digit of it
  no_numbers,        // neither citizen nor old nor insurance number
};
inline constexpr unsigned noise_count = 13;

struct NoisyPerson {
  std::uint64_t person = 0;  // the truth: an index of the world
  std::string full_name;
  std::string birth_date;  // YYYY-MM-DD or YYYY
  std::string sex;         // M or F
  std::string citizen_id, old_citizen_id, insurance_number;
  std::string phones;            // E.164, the latest first, divided by ';'
  std::string old_commune_code;  // of before 1 July 2025
  std::string address;
  std::string guardian;  // a child's father
  std::vector<Noise> noises;
};

// `options.people` persons, then their noisy doubles.
std::uint64_t noisy_count(const NoisyOptions& options);
NoisyPerson noisy_person(const NoisyOptions& options, std::uint64_t record);

// All of them in an order that the seed shuffles, as comma-separated text with the columns that
// config/identity/person.yaml reads. The column `person` is the truth.
void write_noisy_people(const NoisyOptions& options, std::ostream& out);

}  // namespace lt::twins
