// The folder (or the one file) that is watched: which files are to be read, whether they are at rest, where read ones
// go.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace lt::spreadsheet {

/// What tells one version of a file from another, without reading it.
struct FileStamp {
  std::string name;  ///< within the folder
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since 1970
  std::int64_t changed_ms = 0;   ///< last change of content, name or rights; a copying program cannot set it back
  /// For stamps of one name.
  bool same_version(const FileStamp& other) const { return size == other.size && modified_ns == other.modified_ns; }
};

class Inbox {
 public:
  /// `path`: a folder, with glob patterns of the names in it (case ignored), or one file.
  Inbox(const std::filesystem::path& path, std::vector<std::string> patterns);

  /// Why it cannot be read or (where `writes`) written to; empty when all is well.
  std::string fault(bool writes) const;
  /// By name. Throws std::filesystem::filesystem_error when the folder cannot be read.
  std::vector<FileStamp> list() const;
  /// The stamp now; size 0 and no times when the file is gone.
  FileStamp stamp(const std::string& name) const;
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  const std::filesystem::path& folder() const { return folder_; }

  /// Moves a file to the subfolder in one step; an older one of that name there becomes NAME.1, NAME.2 …
  void move_to(const char* subfolder, const std::string& name) const;
  /// "danh_sach.xls" → "danh_sach.ketqua.xlsx"; "danh_sach.csv" → "danh_sach.ketqua.csv"; "danh_sach.xls" beside a
  /// "danh_sach.xlsx" → "danh_sach.xls.ketqua.xlsx".
  std::string result_name(const std::string& name, bool csv) const;
  /// Where a file that was read is now: in place, in processed/ or failed/; empty when it is gone.
  std::filesystem::path find(const std::string& name) const;

 private:
  bool wanted(const std::string& name) const;

  std::filesystem::path folder_;
  std::vector<std::string> patterns_;
  bool one_file_;
};

inline constexpr const char* processed_folder = "processed";
inline constexpr const char* failed_folder = "failed";

/// Hexadecimal digits. Throws FileError when the file cannot be read.
std::string sha256(const std::filesystem::path& file);

bool is_result_name(const std::string& name);

}  // namespace lt::spreadsheet
