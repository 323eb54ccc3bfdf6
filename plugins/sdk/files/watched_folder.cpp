// Files of the watched folder.
#include <fnmatch.h>
#include <lienthong/files/watched_folder.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace lt::files {
namespace {

FileStamp stamp_of(const std::filesystem::path& file, const std::string& name) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return {name};
  return {name, static_cast<std::uint64_t>(found.st_size),
          std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec,
          std::int64_t{found.st_ctim.tv_sec} * 1000 + found.st_ctim.tv_nsec / 1'000'000};
}

}  // namespace

WatchedFolder::WatchedFolder(const std::filesystem::path& path, std::vector<std::string> patterns, PathKind kind,
                             std::function<bool(const std::string&)> ours)
    : folder_(path), patterns_(std::move(patterns)), ours_(std::move(ours)), one_file_(false) {
  if (kind == PathKind::folder) return;
  // A file that is not there yet looks like one: it has an ending, a folder as a rule has none.
  one_file_ = std::filesystem::is_regular_file(path) || (!std::filesystem::exists(path) && path.has_extension());
  if (!one_file_) return;
  folder_ = path.has_parent_path() ? path.parent_path() : ".";
  patterns_ = {path.filename().string()};
}

std::string WatchedFolder::fault(bool writes) const {
  const auto folder = folder_.string();
  if (!std::filesystem::is_directory(folder_))
    return "the folder " + folder + " is not there: create it or mount the share";
  if (::access(folder.c_str(), R_OK | X_OK) != 0)
    return "the folder " + folder + " cannot be read: give the hub's user the right to";
  if (writes && ::access(folder.c_str(), W_OK) != 0) {
    return "the folder " + folder +
           " cannot be written to: give the hub's user the right to, for results and moved files";
  }
  if (one_file_ && stamp(patterns_.front()).modified_ns == 0)
    return "the file " + file(patterns_.front()).string() + " is not there";
  return {};
}

bool WatchedFolder::wanted(const std::string& name) const {
  if (one_file_) return name == patterns_.front();
  if (name.starts_with(".") || name.starts_with("~$") || name.ends_with(".part")) return false;
  if (ours_ && ours_(name)) return false;
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const std::string& pattern) {
    return fnmatch(pattern.c_str(), name.c_str(), FNM_CASEFOLD) == 0;
  });
}

std::vector<FileStamp> WatchedFolder::list() const {
  std::vector<FileStamp> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    auto name = entry.path().filename().string();
    if (!wanted(name)) continue;
    auto found = stamp_of(entry.path(), name);
    if (found.modified_ns != 0) files.push_back(std::move(found));
  }
  std::sort(files.begin(), files.end(), [](const FileStamp& a, const FileStamp& b) { return a.name < b.name; });
  return files;
}

std::vector<FileStamp> WatchedFolder::list_or_unavailable() const {
  try {
    return list();
  } catch (const std::filesystem::filesystem_error& error) {
    throw sdk::unavailable(std::string("the folder cannot be read: ") + error.what());
  }
}

std::vector<FileStamp> WatchedFolder::list_at_rest(const sdk::Host& host, sdk::milliseconds stable) const {
  auto files = list_or_unavailable();
  const auto restless = [&](const FileStamp& file) {
    return stable.count() > 0 && host.now() - file.changed_ms < stable.count();
  };
  if (!std::any_of(files.begin(), files.end(), restless)) return files;
  host.sleep(stable);
  files = list_or_unavailable();
  std::erase_if(files, [&](const FileStamp& file) {
    if (!restless(file)) return false;
    host.info(file.name + " is still being written: it is left for the next run");
    return true;
  });
  return files;
}

FileStamp WatchedFolder::stamp(const std::string& name) const { return stamp_of(file(name), name); }

void WatchedFolder::move_to(const char* subfolder, const std::string& name) const {
  const auto place = folder_ / subfolder;
  std::filesystem::create_directory(place);
  if (std::filesystem::exists(place / name)) {
    unsigned number = 1;
    while (std::filesystem::exists(place / (name + "." + std::to_string(number)))) ++number;
    std::filesystem::rename(place / name, place / (name + "." + std::to_string(number)));
  }
  std::filesystem::rename(file(name), place / name);
}

}  // namespace lt::files
