// Places the parts of charts.
#include "report/chart.hpp"

#include <algorithm>

namespace lt::report {
namespace {

constexpr double text_size = 9;
constexpr double letter = text_size * 0.5;  // the width of one, on average
constexpr const char* ink = "#3f4850";
constexpr const char* grid = "#d5dade";

Shape text(double x, double y, const std::string& words, Anchor anchor = Anchor::start) {
  return {.form = ShapeForm::text, .x = x, .y = y, .colour = ink, .text = words, .size = text_size, .anchor = anchor};
}

Shape rectangle(double x, double y, double width, double height, const char* colour) {
  return {.x = x, .y = y, .width = width, .height = height, .colour = colour};
}

Shape horizontal(double x, double y, double width, const char* colour) {
  return {.form = ShapeForm::line, .x = x, .y = y, .width = width, .colour = colour};
}

double width_of(const std::string& words) { return letter * static_cast<double>(display_width(words)); }

std::int64_t largest(const Chart& chart) {
  std::int64_t most = 0;
  for (const auto& series : chart.series) {
    for (const auto value : series.values) most = std::max(most, value);
  }
  return most;
}

double share(std::int64_t value, std::int64_t top) { return static_cast<double>(value) / static_cast<double>(top); }

void add_legend(const Chart& chart, Drawing& drawing) {
  double x = 0;
  for (const auto& series : chart.series) {
    drawing.shapes.push_back(rectangle(x, 2, 8, 8, colour_of(series.tone)));
    drawing.shapes.push_back(text(x + 12, 10, series.name));
    x += 12 + width_of(series.name) + 18;
  }
}

// Every label where there is room, else each second, third …
std::size_t labels_apart(const Chart& chart, double slot) {
  double widest = 0;
  for (const auto& category : chart.categories) widest = std::max(widest, width_of(category) + letter);
  return std::max<std::size_t>(1, static_cast<std::size_t>(widest / slot + 0.999));
}

Drawing draw_columns(const Chart& chart, const Edition& edition, double width) {
  constexpr double above = 20;
  constexpr double high = 120;
  Drawing drawing{width, above + high + 20, {}};
  add_legend(chart, drawing);
  const std::int64_t top = round_top(largest(chart));
  const double left = width_of(number(edition, top)) + 8;
  for (int step = 0; step <= 4; ++step) {
    const double y = above + high * (1 - step / 4.0);
    drawing.shapes.push_back(horizontal(left, y, width - left, step == 0 ? ink : grid));
    drawing.shapes.push_back(text(left - 4, y + 3, number(edition, top * step / 4), Anchor::end));
  }
  const double slot = (width - left) / static_cast<double>(std::max<std::size_t>(1, chart.categories.size()));
  const double bar = slot * 0.8 / static_cast<double>(std::max<std::size_t>(1, chart.series.size()));
  const std::size_t apart = labels_apart(chart, slot);
  for (std::size_t i = 0; i < chart.categories.size(); ++i) {
    double x = left + slot * (static_cast<double>(i) + 0.1);
    for (const auto& series : chart.series) {
      // What is there at all is seen.
      const std::int64_t value = series.values[i];
      const double length = value > 0 ? std::max(0.6, high * share(value, top)) : 0;
      if (length > 0) {
        drawing.shapes.push_back(rectangle(x, above + high - length, bar, length, colour_of(series.tone)));
      }
      x += bar;
    }
    if (i % apart == 0) {
      const double middle = left + slot * (static_cast<double>(i) + 0.5);
      drawing.shapes.push_back(text(middle, above + high + 12, chart.categories[i], Anchor::middle));
    }
  }
  return drawing;
}

Drawing draw_bars(const Chart& chart, const Edition& edition, double width) {
  constexpr double row = 24;
  Drawing drawing{width, row * static_cast<double>(chart.categories.size()), {}};
  const std::int64_t top = std::max<std::int64_t>(1, largest(chart));
  const double room = width - width_of(number(edition, top)) - 6;
  double y = 0;
  for (std::size_t i = 0; i < chart.categories.size(); ++i, y += row) {
    const std::int64_t value = chart.series.front().values[i];
    const double length = std::max(0.6, room * share(value, top));
    drawing.shapes.push_back(text(0, y + 9, chart.categories[i]));
    drawing.shapes.push_back(rectangle(0, y + 12, length, 8, colour_of(chart.series.front().tone)));
    drawing.shapes.push_back(text(length + 4, y + 19, number(edition, value)));
  }
  return drawing;
}

}  // namespace

const char* colour_of(Tone tone) {
  constexpr const char* colours[] = {"#9db4cc", "#1f5fa8", "#2e8b57", "#b3261e"};
  return colours[static_cast<std::size_t>(tone)];
}

bool Chart::empty() const { return series.empty() || largest(*this) == 0; }

std::int64_t round_top(std::int64_t value) {
  for (std::int64_t ten = 1;; ten *= 10) {
    for (const std::int64_t digits : {4, 8, 12, 20}) {
      if (digits * ten >= value) return digits * ten;
    }
  }
}

Drawing draw(const Chart& chart, const Edition& edition, double width) {
  return chart.form == ChartForm::columns ? draw_columns(chart, edition, width) : draw_bars(chart, edition, width);
}

}  // namespace lt::report
