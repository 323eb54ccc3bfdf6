// /api/v1/reports: reports that are kept, made, downloaded, sent, verified. Of the whole hub, so no vendor sees them.
#include "api/problem.hpp"
#include "app/report_maker.hpp"
#include "app/report_order.hpp"
#include "app/report_sender.hpp"
#include "app/resources/answers.hpp"
#include "base/encoding.hpp"
#include "base/joined.hpp"
#include "report/mail.hpp"

#include <algorithm>
#include <functional>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

json::object report_json(const report::Kept& kept, const report::Archive& archive) {
  json::object object = to_json(kept);
  const auto due = archive.due(kept);
  object["due"] = json::array(due.begin(), due.end());
  return object;
}

bool sees_reports(const Call& call) { return call.who.role != access::Role::vendor; }

report::Kept report_asked(const Call& call, const report::Archive& archive) {
  const std::string& id = call.text("report");
  auto kept = sees_reports(call) ? archive.find(id) : std::nullopt;
  if (!kept) refuse_unknown("báo cáo '" + id + "'", "report '" + id + "'");
  return std::move(*kept);
}

// The cursor says behind how many a page begins; there are never more than a few a day.
Outcome list_reports(const Call& call, const HubView& hub) {
  const api::PageAsked page = api::page_asked(call);
  if (!sees_reports(call)) return api::page_of({});
  const ReportMaker maker(hub.configuration, hub.clock);
  auto all = maker.archive().list();
  std::ranges::stable_sort(all, std::ranges::greater(), &report::Kept::made);
  const std::size_t skip = std::min(static_cast<std::size_t>(page.number()), all.size());
  const std::size_t end = std::min(all.size(), skip + static_cast<std::size_t>(page.limit));
  json::array items;
  for (std::size_t i = skip; i < end; ++i) items.push_back(report_json(all[i], maker.archive()));
  return api::page_of(std::move(items), end < all.size() ? std::to_string(end) : std::string());
}

Outcome make(const Call& call, const HubView& hub) {
  const ReportOrder order{
      .kind = said(call, "kind"), .from = said(call, "from"), .to = said(call, "to"), .number = said(call, "number")};
  const ReportMaker maker(hub.configuration, hub.clock);
  const MadeReport made = maker.make(hub.store, kind_of(order), period_of(order, hub.clock.now()), hub.states());
  const std::string id = id_of(made.status);
  if (!maker.keep(made, maker.language(), order.number))
    throw Refusal(Trouble::conflict, {"báo cáo " + id + " đã được lưu và giữ nguyên như khi lập",
                                      "the report " + id + " is kept already and stays as it is"});
  log_deed(call, hub, "report_make", "report/" + id, made.figures.sha256);
  return {.body = report_json(maker.archive().find(id).value(), maker.archive())};
}

Outcome get_report(const Call& call, const HubView& hub) {
  const ReportMaker maker(hub.configuration, hub.clock);
  return {.body = report_json(report_asked(call, maker.archive()), maker.archive())};
}

Outcome file(const Call& call, const HubView& hub) {
  const ReportMaker maker(hub.configuration, hub.clock);
  const report::Kept kept = report_asked(call, maker.archive());
  const std::string& asked = call.text("format");
  const report::Format format = report::format_of(asked.empty() ? "pdf" : asked).value();
  const std::string name = kept.id + "." + std::string(to_string(format));
  return {.headers = {{"Content-Disposition", "attachment; filename=\"" + name + "\""}},
          .media = std::string(report::media_type(format)),
          .bytes = maker.archive().read(kept, format)};
}

JobResult sent(const HubView& hub, const report::Kept& kept, const std::vector<std::string>& destinations,
               const Jobs::Progress& progress, const std::stop_token& stop) {
  const ReportMaker maker(hub.configuration, hub.clock);
  const ReportSender sender(hub.configuration, hub.clock, hub.store, maker.archive());
  json::array done;
  for (const auto& destination : destinations) {
    sender.deliver(kept, destination, stop);
    done.emplace_back(json::string(destination));
    progress(static_cast<std::int64_t>(done.size()));
  }
  return {.result = json::object{{"sent", std::move(done)}}};
}

Outcome send(const Call& call, const HubView& hub) {
  const ReportMaker maker(hub.configuration, hub.clock);
  const ReportSender sender(hub.configuration, hub.clock, hub.store, maker.archive());
  const report::Kept kept = report_asked(call, maker.archive());
  const auto destinations = sender.chosen(said(call, "to"));
  Job what = job_about("send", kept.id);
  what.total = static_cast<std::int64_t>(destinations.size());
  Outcome begun = begin_job(call, hub, std::move(what),
                            [hub, kept, destinations](const Jobs::Progress& progress, const std::stop_token& stop) {
                              return sent(hub, kept, destinations, progress, stop);
                            });
  log_deed(call, hub, "report_send", "report/" + kept.id, joined(destinations, ", "));
  return begun;
}

Outcome verify(const Call& call, const HubView& hub) {
  const auto bytes = from_base64(said(call, "file"));
  if (!bytes)
    throw Refusal(Trouble::not_acceptable_content,
                  {"'file' phải là tệp dưới dạng Base64", "'file' is a file in Base64"});
  const ReportMaker maker(hub.configuration, hub.clock);
  json::object verdict = verified_json(maker.archive(), {}, *bytes);
  verdict.erase("file");
  if (!sees_reports(call)) verdict["kept"] = nullptr;
  return {.body = std::move(verdict)};
}

void add_report_schemas(api::Table& table) {
  table.schemas.push_back({"Report",
                           "A report that is kept as it was made",
                           {{"id", "string"},
                            {"kind", "on-demand|daily|weekly|monthly"},
                            {"from", "string", "ISO 8601, as the next two"},
                            {"to", "string"},
                            {"made", "string"},
                            {"verdict", "good|attention|trouble|unbalanced"},
                            {"sha256", "string", "Of its figures"},
                            {"due", "string[]", "Where it must still be sent: mail, flow"}}});
  table.schemas.push_back(
      {"ReportOrder",
       "A report to be made and kept",
       {{"kind", "on-demand|daily|weekly|monthly"},
        {"from", "string", "First day, YYYY-MM-DD, today where not given; of a kind any day of the period", true},
        {"to", "string", "Last day, of on-demand; until now where not given", true},
        {"number", "string", "The document's number, as the registry gives it", true}}});
  table.schemas.push_back(
      {"ReportSending", "Where a report shall go", {{"to", "string", "mail or flow; all where not given", true}}});
  table.schemas.push_back({"ReportFile", "A file to be verified", {{"file", "string", "Its bytes in Base64"}}});
  table.schemas.push_back({"ReportVerdict",
                           "Whether a file is as it was made",
                           {{"format", "json|html|pdf|xlsx"},
                            {"report", "string", "Its id, as its figures say"},
                            {"sha256", "string", "Of its figures, as the file says"},
                            {"finding", "intact|appended|altered|other", "other: the kept one has other figures"},
                            {"where", "string", "Of the altered part: figures, file, a cell"},
                            {"kept", "string?", "Hash of the kept report of this id; null: none is"}}});
}

}  // namespace

void add_report_resources(api::Table& table, const HubView& hub) {
  add_report_schemas(table);
  const std::string path = "/api/v1/reports";
  const auto by = [hub](Outcome (*handler)(const Call&, const HubView&)) {
    return [hub, handler](const Call& call) { return handler(call, hub); };
  };
  table.endpoints.push_back({.method = "GET",
                             .path = path,
                             .operation = "listReports",
                             .tag = "reports",
                             .summary = "Reports that are kept, the latest first",
                             .query = api::page_parameters(),
                             .answers = "Report[]",
                             .handler = by(list_reports)});
  table.endpoints.push_back({.method = "POST",
                             .path = path,
                             .right = Right::operate,
                             .operation = "makeReport",
                             .tag = "reports",
                             .summary = "Make a report and keep it in every format",
                             .takes = "ReportOrder",
                             .answers = "Report",
                             .handler = by(make)});
  table.endpoints.push_back({.method = "POST",
                             .path = path + "/verify",
                             .operation = "verifyReport",
                             .tag = "reports",
                             .summary = "Whether a report's file is as it was made",
                             .takes = "ReportFile",
                             .answers = "ReportVerdict",
                             .handler = by(verify)});
  table.endpoints.push_back({.method = "GET",
                             .path = path + "/{report}",
                             .operation = "getReport",
                             .tag = "reports",
                             .summary = "One kept report",
                             .answers = "Report",
                             .handler = by(get_report)});
  table.endpoints.push_back({.method = "GET",
                             .path = path + "/{report}/file",
                             .operation = "getReportFile",
                             .tag = "reports",
                             .summary = "A kept report's file as it was made",
                             .query = {{"format", "pdf|xlsx|html|json", "pdf where not given"}},
                             .media = {std::string(report::media_type(report::Format::pdf)),
                                       std::string(report::media_type(report::Format::xlsx)),
                                       std::string(report::media_type(report::Format::html)),
                                       std::string(report::media_type(report::Format::json))},
                             .handler = by(file)});
  table.endpoints.push_back({.method = "POST",
                             .path = path + "/{report}/send",
                             .right = Right::operate,
                             .operation = "sendReport",
                             .tag = "reports",
                             .summary = "Send a kept report by e-mail and by flow to the systems that take reports",
                             .takes = "ReportSending",
                             .answers = "Job",
                             .status = 202,
                             .handler = by(send)});
}

}  // namespace lt::app
