// What a loaded catalogue holds; seen by the catalogue's own sources only.
#pragma once

#include "units/catalogue.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lt::units {

constexpr std::size_t slot_of(Level level, Era era) {
  return static_cast<std::size_t>(level) * 2 + static_cast<std::size_t>(era);
}
constexpr std::size_t slots = 6;

struct Catalogue::Data {
  std::string text;  // the file; every view of a unit points into it
  std::vector<Unit> units;
  std::vector<const Unit*> alias_of;  // by unit: the listed unit of which this is a later name, or null
  std::vector<std::uint64_t> keys;    // by unit: hash of its name's loose key
  std::unordered_map<std::string_view, const Unit*> codes[slots];
  std::vector<std::pair<std::uint64_t, const Unit*>> names[slots];  // ordered
  Units lists[slots];
  std::vector<Units> children;
  std::vector<Units> successors;
  std::vector<Units> predecessors;

  std::size_t index(const Unit& unit) const { return static_cast<std::size_t>(&unit - units.data()); }
  std::uint64_t key(const Unit& unit) const { return keys[index(unit)]; }
  const Unit* meant(const Unit& unit) const { return alias_of[index(unit)] ? alias_of[index(unit)] : &unit; }
};

}  // namespace lt::units
