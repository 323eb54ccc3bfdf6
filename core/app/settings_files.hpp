// The files of a configuration as texts. Nothing outside of its folders is ever one of them, nor is what holds secrets.
#pragma once

#include "app/hub_settings.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::app {

// What a path such as "systems/portal.yaml" is: hub, model, reference, mapping, system, flow …; empty where no file of
// a configuration may bear it.
std::string_view kind_of_settings(std::string_view path);
// The words for it, divided by |.
std::string settings_kinds();

// Of a text; changes with it.
std::string text_tag(std::string_view text);

// Thread-safe; the files are read anew each time.
class SettingsFiles {
 public:
  SettingsFiles(std::filesystem::path folder, const HubSettings& hub);

  const std::filesystem::path& folder() const { return folder_; }
  // By path.
  std::map<std::string, std::string> texts() const;
  // Nothing where there is none, or what is there is not for others' eyes.
  std::optional<std::string> read(std::string_view path) const;
  // In the place of what is there; without a text, there is nothing afterwards. Throws Error denied.
  void write(std::string_view path, const std::optional<std::string>& text) const;
  bool writable() const;

 private:
  bool is_ours(std::string_view path) const;

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> hidden_;
};

// The folder as it would be with one file otherwise, for as long as this lives.
class SettingsDraft {
 public:
  // `text`: nothing: without that file.
  SettingsDraft(const std::filesystem::path& folder, std::string_view path, const std::optional<std::string>& text);
  ~SettingsDraft();
  SettingsDraft(const SettingsDraft&) = delete;

  const std::filesystem::path& folder() const { return draft_; }
  const std::filesystem::path& home() const { return folder_; }
  // With paths from the folder, as those of the folder's own files.
  std::vector<Violation> told(const std::vector<Violation>& violations) const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path draft_;
};

}  // namespace lt::app
