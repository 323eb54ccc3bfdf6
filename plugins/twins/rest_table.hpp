// The rows that the rest twin gives: stock of vaccines at facilities, a function of the seed, some changed by each
// advance.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

class RestTable {
 public:
  RestTable(std::uint64_t seed, std::uint64_t rows) : seed_(seed), rows_(rows) {}

  std::uint64_t advance();  // one row of each hundred changes, at least one in all
  std::uint64_t version() const { return version_; }
  // Indexes of the rows with updatedAt ≥ `since` (ISO 8601 in UTC; empty = all), in the table's order.
  std::vector<std::uint64_t> since(std::string_view since) const;
  // One row as a JSON object.
  std::string row(std::uint64_t index) const;

 private:
  std::string updated_at(std::uint64_t index) const;
  std::uint64_t changed(std::uint64_t index) const;

  std::uint64_t seed_, rows_, version_ = 0;
  std::map<std::uint64_t, std::uint64_t> changed_;  // row → the version that last changed it
};

}  // namespace lt::twins
