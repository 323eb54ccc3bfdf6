// How far a table was read, as the hub keeps it for us between reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::sql_table {

struct ReadState {
  ReadState() = default;
  /// Throws std::exception for a text that dump() did not make.
  explicit ReadState(std::string_view text);
  std::string dump() const;

  std::string watermark;         ///< of the last row; empty: none was read, or there is no such column
  std::vector<std::string> row;  ///< key of the last row of a read that has not ended; empty: the read has ended
};

/// The watermark less `overlap`: seconds of a moment such as "2021-08-01 08:15:00.5+00", units of a whole number; any
/// other text as it is.
std::string earlier(const std::string& watermark, long long overlap);

}  // namespace lt::sql_table
