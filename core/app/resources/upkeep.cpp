// /api/v1/retention, /api/v1/backups and refolding: looking after the store while the hub serves it. Of the whole hub,
// so no vendor sees the jobs.
#include "app/backups.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/record_answers.hpp"
#include "app/retention.hpp"
#include "app/run_text.hpp"
#include "base/error.hpp"
#include "sync/refold.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

Outcome retention(const Call& call, const HubView& hub, bool dry_run) {
  const auto work = [hub, dry_run](const Jobs::Progress&, const std::stop_token& stop) -> JobResult {
    JobResult result{
        .result = json::object{{"gone", to_json(expire(hub.configuration, hub.store, hub.clock, dry_run, stop))}}};
    if (stop.stop_requested()) result.error = ErrorKind::cancelled;
    return result;
  };
  Outcome begun = begin_job(call, hub, job_about(dry_run ? "retention-dry-run" : "retention", "retention.yaml"), work);
  log_deed(call, hub, dry_run ? "retention_dry_run" : "retention", "retention.yaml");
  return begun;
}

Outcome list_backups(const HubView& hub) {
  json::array items;
  for (const auto& [name, bytes] : Backups(hub.configuration).list())
    items.push_back(json::object{{"name", name}, {"bytes", bytes}});
  return api::page_of(std::move(items));
}

Outcome make_backup(const Call& call, const HubView& hub) {
  const auto work = [hub](const Jobs::Progress&, const std::stop_token& stop) -> JobResult {
    const Backup made = Backups(hub.configuration).make(hub.clock.now(), stop);
    return {.result = json::object{{"name", made.name}, {"bytes", made.bytes}}};
  };
  Outcome begun = begin_job(call, hub, job_about("backup", hub.configuration.hub().backups.string()), work);
  log_deed(call, hub, "backup", "backups");
  return begun;
}

Outcome remove_backup(const Call& call, const HubView& hub) {
  const std::string& name = call.text("backup");
  if (!Backups(hub.configuration).remove(name)) refuse_unknown("bản sao lưu '" + name + "'", "backup '" + name + "'");
  log_deed(call, hub, "backup_remove", "backup/" + name);
  return {};
}

Outcome refold(const Call& call, const HubView& hub, bool dry_run) {
  const AskedEntity asked = entity_asked(call, hub);
  const sync::RefoldOrder order{
      .dry_run = dry_run, .who = call.who.user, .reason = dry_run ? std::string() : said_why(call, "reason")};
  const auto work = [hub, position = asked.position, &entity = asked.entity, order](
                        const Jobs::Progress&, const std::stop_token& stop) -> JobResult {
    const auto folded = sync::refold(hub.store, position, order, stop);
    JobResult result{.result = to_json(entity, folded)};
    if (!folded.complete) result.error = ErrorKind::cancelled;
    return result;
  };
  Outcome begun = begin_job(call, hub, job_about(dry_run ? "refold-dry-run" : "refold", asked.entity.name), work);
  log_deed(call, hub, dry_run ? "refold_dry_run" : "refold", "entity/" + asked.entity.name, order.reason);
  return begun;
}

}  // namespace

void add_upkeep_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"Backup",
                           "A backup of the store that the hub made, in the folder `backups:` of hub.yaml",
                           {{"name", "string", "With the moment at which it was made"}, {"bytes", "integer"}}});
  table.schemas.push_back(
      {"RefoldOrder", "Why rows shall be folded anew", {{"reason", "string", "Kept with the run"}}});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/backups",
                             .right = Right::audit,
                             .operation = "listBackups",
                             .tag = "upkeep",
                             .summary = "Backups that the hub made, the latest first; to be fetched on its machine",
                             .answers = "Backup[]",
                             .handler = [hub](const Call&) { return list_backups(hub); }});
  table.endpoints.push_back({.method = "DELETE",
                             .path = "/api/v1/backups/{backup}",
                             .right = Right::administer,
                             .operation = "removeBackup",
                             .tag = "upkeep",
                             .summary = "Delete a backup",
                             .handler = [hub](const Call& call) { return remove_backup(call, hub); }});
  struct Line {
    const char* path;
    const char* operation;
    const char* tag;
    const char* summary;
    const char* takes;
    Outcome (*handler)(const Call&, const HubView&);
  };
  static constexpr Line lines[] = {
      {"/api/v1/backups", "makeBackup", "upkeep",
       "Write the store into a new file, as it stands at one moment; keys and secrets beside it are not in it", "",
       make_backup},
      {"/api/v1/retention/run", "runRetention", "upkeep",
       "Delete now what retention.yaml keeps no longer; the hub does so by itself once a day", "",
       [](const Call& call, const HubView& its_hub) { return retention(call, its_hub, false); }},
      {"/api/v1/retention/dry-run", "rehearseRetention", "upkeep", "Count what has had its time, and delete nothing",
       "", [](const Call& call, const HubView& its_hub) { return retention(call, its_hub, true); }},
      {"/api/v1/records/{entity}/refold", "refoldRecords", "records",
       "Bring rows of several sources to the merge policy that serves now, as a run", "RefoldOrder",
       [](const Call& call, const HubView& its_hub) { return refold(call, its_hub, false); }},
      {"/api/v1/records/{entity}/refold/dry-run", "rehearseRefold", "records",
       "See what refolding would change, and store nothing", "",
       [](const Call& call, const HubView& its_hub) { return refold(call, its_hub, true); }}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = "POST",
         .path = line.path,
         .right = Right::administer,
         .operation = line.operation,
         .tag = line.tag,
         .summary = line.summary,
         .takes = line.takes,
         .answers = "Job",
         .status = 202,
         .handler = [hub, handler = line.handler](const Call& call) { return handler(call, hub); }});
}

}  // namespace lt::app
