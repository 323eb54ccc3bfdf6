// What was read so far, as the hub keeps it for us between reads.
#pragma once

#include "inbox.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::spreadsheet {

struct DoneFile {
  FileStamp stamp;
  std::string sha256;
  bool refused = false;  ///< the file as a whole could not be read
};

/// A file that is read in part: rows up to `row` of the sheet at `sheet` (in the order of reading) are stored.
struct Place {
  std::string name, sha256;
  std::size_t sheet = 0;
  std::uint32_t row = 0;
};

class ReadState {
 public:
  ReadState() = default;
  /// Throws std::runtime_error for a text that dump() did not make.
  explicit ReadState(std::string_view text);
  std::string dump() const;

  /// The version of this name that was read last.
  const DoneFile* find(const std::string& name) const;
  const DoneFile* find_content(const std::string& sha256) const;
  /// Replaces what was known of that name; the oldest are forgotten beyond ten thousand.
  void add(DoneFile file);

  std::vector<DoneFile> files;  ///< oldest first
  std::optional<Place> place;
};

}  // namespace lt::spreadsheet
