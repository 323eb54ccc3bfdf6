// Writes and reads instants in UTC.
#include "twins/fhir_moment.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace lt::twins {
using namespace std::chrono;

std::string fhir_instant(std::int64_t epoch_ms) {
  const sys_time<milliseconds> moment{milliseconds(epoch_ms)};
  const auto midnight = floor<days>(moment);
  const year_month_day date{midnight};
  const hh_mm_ss time{moment - midnight};
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text.data();
}

std::int64_t read_fhir_instant(std::string_view text) {
  if (text.starts_with("ge")) text.remove_prefix(2);
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (std::sscanf(std::string(text).c_str(), "%4d-%2d-%2dT%2d:%2d:%2d", &y, &mo, &d, &h, &mi, &s) != 6) return 0;
  const sys_days day{year{y} / mo / d};
  return duration_cast<milliseconds>((day + hours{h} + minutes{mi} + seconds{s}).time_since_epoch()).count();
}

}  // namespace lt::twins
