// /api/v1/settings/changes: what became of the configuration's files, and taking it back.
#include "api/problem.hpp"
#include "app/line_diff.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/settings_desk.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using access::FileChange;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

const std::vector<api::Member> change_members = {
    {"id", "integer"},
    {"path", "string"},
    {"at", "time"},
    {"who", "string", "Empty: somebody edited the file itself; `at` is when the hub saw it"},
    {"kind", "write|add|remove|undo|outside"},
    {"reason", "string"}};

json::object file_change_json(const FileChange& change) {
  return {{"id", change.id},   {"path", change.path}, {"at", time_json(change.at)},
          {"who", change.who}, {"kind", change.kind}, {"reason", change.reason}};
}

json::value text_json(const std::optional<std::string>& text) {
  return text ? json::value(json::string(*text)) : json::value();
}

Outcome list_changes(const Call& call, SettingsDesk& desk) {
  desk.look();
  const api::PageAsked page = api::page_asked(call);
  access::ChangeQuery query{.path = call.text("path"), .limit = page.limit + 1};
  query.before = page.number();
  return api::page_of(desk.changes().changes(query), page, file_change_json);
}

FileChange asked(const Call& call, SettingsDesk& desk) {
  const auto id = call.integer("change");
  const auto found = desk.changes().find(id.value_or(0));
  if (!found) refuse_unknown("thay đổi số " + call.text("change"), "change " + call.text("change"));
  return *found;
}

Outcome get_change(const Call& call, SettingsDesk& desk) {
  const FileChange change = asked(call, desk);
  json::object answer = file_change_json(change);
  answer["before"] = text_json(change.before);
  answer["after"] = text_json(change.after);
  answer["diff"] = line_diff(change.before.value_or(""), change.after.value_or(""), change.path);
  return {.body = std::move(answer)};
}

Outcome undo_change(const Call& call, SettingsDesk& desk) {
  const FileChange change = asked(call, desk);
  const std::string words = "undo of " + std::to_string(change.id) + ": " + text_member(call, "reason");
  return desk.take_in(call, {.path = change.path, .text = change.before, .kind = "undo", .reason = words},
                      [&](const std::optional<std::string>& present) {
                        if (present == change.after) return;
                        throw Refusal(
                            Trouble::conflict,
                            {"tệp '" + change.path + "' đã thay đổi sau đó; hãy hoàn tác thay đổi mới hơn trước",
                             "the file '" + change.path + "' changed since; undo the later changes first"});
                      });
}

}  // namespace

void add_settings_changes(api::Table& table, const std::shared_ptr<SettingsDesk>& desk) {
  table.schemas.push_back({"SettingsChange", "What became of a file", change_members});
  api::Schema detail{"SettingsChangeDetail", "The same with both texts", change_members};
  detail.members.insert(detail.members.end(), {{"before", "string?", "Null: there was no such file"},
                                               {"after", "string?", "Null: there is none any more"},
                                               {"diff", "string", "Unified; empty where both are equal"}});
  table.schemas.push_back(std::move(detail));
  table.schemas.push_back({"SettingsUndo", "Why a change is taken back", {{"reason", "string"}}});
  std::vector<api::Parameter> query = api::page_parameters();
  query.push_back({"path", "string", "Of this file only"});
  const std::string path = "/api/v1/settings/changes";
  table.endpoints.push_back({.method = "GET",
                             .path = path,
                             .right = Right::operate,
                             .operation = "listSettingsChanges",
                             .tag = "settings",
                             .summary = "What became of the configuration's files, the newest first",
                             .query = std::move(query),
                             .answers = "SettingsChange[]",
                             .handler = [desk](const Call& call) { return list_changes(call, *desk); }});
  table.endpoints.push_back({.method = "GET",
                             .path = path + "/{change}",
                             .right = Right::operate,
                             .operation = "getSettingsChange",
                             .tag = "settings",
                             .summary = "One change with both texts and what differs",
                             .answers = "SettingsChangeDetail",
                             .handler = [desk](const Call& call) { return get_change(call, *desk); }});
  table.endpoints.push_back({.method = "POST",
                             .path = path + "/{change}/undo",
                             .right = Right::administer,
                             .operation = "undoSettingsChange",
                             .tag = "settings",
                             .summary = "Write what was before this change; the file must be as it left it",
                             .takes = "SettingsUndo",
                             .answers = "SettingsWritten",
                             .handler = [desk](const Call& call) { return undo_change(call, *desk); }});
}

}  // namespace lt::app
