// A folder (or one file) that is watched: which files are to be read, whether they are at rest, where read ones go.
#pragma once

#include <lienthong/sdk/host.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace lt::files {

/// What tells one version of a file from another, without reading it.
struct FileStamp {
  std::string name;  ///< within the folder
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since 1970
  std::int64_t changed_ms = 0;   ///< last change of content, name or rights; a copying program cannot set it back
  /// For stamps of one name.
  bool same_version(const FileStamp& other) const { return size == other.size && modified_ns == other.modified_ns; }
};

enum class PathKind { folder, folder_or_file };

inline constexpr const char* processed_folder = "processed";
inline constexpr const char* failed_folder = "failed";

/// Hidden files, those that end in ".part" and lock files of office programs ("~$…") are never listed.
class WatchedFolder {
 public:
  /// `path`: a folder, with glob patterns of the names in it (case ignored), or one file. `ours`: names that are never
  /// read, because the connector writes them itself.
  WatchedFolder(const std::filesystem::path& path, std::vector<std::string> patterns, PathKind kind,
                std::function<bool(const std::string&)> ours = {});

  /// Why it cannot be read or (where `writes`) written to; empty when all is well.
  std::string fault(bool writes) const;
  /// By name. Throws std::filesystem::filesystem_error when the folder cannot be read.
  std::vector<FileStamp> list() const;
  /// Waits once for those that changed within `stable`; what still changes then is left for the next read. Throws
  /// Failure unavailable when the folder cannot be read.
  std::vector<FileStamp> list_at_rest(const sdk::Host& host, sdk::milliseconds stable) const;
  /// The stamp now; size 0 and no times when the file is gone.
  FileStamp stamp(const std::string& name) const;
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  const std::filesystem::path& folder() const { return folder_; }

  /// Moves a file to the subfolder in one step; an older one of that name there becomes NAME.1, NAME.2 …
  void move_to(const char* subfolder, const std::string& name) const;

 private:
  bool wanted(const std::string& name) const;
  std::vector<FileStamp> list_or_unavailable() const;

  std::filesystem::path folder_;
  std::vector<std::string> patterns_;
  std::function<bool(const std::string&)> ours_;
  bool one_file_;
};

}  // namespace lt::files
