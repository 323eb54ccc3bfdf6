// The charts' numbers as tables, and the spreadsheet's own charts of them.
#include "report/workbook_writer.hpp"

#include <algorithm>
#include <cstdlib>

namespace lt::report {
namespace {

lxw_color_t number_of(const char* colour) { return static_cast<lxw_color_t>(std::strtoul(colour + 1, nullptr, 16)); }

// The chart's numbers as a table, and the chart beside it, as Excel draws it.
lxw_row_t put_chart(WorkbookWriter& out, lxw_worksheet* sheet, lxw_row_t row, const Chart& chart) {
  out.text(sheet, row++, 0, chart.title, Look::heading);
  const lxw_row_t head = row;
  out.text(sheet, head, 0, {}, Look::head);
  const auto last = static_cast<lxw_row_t>(head + chart.categories.size());
  lxw_chart* const drawn =
      workbook_add_chart(out.book(), chart.form == ChartForm::columns ? LXW_CHART_COLUMN : LXW_CHART_BAR);
  for (std::size_t i = 0; i < chart.categories.size(); ++i) {
    out.text(sheet, static_cast<lxw_row_t>(head + 1 + i), 0, chart.categories[i], Look::text);
  }
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const auto column = static_cast<lxw_col_t>(s + 1);
    out.text(sheet, head, column, chart.series[s].name, Look::head);
    for (std::size_t i = 0; i < chart.categories.size(); ++i) {
      out.number(sheet, static_cast<lxw_row_t>(head + 1 + i), column, static_cast<double>(chart.series[s].values[i]),
                 Look::integer);
    }
    lxw_chart_series* const series = chart_add_series(drawn, nullptr, nullptr);
    chart_series_set_categories(series, sheet->name, head + 1, 0, last, 0);
    chart_series_set_values(series, sheet->name, head + 1, column, last, column);
    chart_series_set_name(series, chart.series[s].name.c_str());
    lxw_chart_fill fill{.color = number_of(colour_of(chart.series[s].tone)), .none = 0, .transparency = 0};
    chart_series_set_fill(series, &fill);
  }
  chart_title_set_name(drawn, chart.title.c_str());
  chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
  if (chart.form == ChartForm::bars) chart_axis_set_reverse(drawn->y_axis);
  worksheet_insert_chart(sheet, head, 6, drawn);
  return std::max<lxw_row_t>(last, head + 16) + 2;
}

// A row a system, a column a part of the period, shaded as on paper; beside it the whole period's shares as bars.
lxw_row_t put_shares(WorkbookWriter& out, lxw_worksheet* sheet, lxw_row_t row, const Chart& chart) {
  out.text(sheet, row++, 0, chart.title, Look::heading);
  const lxw_row_t head = row;
  const auto last = static_cast<lxw_row_t>(head + chart.series.size());
  const auto whole = static_cast<lxw_col_t>(chart.categories.size());
  out.text(sheet, head, 0, {}, Look::head);
  for (std::size_t i = 0; i < chart.categories.size(); ++i)
    out.text(sheet, head, static_cast<lxw_col_t>(i + 1), chart.categories[i], Look::head);
  for (const auto& series : chart.series) {
    out.text(sheet, ++row, 0, series.name, Look::text);
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i + 1);
      if (series.values[i] == unmeasured) {
        out.text(sheet, row, column, {}, Look::share);
      } else {
        out.number(sheet, row, column, static_cast<double>(series.values[i]) / 10'000.0, Look::share);
      }
    }
  }
  lxw_conditional_format darker{};
  darker.type = LXW_CONDITIONAL_2_COLOR_SCALE;
  darker.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
  darker.min_value = 0.8;
  darker.min_color = 0xBF5048;
  darker.max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
  darker.max_value = 1;
  darker.max_color = 0xFFFFFF;
  worksheet_conditional_format_range(sheet, head + 1, 1, last, whole, &darker);
  lxw_chart* const drawn = workbook_add_chart(out.book(), LXW_CHART_BAR);
  lxw_chart_series* const bars = chart_add_series(drawn, nullptr, nullptr);
  chart_series_set_categories(bars, sheet->name, head + 1, 0, last, 0);
  chart_series_set_values(bars, sheet->name, head + 1, whole, last, whole);
  lxw_chart_fill fill{.color = number_of(colour_of(Tone::stored)), .none = 0, .transparency = 0};
  chart_series_set_fill(bars, &fill);
  chart_series_set_labels(bars);
  chart_title_set_name(drawn, chart.title.c_str());
  chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
  chart_axis_set_reverse(drawn->y_axis);  // of a chart of bars that with the categories
  chart_axis_set_min(drawn->x_axis, 0);
  chart_axis_set_max(drawn->x_axis, 1);
  constexpr lxw_row_t rows_of_frame = 4;
  const lxw_row_t rows = std::max<lxw_row_t>(16, static_cast<lxw_row_t>(chart.series.size()) + rows_of_frame);
  lxw_chart_options place{};
  place.x_scale = 1.5;
  place.y_scale = rows / 15.0;  // as high as it has bars; a chart is 15 rows by itself
  worksheet_insert_chart_opt(sheet, last + 2, 0, drawn, &place);
  return last + 2 + rows + 2;
}

}  // namespace

void put_charts(WorkbookWriter& out, const Document& document, const std::string& name) {
  const bool any =
      std::ranges::any_of(document.sections, [](const Section& section) { return !section.charts.empty(); });
  if (!any) return;
  lxw_worksheet* const sheet = out.add_sheet(name);
  lxw_row_t row = 0;
  for (const auto& section : document.sections) {
    for (const auto& chart : section.charts)
      row = chart.form == ChartForm::shares ? put_shares(out, sheet, row, chart) : put_chart(out, sheet, row, chart);
  }
  worksheet_set_column(sheet, 0, 0, 45, nullptr);
  worksheet_set_column(sheet, 1, 4, 13, nullptr);
}

}  // namespace lt::report
