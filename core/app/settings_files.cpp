// Which paths are files of a configuration, reading and writing them, and drafts of the whole folder.
#include "app/settings_files.hpp"

#include "app/secret_places.hpp"
#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "base/whole_file.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

struct Kind {
  std::string_view folder;  // with a slash: any .yaml in it; without: that very file
  std::string_view word;
};

constexpr std::array<Kind, 13> file_kinds = {{{"hub.yaml", "hub"},
                                              {"retention.yaml", "retention"},
                                              {"report.yaml", "report"},
                                              {"qr.yaml", "qr"},
                                              {"model/", "model"},
                                              {"reference/", "reference"},
                                              {"mappings/", "mapping"},
                                              {"systems/", "system"},
                                              {"flows/", "flow"},
                                              {"summaries/", "summary"},
                                              {"identity/", "identity"},
                                              {"report/", "report"},
                                              {"signers/", "signer"}}};

bool is_file_name(std::string_view name) {
  return name.size() > 5 && name.size() <= 120 && name.ends_with(".yaml") && !name.starts_with('.') &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                  c == '.';
         });
}

std::optional<std::string> content_of(const fs::path& file) {
  std::error_code absent;
  if (!fs::is_regular_file(file, absent)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

void replace_all(std::string& text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) text.erase(at, part.size());
}

}  // namespace

std::string_view kind_of_settings(std::string_view path) {
  for (const Kind& kind : file_kinds) {
    if (!kind.folder.ends_with('/')) {
      if (path == kind.folder) return kind.word;
    } else if (path.starts_with(kind.folder) && is_file_name(path.substr(kind.folder.size()))) {
      return kind.word;
    }
  }
  return {};
}

std::string settings_kinds() {
  std::vector<std::string_view> words;
  for (const Kind& kind : file_kinds)
    if (std::ranges::find(words, kind.word) == words.end()) words.push_back(kind.word);
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : "|").append(word);
  return text;
}

std::string text_tag(std::string_view text) { return sha256(text).substr(0, 16); }

SettingsFiles::SettingsFiles(fs::path folder, const HubSettings& hub)
    : folder_(std::move(folder)), hidden_{hub.secrets, master_key_file(hub)} {
  if (hub.tls) hidden_.push_back(hub.tls->key);
  for (auto& file : hidden_) file = fs::weakly_canonical(file);
}

// A link that leads elsewhere is none of the configuration's files.
bool SettingsFiles::is_ours(std::string_view path) const {
  if (kind_of_settings(path).empty()) return false;
  std::error_code failed;
  const fs::path file = fs::weakly_canonical(folder_ / path, failed);
  const fs::path home = fs::weakly_canonical(folder_, failed);
  return !failed && file.lexically_relative(home).string() == path && std::ranges::find(hidden_, file) == hidden_.end();
}

std::map<std::string, std::string> SettingsFiles::texts() const {
  std::map<std::string, std::string> texts;
  const auto add = [&](const std::string& path) {
    if (auto text = read(path)) texts.emplace(path, std::move(*text));
  };
  for (const Kind& kind : file_kinds) {
    if (!kind.folder.ends_with('/')) {
      add(std::string(kind.folder));
      continue;
    }
    for (const auto& file : yaml_files(folder_ / kind.folder))
      add(std::string(kind.folder).append(file.filename().string()));
  }
  return texts;
}

std::optional<std::string> SettingsFiles::read(std::string_view path) const {
  return is_ours(path) ? content_of(folder_ / path) : std::nullopt;
}

void SettingsFiles::write(std::string_view path, const std::optional<std::string>& text) const {
  const fs::path file = folder_ / path;
  if (!is_ours(path))
    throw Error(ErrorKind::misconfigured, "'" + std::string(path) + "' is no file of a configuration");
  std::error_code failed;
  if (text) {
    fs::create_directories(file.parent_path(), failed);
    const fs::file_status former = fs::status(file, failed);
    const auto usual = own_only | fs::perms::group_read | fs::perms::others_read;
    write_whole(file, *text, fs::exists(former) ? former.permissions() : usual);
  } else if (!fs::remove(file, failed)) {
    throw Error(ErrorKind::denied, "the file " + file.string() + " cannot be removed: " + failed.message());
  }
}

bool SettingsFiles::writable() const { return ::access(folder_.c_str(), W_OK | X_OK) == 0; }

SettingsDraft::SettingsDraft(const fs::path& folder, std::string_view path, const std::optional<std::string>& text)
    : folder_((fs::absolute(folder) / ".").lexically_normal().parent_path()) {
  std::string made = (fs::temp_directory_path() / "lienthong-draft-XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr)
    throw Error(ErrorKind::unavailable, "no folder for a draft can be made in " + fs::temp_directory_path().string());
  draft_ = made;
  const fs::path changed = fs::path(path);
  const fs::path inner = changed.parent_path();  // empty, or one folder
  const auto link_all = [&](const fs::path& of, const fs::path& but) {
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(folder_ / of, absent))
      if (entry.path().filename() != but) fs::create_symlink(entry.path(), draft_ / of / entry.path().filename());
  };
  link_all({}, inner.empty() ? changed : inner);
  if (!inner.empty()) {
    fs::create_directory(draft_ / inner);
    link_all(inner, changed.filename());
  }
  if (text) std::ofstream(draft_ / changed, std::ios::binary) << *text;
}

SettingsDraft::~SettingsDraft() {
  std::error_code ignored;
  fs::remove_all(draft_, ignored);
}

std::vector<Violation> SettingsDraft::told(const std::vector<Violation>& violations) const {
  std::vector<Violation> list = violations;
  for (Violation& each : list) {
    for (const fs::path& place : {draft_, folder_}) {
      replace_all(each.file, place.string() + "/");
      replace_all(each.message, place.string() + "/");
    }
  }
  return list;
}

}  // namespace lt::app
