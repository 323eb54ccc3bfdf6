// The order of a change: nobody else writes, what was edited by hand is put down, the client knows the present text,
// the whole configuration is good with the new one; then the file, the memory, the audit log, the hub.
#include "app/resources/settings_desk.hpp"

#include "api/problem.hpp"
#include "app/checked_configuration.hpp"
#include "app/resources/answers.hpp"

#include <algorithm>

namespace lt::app {

namespace json = boost::json;
using api::Refusal;
using api::Trouble;
using Text = std::optional<std::string>;

namespace {

constexpr std::size_t longest_text = 1u << 20;
constexpr std::size_t longest_reason = 500;

bool same(const Violation& a, const Violation& b) { return a.file == b.file && a.message == b.message; }

std::string change_kind(const Text& before, const Text& after) {
  if (!before) return "add";
  return after ? "write" : "remove";
}

bool names(std::string_view tags, std::string_view tag) {
  return tags == "*" || tags.find("\"" + std::string(tag) + "\"") != std::string_view::npos;
}

}  // namespace

std::string text_member(const api::Call& call, std::string_view name) {
  const json::value* found = call.body.if_contains(name);
  return found == nullptr ? std::string() : std::string(found->as_string());
}

std::string settings_path(std::string path) {
  if (!kind_of_settings(path).empty()) return path;
  throw Refusal(Trouble::not_found,
                {"'" + path + "' không phải tệp cấu hình; ví dụ systems/ten.yaml",
                 "'" + path + "' is no file of a configuration; write for example systems/name.yaml"});
}

SettingsDesk::SettingsDesk(const HubView& hub)
    : hub_(hub), files_(hub.configuration.folder(), hub.configuration.hub()) {}

void SettingsDesk::look() {
  const std::lock_guard lock(mutex_);
  changes().look(files_.texts());
}

std::vector<Violation> SettingsDesk::faults_with(const std::string& path, const Text& text) const {
  const SettingsDraft draft(files_.folder(), path, text);
  return draft.told(check_whole(draft.folder(), hub_.clock, draft.home())->violations().list());
}

// Files that are wrong already may be mended one by one: a change is refused for what it makes wrong, or mends nothing
// of.
std::vector<Violation> SettingsDesk::new_faults(const WantedChange& wanted) const {
  std::vector<Violation> faults = faults_with(wanted.path, wanted.text);
  if (faults.empty()) return faults;
  const std::vector<Violation> present = faults_with(wanted.path, files_.read(wanted.path));
  const bool mends =
      faults.size() < present.size() &&
      std::ranges::all_of(
          faults,
          [&](const Violation& fault) {
            return std::ranges::any_of(present, [&](const Violation& each) { return same(each, fault); });
          });
  return mends ? std::vector<Violation>() : faults;
}

void SettingsDesk::require_known(const api::Call& call, const std::string& path, const Text& present) const {
  const std::string_view known = header(call.request, "If-Match");
  const bool wants_none = header(call.request, "If-None-Match") == "*";
  if (known.empty() && !wants_none)
    throw Refusal(Trouble::precondition_required,
                  {"gửi If-Match với etag đã đọc, hoặc If-None-Match: * cho tệp mới",
                   "send If-Match with the etag that was read, or If-None-Match: * for a new file"});
  const bool good = wants_none ? !present : present && names(known, text_tag(*present));
  if (!good)
    throw Refusal(Trouble::precondition_failed, {"'" + path + "' không còn như lúc được đọc; đọc lại rồi sửa tiếp",
                                                 "'" + path + "' is not as it was read; read it again"});
}

api::Outcome SettingsDesk::take_in(const api::Call& call, const WantedChange& wanted,
                                   const std::function<void(const Text&)>& require) {
  if (wanted.text && wanted.text->size() > longest_text)
    throw Refusal(Trouble::not_acceptable_content, {"tệp dài quá 1 MB", "the file is longer than 1 MB"});
  if (wanted.reason.size() > longest_reason)
    throw Refusal(Trouble::not_acceptable_content, {"lý do dài quá 500 byte", "the reason is longer than 500 bytes"});
  const std::lock_guard lock(mutex_);
  changes().look(files_.texts());
  const Text present = files_.read(wanted.path);
  require(present);
  json::object answer{{"path", wanted.path},
                      {"etag", wanted.text ? json::value(text_tag(*wanted.text)) : json::value()},
                      {"change", nullptr}};
  if (present == wanted.text) return {.body = std::move(answer)};
  if (const auto faults = new_faults(wanted); !faults.empty())
    throw Refusal(Trouble::not_acceptable_content,
                  {"cấu hình với nội dung này bị từ chối; chưa ghi gì",
                   "the configuration is refused with this text; nothing was written"},
                  faults);
  files_.write(wanted.path, wanted.text);
  const std::string kind = wanted.kind.empty() ? change_kind(present, wanted.text) : wanted.kind;
  const std::int64_t change = changes().put({.who = call.who.user,
                                             .path = wanted.path,
                                             .kind = kind,
                                             .reason = wanted.reason,
                                             .before = present,
                                             .after = wanted.text});
  hub_.access.audit().put(
      {.who = call.who.user,
       .address = call.request.remote_address,
       .act = "settings_" + kind,
       .subject = wanted.path,
       .detail = "change " + std::to_string(change) + (wanted.reason.empty() ? "" : ": ") + wanted.reason});
  hub_.renewal.ask();
  answer["change"] = change;
  return {.body = std::move(answer)};
}

}  // namespace lt::app
