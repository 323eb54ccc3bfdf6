// Where changes of the configuration's files are taken in: checked as a whole, written, remembered, and put into force.
#pragma once

#include "app/resources/resources.hpp"
#include "app/settings_files.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lt::app {

struct WantedChange {
  std::string path;
  std::optional<std::string> text;  // nothing: without the file
  std::string kind;                 // of the change log; empty: by what happens to the file
  std::string reason;
};

// Thread-safe; what the view names outlives it.
class SettingsDesk {
 public:
  explicit SettingsDesk(const HubView& hub);

  const SettingsFiles& files() const { return files_; }
  access::ChangeLog& changes() { return hub_.access.changes(); }
  // Puts down what was edited in the files themselves.
  void look();
  // What would be wrong with the configuration if this file were so.
  std::vector<Violation> faults_with(const std::string& path, const std::optional<std::string>& text) const;

  // What the client's If-Match and If-None-Match ask of the file as it is. Throws Refusal.
  void require_known(const api::Call& call, const std::string& path, const std::optional<std::string>& present) const;
  // Answers SettingsWritten. `require` is asked once nobody else writes. Throws Refusal with everything that is wrong.
  api::Outcome take_in(const api::Call& call, const WantedChange& wanted,
                       const std::function<void(const std::optional<std::string>& present)>& require);

 private:
  std::vector<Violation> new_faults(const WantedChange& wanted) const;

  HubView hub_;
  SettingsFiles files_;
  std::mutex mutex_;  // one change at a time
};

// Lines of the table that change files.
void add_settings_changes(api::Table& table, const std::shared_ptr<SettingsDesk>& desk);
void add_system_deeds(api::Table& table, const HubView& hub, const std::shared_ptr<SettingsDesk>& desk);

// Throws Refusal not_found where no file of a configuration may bear the path.
std::string settings_path(std::string path);
std::string text_member(const api::Call& call, std::string_view name);

}  // namespace lt::app
