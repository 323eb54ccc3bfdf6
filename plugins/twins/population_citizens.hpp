// The national population database's citizens with their doses, some of them wrong in the ways that an importer knows.
#pragma once

#include "twins/world.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

// What is wrong with a citizen's record; the names stand in /twin/truth, the numbers are those of
// contracts/population_database.md (0: none of them).
enum class CitizenFault : std::uint8_t {
  no_vaccine_name,
  unknown_vaccine,
  bad_injection_date,
  no_citizen_number,
  bad_birth_date,
  no_first_dose,
  dose_number_not_a_number,
  broken_body,
};
inline constexpr unsigned citizen_fault_count = 8;
std::string_view to_string(CitizenFault fault);

// People of the world who have a citizen number, each changed at its own moment. Not safe from many threads.
class Citizens {
 public:
  // `people`: of how many of the world.
  Citizens(std::uint64_t seed, std::uint64_t people);

  const World& world() const { return world_; }
  std::size_t size() const { return persons_.size(); }
  std::optional<CitizenFault> fault(std::size_t citizen) const;
  Person person(std::size_t citizen) const;

  // The citizens that changed from `from` to before `to` (epoch ms), oldest change first, `limit` of them behind
  // `first`.
  std::vector<std::size_t> changed(std::int64_t from, std::int64_t to, std::size_t first, std::size_t limit) const;
  // One in a hundred gets another telephone at this moment.
  void advance(std::int64_t now);
  void reset();

  // What the sync calls SoDinhDanh; empty where that is what is wrong.
  std::string number(std::size_t citizen) const;
  // The sync's Body before it is escaped: a JSON array of one person.
  std::string body(std::size_t citizen) const;

 private:
  std::int64_t changed_at(std::size_t citizen) const;

  World world_;
  std::vector<std::uint64_t> persons_;
  std::map<std::size_t, std::int64_t> later_;  // changed by an advance, at that moment
  std::uint64_t advances_ = 0;
};

}  // namespace lt::twins
