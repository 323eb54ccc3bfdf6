// A folder's files, by their names alone.
#include "app/backups.hpp"

#include "base/error.hpp"
#include "base/timestamp.hpp"
#include "store/transfer.hpp"

#include <algorithm>
#include <regex>

namespace lt::app {
namespace {

namespace fs = std::filesystem;

std::string backup_name(Milliseconds now) {
  std::string moment(canonical_timestamp(now));  // 2026-11-22T03:15:00…
  moment.resize(std::min(moment.size(), moment.find_first_of(".+Z")));
  std::erase_if(moment, [](char c) { return c == '-' || c == ':'; });
  return "lienthong-" + moment + ".db";
}

bool is_backup(const std::string& name) {
  static const std::regex pattern(R"(lienthong-\d{8}T\d{6}\.db)");
  return std::regex_match(name, pattern);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::create_directories(folder, error) && !error) return;
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error)
    throw Error(ErrorKind::denied, "the folder of backups " + folder.string() + " cannot be made: " + error.message());
}

}  // namespace

std::vector<Backup> Backups::list() const {
  std::vector<Backup> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(configuration_.hub().backups, none)) {
    const std::string name = entry.path().filename().string();
    if (is_backup(name) && entry.is_regular_file()) found.push_back({name, entry.file_size()});
  }
  std::ranges::sort(found, std::ranges::greater(), &Backup::name);
  return found;
}

std::optional<Backup> Backups::find(std::string_view name) const {
  auto backups = list();
  const auto found = std::ranges::find(backups, name, &Backup::name);
  return found == backups.end() ? std::nullopt : std::optional(std::move(*found));
}

Backup Backups::make(Milliseconds now, const std::stop_token& stop) const {
  const fs::path& folder = configuration_.hub().backups;
  make_folder(folder);
  const std::string name = backup_name(now);
  store::back_up_store(configuration_.store_options(store::Access::command), folder / name, configuration_.model(),
                       stop);
  return {name, fs::file_size(folder / name)};
}

bool Backups::remove(std::string_view name) const {
  const auto found = find(name);
  return found && fs::remove(configuration_.hub().backups / found->name);
}

}  // namespace lt::app
