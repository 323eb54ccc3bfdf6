// Places the parts of charts.
#include "report/chart.hpp"

#include <algorithm>

namespace lt::report {
namespace {

constexpr double text_size = 9;
constexpr double letter_width = text_size * 0.5;  // the width of one, on average
constexpr const char* ink = "#3f4850";
constexpr const char* grid = "#d5dade";
constexpr const char* frame = "#8b949e";

Shape text(double x, double y, const std::string& words, Anchor anchor = Anchor::start) {
  return {.form = ShapeForm::text, .x = x, .y = y, .colour = ink, .text = words, .size = text_size, .anchor = anchor};
}

Shape rectangle(double x, double y, double width, double height, const char* colour) {
  return {.x = x, .y = y, .width = width, .height = height, .colour = colour};
}

Shape horizontal(double x, double y, double width, const char* colour) {
  return {.form = ShapeForm::line, .x = x, .y = y, .width = width, .colour = colour};
}

double width_of(const std::string& words) { return letter_width * static_cast<double>(display_width(words)); }

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
  for (const auto& category : chart.categories) widest = std::max(widest, width_of(category) + letter_width);
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

// Lightness tells the steps apart, so that black and white print does too.
struct Shade {
  std::int64_t from;  // hundredths of a percent
  const char* text;
  const char* colour;
  bool light_ink;
};
constexpr Shade shades[] = {{9'990, "shade_whole", "#ffffff", false},
                            {9'900, "shade_99", "#f6dcd9", false},
                            {9'500, "shade_95", "#e3a39d", false},
                            {8'000, "shade_80", "#bf5048", true},
                            {0, "shade_less", "#611410", true}};

const Shade& shade_of(std::int64_t value) {
  return *std::ranges::find_if(shades, [&](const Shade& shade) { return value >= shade.from; });
}

void add_cell(Drawing& drawing, double x, double y, double width, double height, const char* colour) {
  drawing.shapes.push_back(rectangle(x, y, width, height, frame));
  drawing.shapes.push_back(rectangle(x + 0.4, y + 0.4, width - 0.8, height - 0.8, colour));
}

// What fits into `width`, with an ellipsis where something had to go.
std::string shortened(std::string words, double width) {
  if (width_of(words) <= width) return words;
  const auto drop_last = [&] {
    while (!words.empty() && (static_cast<unsigned char>(words.back()) & 0xC0U) == 0x80U) words.pop_back();
    if (!words.empty()) words.pop_back();
  };
  while (!words.empty() && width_of(words) + letter_width > width) drop_last();
  while (words.ends_with(' ')) words.pop_back();
  return words + "…";
}

void add_shades(Drawing& drawing, const Edition& edition) {
  double x = 0;
  for (const Shade& shade : shades) {
    add_cell(drawing, x, 2, 12, 9, shade.colour);
    const std::string words = edition.text(shade.text);
    drawing.shapes.push_back(text(x + 16, 10, words));
    x += 16 + width_of(words) + 14;
  }
  drawing.shapes.push_back(text(x, 10, edition.text("shade_none")));
}

Drawing draw_shares(const Chart& chart, const Edition& edition, double width) {
  constexpr double head = 34;
  constexpr double row = 15;
  constexpr double whole = 46;  // the last column, and a gap before it
  constexpr double gap = 5;
  constexpr double room_for_a_number = 33;
  Drawing drawing{width, head + row * static_cast<double>(chart.series.size()) + 2, {}};
  add_shades(drawing, edition);
  double left = 0;
  for (const auto& series : chart.series) left = std::max(left, width_of(series.name) + 6);
  left = std::min(left, width * 0.36);
  const std::size_t parts = chart.categories.size() - 1;
  const double slot = (width - left - whole) / static_cast<double>(std::max<std::size_t>(1, parts));
  const auto x_of = [&](std::size_t i) {
    return i < parts ? left + slot * static_cast<double>(i) : width - whole + gap;
  };
  const auto width_at = [&](std::size_t i) { return i < parts ? slot : whole - gap; };
  const std::size_t apart = labels_apart(chart, slot);
  for (std::size_t i = 0; i <= parts; ++i) {
    if (i == parts || i % apart == 0)
      drawing.shapes.push_back(text(x_of(i) + width_at(i) / 2, head - 5, chart.categories[i], Anchor::middle));
  }
  double y = head;
  for (const auto& series : chart.series) {
    drawing.shapes.push_back(text(0, y + 10.5, shortened(series.name, left - 6)));
    for (std::size_t i = 0; i <= parts; ++i) {
      const std::int64_t value = series.values[i];
      const double middle = x_of(i) + width_at(i) / 2;
      if (value == unmeasured) {
        drawing.shapes.push_back(text(middle, y + 10.5, edition.text("none"), Anchor::middle));
        continue;
      }
      const Shade& shade = shade_of(value);
      add_cell(drawing, x_of(i), y, width_at(i), row - 1, shade.colour);
      // What was up throughout says so by being white; the whole period's share is always written.
      if (width_at(i) < room_for_a_number || (&shade == &shades[0] && i < parts)) continue;
      drawing.shapes.push_back(text(middle, y + 10.5, percent(edition, value, 10'000), Anchor::middle));
      if (shade.light_ink) drawing.shapes.back().colour = "#ffffff";
    }
    y += row;
  }
  return drawing;
}

}  // namespace

const char* colour_of(Tone tone) {
  constexpr const char* colours[] = {"#cbd9e8", "#6f9bcb", "#2e7d52", "#8c1710"};  // each darker than the one before
  return colours[static_cast<std::size_t>(tone)];
}

bool Chart::empty() const {
  if (form != ChartForm::shares) return series.empty() || largest(*this) == 0;
  return std::ranges::all_of(series, [](const Series& each) {
    return std::ranges::all_of(each.values, [](std::int64_t value) { return value == unmeasured; });
  });
}

std::int64_t round_top(std::int64_t value) {
  for (std::int64_t ten = 1;; ten *= 10) {
    for (const std::int64_t digits : {4, 8, 12, 20}) {
      if (digits * ten >= value) return digits * ten;
    }
  }
}

Drawing draw(const Chart& chart, const Edition& edition, double width) {
  if (chart.form == ChartForm::shares) return draw_shares(chart, edition, width);
  return chart.form == ChartForm::columns ? draw_columns(chart, edition, width) : draw_bars(chart, edition, width);
}

}  // namespace lt::report
