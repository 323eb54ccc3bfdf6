// The stream `vaccinations`: citizens whose vaccinations changed between two moments, page by page.
#pragma once

#include "service.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::population {

// What a checkpoint says, in epoch milliseconds. A sweep is one window of time, read page by page.
struct SyncState {
  std::optional<std::int64_t> since;  // where this sweep's window begins, or the next one's
  std::optional<std::int64_t> until;  // where it ends; none: no sweep is going on
  std::int64_t page = 0;              // that the sweep goes on with

  // A text that is none of ours gives the beginning of everything.
  static SyncState parse(std::string_view text);
  std::string text() const;
};

// From the setting `vaccinations`.
class VaccinationSync {
 public:
  // Throws Failure misconfigured.
  explicit VaccinationSync(const sdk::Settings& settings);

  // Emits each person of each citizen, with a checkpoint after each page. Throws Failure.
  void read(Service& service, sdk::Reader& reader, std::string_view state) const;
  // One record of the last minute: reaches the system with its credentials.
  void check(Service& service, const sdk::Host& host) const;

 private:
  struct Window {
    std::int64_t from;
    std::int64_t to;
  };
  Answer page(Service& service, const sdk::Host& host, Window window, std::int64_t number, std::int64_t size) const;

  Headers headers_;
  std::string kind_;
  std::int64_t size_;
  std::int64_t first_page_;
  std::int64_t start_;
  std::int64_t overlap_ms_;
};

}  // namespace lt::population
