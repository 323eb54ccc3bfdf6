// The portal's bulk list as an order of dose records with the mess of reality; any page is made alone from the seed.
#pragma once

#include "twins/world.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::twins {

// Why a record is invalid; the names stand in /twin/truth.
enum class Reason : std::uint8_t {
  bad_birth_date,
  unknown_vaccine,
  missing_name,
  bad_citizen_id,
  sex_contradicts_citizen_id,
  unknown_commune,
  dose_number_not_a_number,
  injection_in_future,
  missing_injection_date,
  injection_before_birth,
};
inline constexpr unsigned reason_count = 10;
std::string_view to_string(Reason reason);

// In each hundred positions three repeat an earlier record, one is invalid and two write a person differently.
// Positions never move: an advance changes one record of each hundred where it stands and appends it to the tail that
// `updatedFrom` sees.
class Feed {
 public:
  // `records`: positions in the full list, duplicates among them; at most eight million.
  Feed(std::uint64_t seed, std::uint64_t records);

  const World& world() const { return world_; }
  std::uint64_t records() const { return records_; }
  std::uint64_t distinct() const { return originals_; }

  // One record of a list, as it stands at `version` (the number of advances so far).
  struct Entry {
    std::uint64_t position = 0;  // of the original, never of a duplicate
    World::Place place{};
    bool variant = false;
    bool invalid = false;
    Reason reason{};
    std::uint64_t changed = 0;    // the version that last changed it; 0 = never
    std::int64_t updated_at = 0;  // epoch ms
  };

  // Entries `first` … of the records with updatedAt ≥ `from` (0 = all), `limit` at most.
  std::vector<Entry> list(std::int64_t from, std::uint64_t version, std::uint64_t first, std::uint64_t limit) const;
  std::uint64_t total(std::int64_t from, std::uint64_t version) const;

  struct Truth {
    std::uint64_t duplicates = 0, variants = 0, persons = 0, valid_persons = 0, valid_doses = 0;
    std::map<Reason, std::uint64_t> by_reason;
    std::vector<std::pair<World::Place, Reason>> invalid;
  };
  Truth truth() const;

 private:
  static constexpr unsigned hundred = 100;
  enum class Role : std::uint8_t { clean, duplicate, variant, invalid };
  struct Block {
    std::array<Role, hundred> roles{};
    Reason reason{};
  };

  Block block(std::uint64_t number) const;
  std::array<bool, hundred> duplicates(std::uint64_t block) const;
  World::Place place_at(std::uint64_t position) const;
  std::uint64_t source_of(std::uint64_t position) const;
  std::uint64_t changed_position(std::uint64_t version, std::uint64_t block) const;
  std::uint64_t full_blocks() const { return records_ / hundred; }
  std::int64_t updated_at(std::uint64_t position, std::uint64_t changed) const;
  Entry entry(std::uint64_t position, std::uint64_t version) const;
  // Where a list from a time starts: in the full list, then in the changes.
  std::pair<std::uint64_t, std::uint64_t> start(std::int64_t from) const;

  World world_;
  std::uint64_t records_, originals_ = 0, stride_ = 1;
};

// What a province corrected of a person, by index: the portal's field → its JSON. It stands in every record that was
// not changed by an advance after `version`.
struct Corrected {
  std::uint64_t version = 0;
  std::map<std::string, std::string, std::less<>> fields;
};
using Corrections = std::map<std::uint64_t, Corrected>;

// "TC38-000000123-2": the record's id on the portal.
std::string record_id(World::Place place);
// Appends the record as a JSON object (contracts/vaccination_portal.md, the union of person and dose).
void append_record(std::string& out, const World& world, const Feed::Entry& entry, const Corrections& corrections = {});

}  // namespace lt::twins
