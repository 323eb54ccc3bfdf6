// What resources share: common shapes as JSON, and who sees what.
#pragma once

#include "api/endpoint.hpp"
#include "app/resources/resources.hpp"
#include "report/sync_status.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lt::app {

boost::json::object label_json(const model::Label& label);
boost::json::value time_json(std::optional<Milliseconds> moment);  // null where there is none, or 0
boost::json::object run_json(const store::Run& run);
boost::json::object job_json(const Job& job);

// Flows that the caller sees; others are as if they were not. A flow that is no longer configured only vendors do not
// see.
// Nothing: all of them, those of an earlier configuration too.
std::optional<std::vector<std::string>> flows_seen(const api::Call& call, const Configuration& configuration);
bool sees_flow(const api::Call& call, const Configuration& configuration, std::string_view name);
// Throws Refusal not_found with the nearest right name.
const sync::FlowDefinition& flow_of(const api::Call& call, const Configuration& configuration, std::string_view name);
const System& system_of(const api::Call& call, const Configuration& configuration, std::string_view name);

// A refusal that says what there is none of.
[[noreturn]] void refuse_unknown(const std::string& vietnamese, const std::string& english);

// The day until now, of the flows that the caller sees.
report::SyncStatus sync_status(const api::Call& call, const HubView& hub, report::Period period);

// What a person did, in the audit log.
void log_deed(const api::Call& call, const HubView& hub, std::string_view act, std::string_view subject,
              std::string_view detail = {});
// A text of the body; empty where it was left out.
std::string said(const api::Call& call, std::string_view member);
// The same of one that must say something, in at most 500 characters; throws Refusal where it does not.
std::string said_why(const api::Call& call, std::string_view member);
// A job about the whole hub, so that no vendor sees it.
Job job_about(std::string_view kind, std::string subject);
// Begins the work in the caller's name. The answer is the job.
api::Outcome begin_job(const api::Call& call, const HubView& hub, Job what, Jobs::Work work);

// The purpose that the body names; throws Refusal where it says nothing. Logs the unmasking of `subject`.
void log_unmasking(const api::Call& call, const HubView& hub, const std::string& subject);
extern const api::Schema purpose_schema;

}  // namespace lt::app
