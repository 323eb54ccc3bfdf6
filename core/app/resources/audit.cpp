// /api/v1/audit: what persons did.
#include "api/problem.hpp"
#include "app/resources/answers.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

json::object line_json(const access::AuditLine& line) {
  return {{"id", line.id},   {"at", time_json(line.at)}, {"who", line.who},       {"address", line.address},
          {"act", line.act}, {"subject", line.subject},  {"detail", line.detail}, {"hash", line.hash}};
}

Outcome list_audit_lines(const Call& call, const HubView& hub) {
  const api::PageAsked page = api::page_asked(call);
  access::AuditQuery query{.who = call.text("who"), .act = call.text("act"), .limit = page.limit + 1};
  query.before = page.number();
  return api::page_of(hub.access.audit().lines(query), page, line_json);
}

Outcome verdict(const Call& call, const HubView& hub) {
  const auto line = call.integer("line");
  if (line.has_value() == call.text("hash").empty())
    throw api::Refusal(api::Trouble::bad_request, {"'line' và 'hash' đi cùng nhau", "'line' and 'hash' go together"});
  const access::AuditVerdict found = hub.access.audit().verify(line.value_or(0), call.text("hash"));
  return {.body = json::object{{"lines", found.lines},
                               {"head", found.head},
                               {"fault", found.fault ? json::value(*found.fault) : json::value()}}};
}

}  // namespace

void add_audit_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"AuditLine",
                           "What a person did",
                           {{"id", "integer"},
                            {"at", "time"},
                            {"who", "string", "Empty: nobody was signed in"},
                            {"address", "string"},
                            {"act", "string"},
                            {"subject", "string"},
                            {"detail", "string"},
                            {"hash", "string", "SHA-256 over the line before and this one"}}});
  table.schemas.push_back({"AuditVerdict",
                           "Whether the log is whole",
                           {{"lines", "integer"},
                            {"head", "string", "Of the last line; keep it elsewhere to notice an end cut off"},
                            {"fault", "string?", "The first thing that is wrong; null: nothing"}}});
  std::vector<api::Parameter> query = api::page_parameters();
  query.push_back({"who", "string", "Only of this user"});
  query.push_back({"act", "string", "Only such acts"});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/audit",
                             .right = Right::audit,
                             .operation = "listAuditLines",
                             .tag = "audit",
                             .summary = "What persons did, the latest first",
                             .query = std::move(query),
                             .answers = "AuditLine[]",
                             .handler = [hub](const Call& call) { return list_audit_lines(call, hub); }});
  table.endpoints.push_back(
      {.method = "GET",
       .path = "/api/v1/audit/verdict",
       .right = Right::audit,
       .operation = "verifyAudit",
       .tag = "audit",
       .summary = "Whether the log is whole, and holds what an earlier verdict ended with",
       .query = {{"line", "integer", "`lines` of an earlier verdict"}, {"hash", "string", "Its `head`"}},
       .answers = "AuditVerdict",
       .handler = [hub](const Call& call) { return verdict(call, hub); }});
}

}  // namespace lt::app
