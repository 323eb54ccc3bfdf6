// Reading by stamp, writing whole.
#include "plugin_host/secrets_file.hpp"

#include "base/whole_file.hpp"
#include "base/yaml.hpp"

#include <boost/json.hpp>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace lt::plugin_host {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_value = 64u << 10;

// A sealed value opens under its own name only.
std::string bound_to(std::string_view name) { return "secret " + std::string(name); }

void check(const std::string& name, const std::string& value) {
  const bool named = !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
  if (!named || name.front() == '.')
    throw Error(ErrorKind::misconfigured, "a secret's name is of letters, digits, _ - and ., at most 100");
  if (value.empty() || value.size() > longest_value)
    throw Error(ErrorKind::misconfigured, "a secret's value is of 1 to 65536 bytes");
}

// Held while a file of the folder is changed.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& folder)
      : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX) != 0)
      throw Error(ErrorKind::denied,
                  "the folder " + folder.string() + " cannot be locked: " + std::generic_category().message(errno));
  }
  ~FolderLock() { ::close(descriptor_); }
  FolderLock(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace

std::optional<std::string> SecretsFile::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  if (!read_when_changed()) return std::nullopt;
  const auto entry = entries_.find(name);
  if (entry == entries_.end()) return std::nullopt;
  return opened(name, entry->second);
}

std::string SecretsFile::opened(std::string_view name, const Entry& entry) const {
  return entry.sealed ? keys_.to_open().open(entry.text, bound_to(name)) : entry.text;
}

std::vector<KeptSecret> SecretsFile::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<KeptSecret> kept;
  if (!read_when_changed()) return kept;
  kept.reserve(entries_.size());
  for (const auto& [name, entry] : entries_) kept.push_back({name, entry.sealed, entry.set, entry.by});
  return kept;
}

// False where there is no such file.
bool SecretsFile::read_when_changed() const {
  struct stat status{};
  if (stat(file_.c_str(), &status) != 0) {
    const std::error_code reason(errno, std::generic_category());
    entries_.clear();
    read_ = {-1, 0};
    if (reason == std::errc::no_such_file_or_directory) return false;
    throw Error(ErrorKind::misconfigured,
                "the file of secrets " + file_.string() + " cannot be read: " + reason.message());
  }
  if ((status.st_mode & 077) != 0) {
    throw Error(ErrorKind::misconfigured,
                "the file of secrets " + file_.string() + " may be read by others; run: chmod 600 " + file_.string());
  }
  const auto stamp = std::pair(status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec, status.st_ino);
  if (stamp == read_) return true;
  read();
  read_ = stamp;
  return true;
}

void SecretsFile::read() const {
  Violations violations;
  const YamlNode root = YamlNode::load_file(file_, violations);
  Entries entries;
  for (const auto& [name, value] : root.entries()) {
    if (!value.is_map()) {
      entries[name] = {.text = value.text(), .sealed = false, .set = {}, .by = {}};
      continue;
    }
    value.allow_only({"sealed", "set", "by"});
    entries[name] = {
        .text = value["sealed"].text(), .sealed = true, .set = value["set"].text_or(""), .by = value["by"].text_or("")};
  }
  violations.raise();
  entries_ = std::move(entries);
}

SecretsFile::Entry SecretsFile::sealed(const SealingKeys& keys, std::string_view name, Entry entry) {
  entry.text = keys.seal(entry.text, bound_to(name));
  entry.sealed = true;
  return entry;
}

void SecretsFile::change(const std::function<void(Entries&)>& work) {
  fs::create_directories(file_.parent_path());
  const FolderLock alone(file_.parent_path());
  const std::lock_guard lock(mutex_);
  Entries entries = read_when_changed() ? entries_ : Entries();
  work(entries);
  std::string text = "# Secrets of the hub; change them by: lienthong secrets\n";
  for (const auto& [name, entry] : entries) {
    const json::value value = entry.sealed ? json::value{{"sealed", entry.text}, {"set", entry.set}, {"by", entry.by}}
                                           : json::value(entry.text);
    text.append(json::serialize(json::value(name))).append(": ").append(json::serialize(value)).append("\n");
  }
  write_whole(file_, text, own_only);
  read_ = {-1, 0};
}

void SecretsFile::set(const std::string& name, const std::string& value, const std::string& when,
                      const std::string& by) {
  check(name, value);
  const SealingKeys keys = keys_.to_seal();
  change([&](Entries& entries) {
    entries[name] = sealed(keys, name, {.text = value, .sealed = false, .set = when, .by = by});
  });
}

bool SecretsFile::remove(const std::string& name) {
  const auto kept = list();
  if (std::ranges::find(kept, name, &KeptSecret::name) == kept.end()) return false;
  bool removed = false;
  change([&](Entries& entries) { removed = entries.erase(name) != 0; });
  return removed;
}

std::size_t SecretsFile::seal(const std::string& when, const std::string& by) {
  const auto kept = list();
  if (std::ranges::all_of(kept, &KeptSecret::sealed)) return 0;
  const SealingKeys keys = keys_.to_seal();
  std::size_t count = 0;
  change([&](Entries& entries) {
    for (auto& [name, entry] : entries) {
      if (entry.sealed) continue;
      entry = sealed(keys, name, {.text = entry.text, .sealed = false, .set = when, .by = by});
      ++count;
    }
  });
  return count;
}

// The new key is on the disk before anything is sealed by it, and the former until nothing is.
std::size_t SecretsFile::rotate(const std::string& when, const std::string& by) {
  if (keys_.own()) keys_.add_new();
  const SealingKeys keys = keys_.to_open();
  std::size_t count = 0;
  change([&](Entries& entries) {
    if (!keys_.own() && std::ranges::all_of(entries, [&](const auto& each) {
          return each.second.sealed && each.second.text.starts_with(keys.id());
        }))
      throw Error(
          ErrorKind::unsupported,
          std::string("the master key is given from outside: put a new one (openssl rand -base64 32) before it in ") +
              master_key_variable + " or the credential, and rotate again; then take the former out");
    for (auto& [name, entry] : entries) {
      if (entry.sealed) {
        entry.text = keys.open(entry.text, bound_to(name));
      } else {
        entry.set = when;
        entry.by = by;
      }
      entry = sealed(keys, name, std::move(entry));
      ++count;
    }
  });
  if (keys_.own()) keys_.drop_former();
  return count;
}

}  // namespace lt::plugin_host
