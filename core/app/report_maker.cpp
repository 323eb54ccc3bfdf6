// From the store to a report's files.
#include "app/report_maker.hpp"

#include "report/store_source.hpp"
#include "sync/summary_groups.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>

namespace lt::app {
namespace {

// Rows that cannot be counted wait elsewhere already, as what they came with is mended.
std::vector<report::Watch> watches(const Configuration& configuration, const store::Store& store, Milliseconds now) {
  std::vector<report::Watch> all;
  for (const auto& [name, summary] : configuration.summaries()) {
    if (!summary->watched()) continue;
    report::Watch& watch = all.emplace_back(report::Watch{name, summary->label(), 0, {}});
    mapping::Tally tally(summary, now);
    sync::count_rows(*summary, store, tally, [](store::RowId, const model::Reason&) {}, {});
    for (const auto& group : tally.groups()) {
      const std::int64_t count = boost::json::parse(group.json).at("count").to_number<std::int64_t>();
      watch.groups.emplace_back(group.key, count);
      watch.count += count;
    }
    std::ranges::stable_sort(watch.groups, std::ranges::greater{}, [](const auto& group) { return group.second; });
  }
  return all;
}

report::ReportSource gather(const Configuration& configuration, const store::Store& store, report::Kind kind,
                            report::Period period, Milliseconds now, const std::vector<schedule::FlowState>& schedule) {
  std::map<std::string, model::Label> labels;
  for (const auto& [name, system] : configuration.systems()) labels.emplace(name, system.definition.label);
  store::Reader reader = store.reader();
  report::ReportSource source = read_source({configuration.flows(), labels, schedule}, reader, period, now);
  source.kind = kind;
  source.watches = watches(configuration, store, now);
  return source;
}

}  // namespace

ReportMaker::ReportMaker(const Configuration& configuration, const Clock& clock)
    : configuration_(configuration),
      clock_(clock),
      archive_(configuration.hub().store.parent_path() / "reports"),
      zone_(schedule::TimeZone::find("Asia/Ho_Chi_Minh")) {}

report::SyncStatus ReportMaker::look(const store::Store& store, report::Kind kind, report::Period period,
                                     const std::vector<schedule::FlowState>& schedule) const {
  return compute(gather(configuration_, store, kind, period, clock_.now(), schedule));
}

MadeReport ReportMaker::make(const store::Store& store, report::Kind kind, report::Period period,
                             const std::vector<schedule::FlowState>& schedule) const {
  report::ReportSource source = gather(configuration_, store, kind, period, clock_.now(), schedule);
  source.earlier = archive_.last(kind, period.from);
  MadeReport made{compute(source), {}};
  made.figures = seal_figures(made.status, configuration_.texts(), *zone_);
  return made;
}

std::string ReportMaker::render(const MadeReport& report, report::Format format, report::Language language,
                                const std::string& number) const {
  using report::Format;
  if (format == Format::json) return render_json(report.figures);
  const report::Edition edition{configuration_.texts(), language, *zone_};
  const report::Document document =
      write_document(report.status, edition, {configuration_.reports().issuer, report.figures.sha256, number});
  if (format == Format::html) return render_html(document, edition, report.figures);
  if (format == Format::pdf) return render_pdf(document, edition, report.figures);
  if (format == Format::xlsx) return render_xlsx(document, edition, report.figures);
  return render_text(document);
}

bool ReportMaker::keep(const MadeReport& report, report::Language language, const std::string& number,
                       const std::vector<std::string>& due) const {
  std::map<report::Format, std::string> files;
  for (const auto format : report::sealed_formats) {
    files.emplace(format, render(report, format, language, number));
  }
  const report::Issuer& issuer = configuration_.reports().issuer;
  const report::Document document = write_document(report.status, {configuration_.texts(), language, *zone_},
                                                   {issuer, report.figures.sha256, number});
  return archive_.keep(about(report.status, report.figures, *zone_, number, issuer.symbol, document.subject), files,
                       due);
}

report::Language ReportMaker::language() const {
  return configuration_.hub().language == "vi" ? report::Language::vi : report::Language::en;
}

}  // namespace lt::app
