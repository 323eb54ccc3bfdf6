// /api/v1/jobs: long work that persons began, how far it is, and ending it.
#include "api/problem.hpp"
#include "app/resources/answers.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

bool sees(const Call& call, const Job& job) {
  return std::ranges::all_of(job.systems, [&](const std::string& system) { return call.who.sees(system); });
}

Job job_asked(const Call& call, const HubView& hub) {
  auto job = hub.jobs.find(*call.integer("job"));
  if (!job || !sees(call, *job))
    refuse_unknown("công việc số " + call.text("job") + "; công việc không được giữ khi hệ thống khởi động lại",
                   "job " + call.text("job") + "; jobs are not kept when the hub starts again");
  return std::move(*job);
}

Outcome list_jobs(const Call& call, const HubView& hub) {
  json::array items;
  for (const auto& job : hub.jobs.list())
    if (sees(call, job)) items.push_back(job_json(job));
  return api::page_of(std::move(items));
}

Outcome cancel(const Call& call, const HubView& hub) {
  const Job job = job_asked(call, hub);
  if (!hub.jobs.cancel(job.id))
    throw api::Refusal(api::Trouble::conflict, {"công việc đã kết thúc", "the job has ended already"});
  log_deed(call, hub, "job_cancel", "job/" + std::to_string(job.id), job.kind + " " + job.subject);
  return {};
}

}  // namespace

json::object job_json(const Job& job) {
  return {{"id", job.id},
          {"kind", job.kind},
          {"subject", job.subject},
          {"who", job.who},
          {"state", to_string(job.state)},
          {"done", job.done},
          {"total", job.total ? json::value(*job.total) : json::value()},
          {"result", job.result},
          {"error", job.error.empty() ? json::value() : json::value(job.error)},
          {"started", time_json(job.started)},
          {"ended", time_json(job.ended)}};
}

Job job_about(std::string_view kind, std::string subject) {
  return {.kind = std::string(kind), .subject = std::move(subject), .systems = {""}, .who = {}, .total = {}};
}

Outcome begin_job(const Call& call, const HubView& hub, Job what, Jobs::Work work) {
  what.who = call.who.user;
  return {.body = job_json(hub.jobs.start(std::move(what), std::move(work)))};
}

void add_job_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back(
      {"Job",
       "Long work that a person began; it is forgotten when the hub's process starts again",
       {{"id", "integer"},
        {"kind", "replay|run|dry-run|send|backup|retention|retention-dry-run|refold|refold-dry-run|plugin-test"},
        {"subject", "string", "A flow, a cause, a report, an entity, a folder, a connector"},
        {"who", "string"},
        {"state", "running|done|failed|cancelled"},
        {"done", "integer"},
        {"total", "integer?", "null: it is not known how much there is"},
        {"result", "object?", "As the operation that began it says; null: there is none yet"},
        {"error", "string?", "Why it failed, or was cancelled by no person: another configuration was taken"},
        {"started", "time"},
        {"ended", "time?"}}});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/jobs",
                             .operation = "listJobs",
                             .tag = "jobs",
                             .summary = "Jobs, the latest first; the last hundred",
                             .answers = "Job[]",
                             .handler = [hub](const Call& call) { return list_jobs(call, hub); }});
  table.endpoints.push_back(
      {.method = "GET",
       .path = "/api/v1/jobs/{job}",
       .operation = "getJob",
       .tag = "jobs",
       .summary = "How far a job is, and what came of it",
       .answers = "Job",
       .handler = [hub](const Call& call) -> Outcome { return {.body = job_json(job_asked(call, hub))}; }});
  table.endpoints.push_back({.method = "DELETE",
                             .path = "/api/v1/jobs/{job}",
                             .right = Right::operate,
                             .operation = "cancelJob",
                             .tag = "jobs",
                             .summary = "Ask a job to end; what it did stays done",
                             .handler = [hub](const Call& call) { return cancel(call, hub); }});
}

}  // namespace lt::app
