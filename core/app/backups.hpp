// Backups of the store that the hub makes itself: files of one folder, by the moment at which each was made.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lt::app {

struct Backup {
  std::string name;  // "lienthong-20261122T031500.db", the time of Viet Nam
  std::uintmax_t bytes = 0;
};

class Backups {
 public:
  // The configuration outlives it.
  explicit Backups(const Configuration& configuration) : configuration_(configuration) {}

  // The latest first.
  std::vector<Backup> list() const;
  std::optional<Backup> find(std::string_view name) const;
  // As store::back_up_store; the folder is made where it is missing, for the hub's user alone. Throws Error as that
  // does, and denied where the folder cannot be made.
  Backup make(Milliseconds now, const std::stop_token& stop) const;
  // False where there is none of that name.
  bool remove(std::string_view name) const;

 private:
  const Configuration& configuration_;
};

}  // namespace lt::app
