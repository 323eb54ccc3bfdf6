// Numbers from the seed and the commune's code.
#include "twins/commune_figures.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"

#include <charconv>
#include <cstdio>

namespace lt::twins {
namespace {

constexpr std::uint64_t use = 0x636f6d6dULL;

}  // namespace

CommuneFigures figures_of(std::uint64_t seed, std::string_view commune_code) {
  std::uint64_t code = 0;
  std::from_chars(commune_code.data(), commune_code.data() + commune_code.size(), code);
  Random random(seed, use, code);
  CommuneFigures made;
  made.population = 4'000 + random.below(36'000);
  made.adults = made.population * (66 + random.below(8)) / 100;
  made.treatment_assured = random.chance(90);
  made.latitude = 19.4 + static_cast<double>(random.below(1'000)) / 1'000;
  made.longitude = 104.6 + static_cast<double>(random.below(1'400)) / 1'000;
  return made;
}

std::string commune_figures(std::uint64_t seed) {
  std::string made = "Mã xã,Dân số,Dân số từ 18 tuổi,Bảo đảm thu dung điều trị,Số liệu ngày,Vĩ độ,Kinh độ\n";
  for (const auto& commune : new_communes()) {
    const auto figures = figures_of(seed, commune.code);
    char line[128];
    std::snprintf(line, sizeof line, "%.*s,%llu,%llu,%s,01/07/2021,%.3f,%.3f\n", static_cast<int>(commune.code.size()),
                  commune.code.data(), static_cast<unsigned long long>(figures.population),
                  static_cast<unsigned long long>(figures.adults), figures.treatment_assured ? "Có" : "Không",
                  figures.latitude, figures.longitude);
    made += line;
  }
  return made;
}

}  // namespace lt::twins
