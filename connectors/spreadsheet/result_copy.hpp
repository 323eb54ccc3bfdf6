// Writes what became of each row into a copy of its file, in the column that the form keeps for it.
#pragma once

#include "layout.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace lt::spreadsheet {

/// (sheet, row from 1) → what the column says.
using Results = std::map<std::pair<std::string, std::uint32_t>, std::string>;

/// The copy cannot be written: no right, no room. The results are right and may be written later.
struct CopyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ResultColumn {
  std::vector<std::string> headers;  ///< accepted for an existing column; the first is written where there is none
};

/// What an earlier copy says. Empty when there is none or the source was changed after it was written.
Results read_results(const std::filesystem::path& copy, const std::filesystem::path& source, const Layout& layout,
                     const ResultColumn& column);

/// Makes `copy` anew: all cells of `source` as they were read, with `results`. Written aside and renamed: a reader sees
/// the old copy or the new one. Throws FileError when the source cannot be copied, CopyError when the copy cannot be
/// written.
void write_results(const std::filesystem::path& source, const std::filesystem::path& copy, const Layout& layout,
                   const ResultColumn& column, const Results& results);

}  // namespace lt::spreadsheet
