// The catalogue of Vietnam's administrative units: by code, by name, and from the old units to the new ones.
#pragma once

#include "units/unit.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::units {

using Units = std::vector<const Unit*>;  // ordered by code
using UnitSpan = std::span<const Unit* const>;

// Immutable once loaded and so safe for any number of threads. A search gives every unit that the words can mean: one
// is an answer, several are candidates for a person to choose from, none is unknown. Nothing is ever guessed.
class Catalogue {
 public:
  // Throws Error(misconfigured) where the file is missing or no catalogue.
  static Catalogue load(const std::filesystem::path& file);
  // units.tsv, as shared_file() finds it.
  static std::filesystem::path default_path();

  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  // The unit with this code; its level follows from the number of digits (2, 3, 5). Null where there is none.
  const Unit* by_code(std::string_view code, Era era) const;

  // By a path of names, "Xã Tân Phú, Huyện Tân Phú, Tỉnh Đồng Nai", from the smallest to the largest, divided by commas
  // (or " - "); parts left of the commune (house, village) and a last "Việt Nam" are passed over. Without type words,
  // without marks, in any case and with TP. TX. TT. P. X. H. Q. as well. A type word that differs from the unit's own
  // narrows a choice but excludes nothing, for a xã becomes a phường. Where marks stand anywhere in the text, they
  // decide between names that differ in marks alone. Units of every level are found unless `level` is given.
  Units find(std::string_view path, Era era, std::optional<Level> level = std::nullopt) const;

  // The same with the names apart; an empty name is one that is not known. Old era: within the district where it is
  // given. New era: `district` must be empty, for there are none.
  Units find_commune(std::string_view commune, std::string_view district, std::string_view province, Era era) const;
  Units find_district(std::string_view district, std::string_view province) const;
  Units find_province(std::string_view province, Era era) const;

  // What an old unit became: one new unit, or several where it was divided, or none where nothing is published.
  // Known for communes, for provinces, and for the five island districts that had no communes.
  UnitSpan successors(const Unit& old_unit) const;
  // The old units that a new one was made of, wholly or in part.
  UnitSpan predecessors(const Unit& new_unit) const;

  UnitSpan children(const Unit& unit) const;  // listed units only, ordered by code
  UnitSpan all(Level level, Era era) const;   // listed units only, ordered by code
  static std::string path(const Unit& unit);  // "Xã Tân Phú, Huyện Tân Phú, Tỉnh Đồng Nai"

 private:
  friend class CatalogueReader;
  friend class NameSearch;
  struct Data;
  explicit Catalogue(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace lt::units
