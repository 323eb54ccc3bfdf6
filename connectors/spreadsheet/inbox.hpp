// The watched folder as lists need it: copies with results lie beside what they answer.
#pragma once

#include <lienthong/files/watched_folder.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace lt::spreadsheet {

using files::failed_folder;
using files::FileStamp;
using files::processed_folder;

class Inbox : public files::WatchedFolder {
 public:
  /// `path`: a folder, with glob patterns of the names in it (case ignored), or one file.
  Inbox(const std::filesystem::path& path, std::vector<std::string> patterns);

  /// "danh_sach.xls" → "danh_sach.ketqua.xlsx"; "danh_sach.csv" → "danh_sach.ketqua.csv"; "danh_sach.xls" beside a
  /// "danh_sach.xlsx" → "danh_sach.xls.ketqua.xlsx".
  std::string result_name(const std::string& name, bool csv) const;
  /// Where a file that was read is now: in place, in processed/ or failed/; empty when it is gone.
  std::filesystem::path find(const std::string& name) const;
};

/// Hexadecimal digits. Throws FileError when the file cannot be read.
std::string sha256(const std::filesystem::path& file);

bool is_result_name(const std::string& name);

}  // namespace lt::spreadsheet
