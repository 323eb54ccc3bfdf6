// Reads streams of a compound file (OLE2, [MS-CFB]), the container of .xls and of encrypted Office files.
#pragma once

#include "bytes.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lt::spreadsheet {

class CompoundFile {
 public:
  /// Borrows `file`, the whole file. Throws FileError when header, sector table or directory are damaged.
  explicit CompoundFile(std::string_view file);

  bool contains(const std::string& stream) const { return entries_.contains(stream); }
  /// Copies the stream; throws FileError when its chain is broken.
  std::string read(const std::string& stream) const;

 private:
  struct Entry {
    std::uint32_t first_sector;
    std::uint64_t bytes;
  };
  void read_table();
  void read_directory();
  std::string_view sector(std::uint32_t index) const;
  std::string chain(std::uint32_t first, std::uint64_t max_bytes) const;
  std::string mini_chain(const Entry& entry) const;

  Bytes file_;
  std::size_t sector_bytes_ = 0;
  std::size_t mini_bytes_ = 0;
  std::vector<std::uint32_t> next_;       ///< of each sector
  std::vector<std::uint32_t> mini_next_;  ///< of each mini sector
  std::string mini_stream_;
  std::map<std::string, Entry> entries_;
};

}  // namespace lt::spreadsheet
