// /api/v1/report: the figures of the sync-status report.
#include "report/figures.hpp"

#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "base/timestamp.hpp"

#include <boost/json/object.hpp>

namespace lt::app {
namespace {

using api::Call;
using api::Outcome;

constexpr Milliseconds day = 86'400'000;

Milliseconds start_of(const std::string& date, const char* name) {
  if (const auto moment = from_canonical_timestamp(date + "T00:00:00+07:00")) return *moment;
  const std::string shown = std::string("'") + name + "'";
  throw api::Refusal(api::Trouble::bad_request,
                     {shown + " là ngày dạng 2026-11-21", shown + " is a day like 2026-11-21"});
}

Outcome figures(const Call& call, const HubView& hub) {
  const Milliseconds now = hub.clock.now();
  report::Period period{now - (now + vietnam_offset_ms) % day, now + 1};
  if (!call.text("from").empty()) period.from = start_of(call.text("from"), "from");
  if (!call.text("to").empty()) period.to = start_of(call.text("to"), "to") + day;
  if (period.from >= period.to)
    throw api::Refusal(api::Trouble::bad_request, {"'from' không được sau 'to'", "'from' must not be later than 'to'"});
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
