// The Ministry's Excel list (contracts/vaccination_portal.md) filled with people of the world, some of its rows wrong
// on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lt::twins {

enum class ListLayout {
  national,  // 26 columns
  vaccom,    // 27: also "Địa bàn cơ sở"
};

struct ListOptions {
  std::uint64_t seed = 38;
  std::uint64_t portal_records = 200'000;  // half of the people are also in a portal of that many records
  std::uint32_t rows = 1'000;              // at most 1,000,000
  std::uint32_t bad = 50;                  // of them; in ten ways, one after the other
  ListLayout layout = ListLayout::national;
};

struct BadRow {
  std::uint32_t row;   // as Excel counts, from 1
  std::string cell;    // "C17"
  std::string reason;  // missing_name, bad_birth_date …
  std::string value;   // what stands there
};

struct ListTruth {
  std::uint32_t first_row = 9;
  std::uint32_t rows = 0;
  std::uint32_t overlap = 0;     // good rows whose person the portal has too
  std::uint32_t good_doses = 0;  // in good rows
  std::vector<BadRow> bad;
};

// Writes the workbook; the same options give the same cells. Throws std::invalid_argument for options out of range,
// std::runtime_error where the file cannot be written.
ListTruth write_list(const ListOptions& options, const std::string& path);
std::string to_json(const ListTruth& truth, const ListOptions& options);

}  // namespace lt::twins
