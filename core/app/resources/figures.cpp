// /api/v1/report: the figures of the sync-status report.
#include "report/figures.hpp"

#include "app/report_order.hpp"
#include "app/resources/answers.hpp"

#include <boost/json/object.hpp>

namespace lt::app {
namespace {

using api::Call;
using api::Outcome;

Outcome figures(const Call& call, const HubView& hub) {
  const report::Period period =
      period_of({.kind = {}, .from = call.text("from"), .to = call.text("to"), .number = {}}, hub.clock.now());
  const auto zone = schedule::TimeZone::find("Asia/Ho_Chi_Minh");
  return {.body = report::figures(sync_status(call, hub, period), hub.configuration.texts(), *zone)};
}

}  // namespace

void add_figures_resource(api::Table& table, const HubView& hub) {
  table.schemas.push_back(
      {"Figures",
       "The figures of `lienthong report --json`, but for what compares reports and counts all rows",
       {{"id", "string"},
        {"kind", "on-demand|daily|weekly|monthly"},
        {"from", "time"},
        {"to", "time"},
        {"generated_at", "time"},
        {"verdict", "good|attention|trouble|unbalanced"},
        {"dead_waiting", "integer"},
        {"pending", "integer"},
        {"availability", "object"},
        {"outages", "object[]?", "While no hub served, {from, to}; null: it is not known"},
        {"out_of_service_seconds", "integer?", "Their sum"},
        {"totals", "object"},
        {"systems", "object[]"},
        {"flows", "object[]"},
        {"volumes", "object[]"},
        {"reasons", "object[]"},
        {"watches", "object[]"},
        {"changes", "object?"}}});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/report",
                             .operation = "getFigures",
                             .tag = "report",
                             .summary = "The report's figures of a period; today where none is given",
                             .query = {{"from", "string", "First day, YYYY-MM-DD"}, {"to", "string", "Last day"}},
                             .answers = "Figures",
                             .handler = [hub](const Call& call) { return figures(call, hub); }});
}

}  // namespace lt::app
