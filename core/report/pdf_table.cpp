// Tables over as many pages as they need.
#include "report/pdf_parts.hpp"

#include <algorithm>

namespace lt::report {
namespace {

constexpr double padding = 3;
constexpr const char* border = "#6b747d";
constexpr const char* row_shade = "#eef1f4";
constexpr int most_lines = 12;  // of a cell: what partners say may be long

const char* colour_of(Mark mark) {
  constexpr const char* colours[] = {"#000000", "#17642f", "#8a5200", "#b3261e"};
  return colours[static_cast<std::size_t>(mark)];
}

class TablePainter {
 public:
  TablePainter(Paper& paper, const Table& table, double size) : paper_(paper), table_(table), size_(size) {
    double whole = 0;
    for (const auto& column : table.columns) whole += column.share;
    widths_.reserve(table.columns.size());
    for (const auto& column : table.columns) widths_.push_back(paper.width() * column.share / whole);
  }

  void paint() {
    const double first = table_.rows.empty() ? 0 : height_of(table_.rows.front());
    paper_.need(head_height() + first);
    paint_head();
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      const Row& row = table_.rows[i];
      // The head of a group stays with its first row.
      const double with_next = row.group && i + 1 < table_.rows.size() ? height_of(table_.rows[i + 1]) : 0;
      paint_row(row, height_of(row) + with_next, false);
    }
    if (!table_.total.empty()) {
      const Row total{table_.total, {}};
      paint_row(total, height_of(total, true), true);
    }
  }

 private:
  TextStyle style_of(std::size_t column, const Cell& cell, bool bold) const {
    return {.size = size_,
            .bold = bold || cell.mark == Mark::bad || cell.mark == Mark::warn,
            .alignment = table_.columns[column].numeric ? Alignment::right : Alignment::left,
            .colour = colour_of(cell.mark),
            .whole_words = table_.columns[column].numeric,
            .most_lines = most_lines};
  }

  TextStyle head_style() const { return {.size = size_, .bold = true, .alignment = Alignment::centre}; }

  double head_height() const {
    double height = 0;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      height = std::max(height, paper_.height_of(table_.columns[i].title, head_style(), widths_[i] - 2 * padding));
    }
    return height + 2 * padding;
  }

  double height_of(const Row& row, bool bold = false) const {
    if (row.group) {
      return paper_.height_of(row.cells[0].text, {.size = size_, .bold = true}, paper_.width() - 2 * padding) +
             2 * padding;
    }
    double height = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const TextStyle style = style_of(i, row.cells[i], bold);
      height = std::max(height, paper_.height_of(row.cells[i].text, style, widths_[i] - 2 * padding));
    }
    return height + 2 * padding;
  }

  void paint_grid(double y, double height, bool columns) const {
    paper_.line(0, y, paper_.width(), y, 0.5, border);
    paper_.line(0, y + height, paper_.width(), y + height, 0.5, border);
    paper_.line(0, y, 0, y + height, 0.5, border);
    double x = 0;
    for (const double width : widths_) {
      x += width;
      if (columns || x > paper_.width() - 1) paper_.line(x, y, x, y + height, 0.5, border);
    }
  }

  void paint_head() {
    const double height = head_height();
    const double y = paper_.y();
    paper_.fill(0, y, paper_.width(), height, row_shade);
    paint_grid(y, height, true);
    double x = 0;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const double inside = widths_[i] - 2 * padding;
      const double down = (height - paper_.height_of(table_.columns[i].title, head_style(), inside)) / 2;
      paper_.write(table_.columns[i].title, head_style(), x + padding, y + down, inside);
      x += widths_[i];
    }
    paper_.move(height);
  }

  void paint_row(const Row& row, double needed, bool bold) {
    if (paper_.room() < needed) {
      paper_.need(needed);
      paint_head();
    }
    const double height = height_of(row, bold);
    const double y = paper_.y();
    if (row.group || bold) paper_.fill(0, y, paper_.width(), height, "#f7f8fa");
    paint_grid(y, height, !row.group);
    double x = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const double width = row.group ? paper_.width() : widths_[i];
      const TextStyle style = row.group ? TextStyle{.size = size_, .bold = true} : style_of(i, row.cells[i], bold);
      paper_.write(row.cells[i].text, style, x + padding, y + padding, width - 2 * padding);
      x += width;
    }
    paper_.move(height);
  }

  Paper& paper_;
  const Table& table_;
  double size_;
  std::vector<double> widths_;
};

void put_note(Paper& paper, const std::string& text, double size) {
  const TextStyle style{.size = size, .italic = true};
  const double height = paper.height_of(text, style, paper.width());
  paper.need(height + 4);
  paper.write(text, style, 0, paper.y() + 3, paper.width());
  paper.move(height + 5);
}

}  // namespace

void put_table(Paper& paper, const Table& table, double text_size) {
  if (table.rows.empty()) {
    put_paragraph(paper, table.empty, {});
    return;
  }
  TablePainter(paper, table, text_size).paint();
  if (!table.note.empty()) put_note(paper, table.note, text_size);
  paper.move(8);
}

}  // namespace lt::report
