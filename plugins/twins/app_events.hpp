// What citizens do in the app: declarations, place check-ins and reports, each a pure function of the seed and a
// number.
#pragma once

#include "twins/world.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

// One record as it was after a change; every fourth record has changed once (version 2).
struct AppEvent {
  std::string id;
  int version = 1;
  std::int64_t updated_at = 0;  // epoch ms
  std::string json;
  bool wrong = false;  // no hub should take it
};

class AppEvents {
 public:
  // `count` records of each stream.
  AppEvents(std::uint64_t seed, std::uint64_t count) : world_(seed), count_(count) {}

  static bool has(std::string_view stream);  // declarations, checkins, reports
  std::uint64_t count() const { return count_; }
  int versions(std::uint64_t number) const { return number % 4 == 0 ? 2 : 1; }
  AppEvent event(std::string_view stream, std::uint64_t number, int version) const;
  // The records as they are now, those that changed at or after `updated_from` (epoch ms), oldest change first.
  std::vector<AppEvent> changed(std::string_view stream, std::int64_t updated_from) const;

 private:
  World world_;
  std::uint64_t count_;
};

}  // namespace lt::twins
