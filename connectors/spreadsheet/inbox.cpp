// Files of the watched folder.
#include "inbox.hpp"

#include "cell.hpp"

#include <fnmatch.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <memory>

namespace lt::spreadsheet {
namespace {

constexpr std::string_view result_mark = ".ketqua";

FileStamp stamp_of(const std::filesystem::path& file, const std::string& name) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return {name};
  return {name, static_cast<std::uint64_t>(found.st_size),
          std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec,
          std::int64_t{found.st_ctim.tv_sec} * 1000 + found.st_ctim.tv_nsec / 1'000'000};
}

}  // namespace

Inbox::Inbox(const std::filesystem::path& path, std::vector<std::string> patterns)
    : folder_(path), patterns_(std::move(patterns)), one_file_(std::filesystem::is_regular_file(path)) {
  // A file that is not there yet looks like one: it has an ending, a folder as a rule has none.
  if (!std::filesystem::exists(path) && path.has_extension()) one_file_ = true;
  if (!one_file_) return;
  folder_ = path.has_parent_path() ? path.parent_path() : ".";
  patterns_ = {path.filename().string()};
}

std::string Inbox::fault(bool writes) const {
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

bool Inbox::wanted(const std::string& name) const {
  if (one_file_) return name == patterns_.front();
  // "~$" marks the lock file that Excel keeps beside an open workbook.
  if (name.starts_with(".") || name.starts_with("~$") || is_result_name(name)) return false;
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const std::string& pattern) {
    return fnmatch(pattern.c_str(), name.c_str(), FNM_CASEFOLD) == 0;
  });
}

std::vector<FileStamp> Inbox::list() const {
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

FileStamp Inbox::stamp(const std::string& name) const { return stamp_of(file(name), name); }

void Inbox::move_to(const char* subfolder, const std::string& name) const {
  const auto place = folder_ / subfolder;
  std::filesystem::create_directory(place);
  if (std::filesystem::exists(place / name)) {
    unsigned number = 1;
    while (std::filesystem::exists(place / (name + "." + std::to_string(number)))) ++number;
    std::filesystem::rename(place / name, place / (name + "." + std::to_string(number)));
  }
  std::filesystem::rename(file(name), place / name);
}

std::filesystem::path Inbox::find(const std::string& name) const {
  for (const auto& place : {folder_, folder_ / processed_folder, folder_ / failed_folder}) {
    if (std::filesystem::is_regular_file(place / name)) return place / name;
  }
  return {};
}

std::string Inbox::result_name(const std::string& name, bool csv) const {
  const std::string ending = csv ? ".csv" : ".xlsx";
  const auto stem = std::filesystem::path(name).stem().string();
  const bool taken = name != stem + ending && !find(stem + ending).empty();
  return (taken ? name : stem) + std::string(result_mark) + ending;
}

std::string sha256(const std::filesystem::path& file) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::ifstream in(file, std::ios::binary);
  if (!in) throw FileError("the file cannot be opened: check its permissions");
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::string piece(1 << 16, '\0');
  do {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
  } while (in);
  if (in.bad()) throw FileError("the file cannot be read to its end: check the disk or the share");
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_DigestFinal_ex(context.get(), digest, &length);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < length; ++i) text += {digits[digest[i] >> 4], digits[digest[i] & 15]};
  return text;
}

bool is_result_name(const std::string& name) {
  return std::filesystem::path(name).stem().string().ends_with(result_mark);
}

}  // namespace lt::spreadsheet
