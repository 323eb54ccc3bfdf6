// Reads entries of a zip by pieces, within limits that stop a zip bomb.
#pragma once

#include "cell.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace lt::spreadsheet {

class ZipArchive {
 public:
  /// Throws FileError when the file is no zip or its directory is cut off.
  ZipArchive(const std::filesystem::path& file, const Limits& limits);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  /// Names compare without case, as Excel does.
  bool contains(const std::string& entry) const;
  /// Calls `take` until the end of the entry or until it says false; checks the CRC at the end. The entry must exist.
  void stream(const std::string& entry, const std::function<bool(std::string_view)>& take);
  /// A small part, whole; at most Limits::part_bytes.
  std::string read(const std::string& entry);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::spreadsheet
