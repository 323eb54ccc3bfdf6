// Charts as data, and as the rectangles, lines and texts that every painter draws the same.
#pragma once

#include "report/format.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lt::report {

enum class Tone { received, stored, delivered, rejected };
// "#1f5fa8"
const char* colour_of(Tone tone);

struct Series {
  std::string name;
  Tone tone = Tone::received;
  std::vector<std::int64_t> values;  // one a category
};

// Columns stand side by side for each category; bars lie below one another, a series only; shares are a row of cells a
// series, in hundredths of a percent, the darker the less, its last category set apart.
enum class ChartForm { columns, bars, shares };
// In place of a share of which nothing is known.
inline constexpr std::int64_t unmeasured = -1;

struct Chart {
  std::string id;
  std::string title;
  ChartForm form = ChartForm::columns;
  std::vector<std::string> categories;
  std::vector<Series> series;

  bool empty() const;  // all values are 0, or no share is known
};

enum class ShapeForm { rectangle, line, text };
enum class Anchor { start, middle, end };

// In points from the upper left; the text's place is on its base line.
struct Shape {
  ShapeForm form = ShapeForm::rectangle;
  double x = 0;
  double y = 0;
  double width = 0;  // of a line: to x + width, y + height
  double height = 0;
  std::string colour;
  std::string text = {};
  double size = 0;
  Anchor anchor = Anchor::start;
};

struct Drawing {
  double width = 0;
  double height = 0;
  std::vector<Shape> shapes;
};

// As high as its categories need; its title is not drawn.
Drawing draw(const Chart& chart, const Edition& edition, double width);

// A round number at or above `value`, of which halves and quarters are round too; at least 4.
std::int64_t round_top(std::int64_t value);

}  // namespace lt::report
