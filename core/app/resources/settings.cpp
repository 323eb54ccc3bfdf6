// /api/v1/settings: the configuration's files as texts, and what serves of them.
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/settings_desk.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using Text = std::optional<std::string>;

json::array violations_json(const std::vector<Violation>& violations) {
  json::array list;
  for (const Violation& each : violations) list.push_back(api::violation_json(each));
  return list;
}

Outcome list_settings(const Call&, const HubView&, SettingsDesk& desk) {
  json::array items;
  for (const auto& [path, text] : desk.files().texts())
    items.push_back(json::object{
        {"path", path}, {"kind", kind_of_settings(path)}, {"bytes", text.size()}, {"etag", text_tag(text)}});
  return api::page_of(std::move(items));
}

Outcome state(const Call&, const HubView& hub, SettingsDesk& desk) {
  const Renewal::State now = hub.renewal.state();
  json::value refused;
  if (now.refused)
    refused =
        json::object{{"at", time_json(now.refused->at)}, {"violations", violations_json(now.refused->violations)}};
  return {.body = json::object{
              {"since", time_json(now.since)}, {"refused", std::move(refused)}, {"writable", desk.files().writable()}}};
}

Outcome read(const Call& call, const HubView&, SettingsDesk& desk) {
  const std::string path = settings_path(call.text("path"));
  const Text text = desk.files().read(path);
  if (!text) refuse_unknown("tệp '" + path + "'", "file '" + path + "'");
  const std::string tag = text_tag(*text);
  return {.body = json::object{{"path", path}, {"kind", kind_of_settings(path)}, {"text", *text}, {"etag", tag}},
          .headers = {{"ETag", "\"" + tag + "\""}}};
}

Outcome write(const Call& call, const HubView&, SettingsDesk& desk) {
  const std::string path = settings_path(call.text("path"));
  return desk.take_in(
      call, {.path = path, .text = text_member(call, "text"), .kind = {}, .reason = text_member(call, "reason")},
      [&](const Text& present) { desk.require_known(call, path, present); });
}

Outcome remove(const Call& call, const HubView&, SettingsDesk& desk) {
  const std::string path = settings_path(call.text("path"));
  return desk.take_in(call, {.path = path, .text = std::nullopt, .kind = {}, .reason = call.text("reason")},
                      [&](const Text& present) {
                        if (!present) refuse_unknown("tệp '" + path + "'", "file '" + path + "'");
                        desk.require_known(call, path, present);
                      });
}

Outcome check(const Call& call, const HubView&, SettingsDesk& desk) {
  const std::string path = settings_path(text_member(call, "path"));
  return {.body = json::object{{"violations", violations_json(desk.faults_with(path, text_member(call, "text")))}}};
}

void add_settings_schemas(api::Table& table) {
  table.schemas.push_back({"SettingsFile",
                           "A file of the configuration",
                           {{"path", "string", "From the configuration's folder"},
                            {"kind", settings_kinds()},
                            {"bytes", "integer"},
                            {"etag", "string"}}});
  table.schemas.push_back({"SettingsText",
                           "A file of the configuration with its text",
                           {{"path", "string"},
                            {"kind", settings_kinds()},
                            {"text", "string"},
                            {"etag", "string", "Of the text; send it between quotes as If-Match with a change"}}});
  table.schemas.push_back(
      {"SettingsRefused", "A configuration that was not taken", {{"at", "time"}, {"violations", "Violation[]"}}});
  table.schemas.push_back({"SettingsState",
                           "The configuration that serves",
                           {{"since", "time?"},
                            {"refused", "SettingsRefused?", "What lies on the disk, where it was refused since"},
                            {"writable", "boolean", "Whether the hub's user may write the folder"}}});
  table.schemas.push_back(
      {"SettingsEdit", "A text for a file", {{"text", "string"}, {"reason", "string", "Why, for the history", true}}});
  table.schemas.push_back({"SettingsTrial", "A text to be checked", {{"path", "string"}, {"text", "string"}}});
  table.schemas.push_back({"SettingsFaults", "What is wrong; empty: nothing", {{"violations", "Violation[]"}}});
  table.schemas.push_back({"SettingsWritten",
                           "What became of a file",
                           {{"path", "string"},
                            {"etag", "string?", "Of its text now; null: it is gone"},
                            {"change", "integer?", "Its number in the history; null: it was so already"}}});
}

}  // namespace

void add_settings_resources(api::Table& table, const HubView& hub) {
  const auto desk = std::make_shared<SettingsDesk>(hub);
  desk->look();  // what was edited while no hub served
  add_settings_schemas(table);
  add_settings_changes(table, desk);
  add_system_deeds(table, hub, desk);
  struct Line {
    const char* method;
    const char* path;
    Right right;
    const char* operation;
    const char* summary;
    const char* takes;
    const char* answers;
    Outcome (*handler)(const Call&, const HubView&, SettingsDesk&);
    std::vector<api::Parameter> query = {};
  };
  const std::string base = "/api/v1/settings";
  const Line lines[] = {
      {"GET", "", Right::operate, "listSettings", "The configuration's files", "", "SettingsFile[]", list_settings},
      {"GET", "/state", Right::look, "getSettingsState", "Since when the configuration serves, and what was refused",
       "", "SettingsState", state},
      {"GET", "/files/{path}", Right::operate, "getSettings", "One file; / in its path is %2F", "", "SettingsText",
       read},
      {"PUT", "/files/{path}", Right::administer, "putSettings",
       "Write a file and serve by it; If-Match, or If-None-Match: * for a new one", "SettingsEdit", "SettingsWritten",
       write},
      {"DELETE",
       "/files/{path}",
       Right::administer,
       "deleteSettings",
       "Do without a file; If-Match",
       "",
       "SettingsWritten",
       remove,
       {{"reason", "string", "Why, for the history"}}},
      {"POST", "/check", Right::administer, "checkSettings", "The whole configuration with this text in place",
       "SettingsTrial", "SettingsFaults", check}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = line.method,
         .path = base + line.path,
         .right = line.right,
         .operation = line.operation,
         .tag = "settings",
         .summary = line.summary,
         .query = line.query,
         .takes = line.takes,
         .answers = line.answers,
         .handler = [hub, desk, handler = line.handler](const Call& call) { return handler(call, hub, *desk); }});
}

}  // namespace lt::app
