// From status to charts.
#include "report/charts.hpp"

#include "report/tables.hpp"

#include <algorithm>

namespace lt::report {
namespace {

// By hour or by day, as long as the first part is.
std::vector<std::string> labels_of_parts(const SyncStatus& status, const Edition& edition) {
  std::vector<std::string> labels;
  labels.reserve(status.volumes.size() + 1);
  const char* text = "chart_day";
  if (!status.volumes.empty() && status.volumes[0].period.to - status.volumes[0].period.from <= hour_ms)
    text = "chart_hour";
  for (const auto& volume : status.volumes)
    labels.push_back(edition.text(text, date_parts(edition, volume.period.from)));
  return labels;
}

std::int64_t share_of(const Availability& part) {
  return part.measured > 0 ? hundredths(part.available, part.measured) : unmeasured;
}

}  // namespace

Chart volumes_chart(const SyncStatus& status, const Edition& edition) {
  Chart chart{.id = "volumes",
              .title = edition.text("volumes_chart"),
              .categories = labels_of_parts(status, edition),
              .series = {{edition.text("series_read"), Tone::received, {}},
                         {edition.text("series_stored"), Tone::stored, {}},
                         {edition.text("series_delivered"), Tone::delivered, {}},
                         {edition.text("series_dead"), Tone::rejected, {}}}};
  for (const auto& volume : status.volumes) {
    chart.series[0].values.push_back(volume.in.read);
    chart.series[1].values.push_back(volume.in.created + volume.in.updated);
    chart.series[2].values.push_back(volume.out.delivered);
    chart.series[3].values.push_back(volume.in.dead + volume.out.dead);
  }
  return chart;
}

Chart causes_chart(const SyncStatus& status, const Edition& edition) {
  constexpr std::size_t most = 8;
  Chart chart{.id = "causes",
              .title = edition.text("causes_chart"),
              .form = ChartForm::bars,
              .categories = {},
              .series = {{edition.text("col_count"), Tone::rejected, {}}}};
  for (const auto& reason : lines_of(status.reasons)) {
    if (chart.categories.size() == most) break;
    chart.categories.push_back(edition.label(edition.texts.reason(reason.code).meaning) + " (" +
                               edition.label(reason.flow_label) + ")");
    chart.series[0].values.push_back(reason.count);
  }
  return chart;
}

Chart availability_chart(const SyncStatus& status, const Edition& edition) {
  constexpr std::size_t most = 30;
  Chart chart{.id = "availability",
              .title = edition.text("availability_chart"),
              .form = ChartForm::shares,
              .categories = labels_of_parts(status, edition),
              .series = {}};
  chart.categories.push_back(edition.text("chart_whole"));
  for (const auto& system : status.systems) {
    if (system.availability.measured == 0) continue;
    Series& series = chart.series.emplace_back(Series{edition.label(system.label), Tone::received, {}});
    for (std::size_t i = 0; i < status.volumes.size(); ++i)
      series.values.push_back(i < system.by_part.size() ? share_of(system.by_part[i]) : unmeasured);
    series.values.push_back(share_of(system.availability));
  }
  std::ranges::stable_sort(chart.series, {}, [](const Series& series) { return series.values.back(); });
  if (chart.series.size() > most) {
    chart.series.resize(most);
    chart.title = edition.text("availability_chart_least", {{"count", number(edition, most)}});
  }
  return chart;
}

}  // namespace lt::report
