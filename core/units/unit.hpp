// One administrative unit: a province, a district or a commune of before or since 1 July 2025.
#pragma once

#include <cstdint>
#include <string_view>

namespace lt::units {

enum class Level : std::uint8_t { province, district, commune };

// Codes live in two generations: most of today's communes bear a code that named another area before. Districts exist
// in the first only.
enum class Era : std::uint8_t { before_july_2025, since_july_2025 };

inline constexpr std::string_view first_day_of_new_units = "2025-07-01";

// The era that a canonical date or timestamp ("2021-05-03…", or a year alone) lies in.
constexpr Era era_on(std::string_view canonical_date) {
  return canonical_date < first_day_of_new_units ? Era::before_july_2025 : Era::since_july_2025;
}

// Lives as long as its catalogue.
struct Unit {
  std::string_view code;       // 2, 3 or 5 digits; empty where the published mapping names a unit without its code
  std::string_view type;       // "Xã"
  std::string_view name;       // "Tân Phú"
  std::string_view full_name;  // "Xã Tân Phú"
  Level level = Level::province;
  Era era = Era::before_july_2025;
  const Unit* parent = nullptr;  // null for a province
};

}  // namespace lt::units
