// Rows of stock.
#include "twins/rest_table.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <algorithm>
#include <cstdio>

namespace lt::twins {
namespace {

enum RestTableUse : std::uint64_t { row_stock = 800, row_changes };

}  // namespace

std::uint64_t RestTable::advance() {
  ++version_;
  Random random(seed_, row_changes, version_);
  for (std::uint64_t first = 0; first < rows_; first += 100)
    changed_[first + random.below(std::min<std::uint64_t>(100, rows_ - first))] = version_;
  return version_;
}

std::uint64_t RestTable::changed(std::uint64_t index) const {
  const auto found = changed_.find(index);
  return found == changed_.end() ? 0 : found->second;
}

// Rows are a minute apart from 1/1/2024; an advance is a day after all of them, a second a row.
std::string RestTable::updated_at(std::uint64_t index) const {
  const auto start = days_of({2024, 1, 1}) * 86'400;
  const auto version = changed(index);
  if (version == 0) return iso_time(start + static_cast<std::int64_t>(index) * 60);
  const auto last = start + static_cast<std::int64_t>(rows_) * 60;
  return iso_time(last + static_cast<std::int64_t>(version) * 86'400 + static_cast<std::int64_t>(index / 100));
}

std::vector<std::uint64_t> RestTable::since(std::string_view since) const {
  std::vector<std::uint64_t> made;
  for (std::uint64_t i = 0; i < rows_; ++i)
    if (since.empty() || updated_at(i) >= since) made.push_back(i);
  return made;
}

std::string RestTable::row(std::uint64_t index) const {
  Random random(seed_, row_stock, index, changed(index));
  const auto& facility = facilities()[index % facilities().size()];
  const auto& commune = communes()[facility.commune];
  const auto vaccine = static_cast<unsigned>(index / facilities().size() % vaccine_count);
  char id[24];
  std::snprintf(id, sizeof id, "S%08llu", static_cast<unsigned long long>(index));
  const auto quoted = [](std::string_view text) { return '"' + std::string(text) + '"'; };
  std::string made = R"({"id":)" + quoted(id) + R"(,"vaccine":)" + quoted(vaccine_name(vaccine));
  made += R"(,"quantity":)" + std::to_string(random.below(5'000)) + R"(,"coldChain":)" +
          (random.chance(90) ? "true" : "false");
  made += R"(,"temperature":)" + std::to_string(2 + random.below(6)) + ".5" + R"(,"note":)" +
          (random.chance(20) ? "null" : R"("đủ hạn")");
  made += R"(,"facility":{"code":)" + quoted(facility.code) + R"(,"name":)" + quoted(facility.name) +
          R"(,"commune":{"code":)" + quoted(commune.code) + R"(,"name":)" + quoted(commune.name) +
          R"(}},"updatedAt":)" + quoted(updated_at(index)) + "}";
  return made;
}

}  // namespace lt::twins
