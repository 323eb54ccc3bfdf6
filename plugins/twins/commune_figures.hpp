// Figures of the real communes since 1/7/2025 that are simulated: nobody should take them for those of a statistics
// office.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lt::twins {

struct CommuneFigures {
  std::uint64_t population = 0, adults = 0;
  bool treatment_assured = false;
  double latitude = 0, longitude = 0;  // somewhere in the province, not where the commune is
};

CommuneFigures figures_of(std::uint64_t seed, std::string_view commune_code);
// CSV with the headers that config/systems/list_communes.yaml looks for, a line a commune, by code.
std::string commune_figures(std::uint64_t seed);

}  // namespace lt::twins
