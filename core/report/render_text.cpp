// Tables for a terminal.
#include "report/render.hpp"

#include <algorithm>

namespace lt::report {
namespace {

constexpr std::size_t widest = 34;  // columns of a cell; longer texts go on below

// Breaks at spaces so that no line is wider than a cell may be; a longer word stands alone.
std::vector<std::string> wrapped(const std::string& text, std::size_t width = widest) {
  std::vector<std::string> lines(1);
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", start), text.size());
    const std::string word = text.substr(start, end - start);
    if (!lines.back().empty() && display_width(lines.back()) + 1 + display_width(word) > width) {
      lines.emplace_back(word);
    } else {
      lines.back() += (lines.back().empty() ? "" : " ") + word;
    }
    start = end + 1;
  }
  return lines;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t used = display_width(text);
  const std::string space(width > used ? width - used : 0, ' ');
  return right ? space + text : text + space;
}

void append_row(std::string& out, const std::vector<Cell>& row, const Table& table,
                const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 1;
  for (const auto& cell : row) {
    cells.push_back(wrapped(cell.text));
    height = std::max(height, cells.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string part = line < cells[i].size() ? cells[i][line] : "";
      text += (i > 0 ? "  " : "") + padded(part, widths[i], table.columns[i].numeric);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
}

std::vector<Cell> headings(const Table& table) {
  std::vector<Cell> row;
  row.reserve(table.columns.size());
  for (const auto& column : table.columns) row.push_back({column.title});
  return row;
}

std::vector<std::size_t> text_widths(const Table& table) {
  std::vector<std::size_t> widths(table.columns.size(), 0);
  const auto measure = [&](const std::vector<Cell>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      for (const auto& line : wrapped(row[i].text)) widths[i] = std::max(widths[i], display_width(line));
    }
  };
  measure(headings(table));
  for (const auto& row : table.rows) measure(row.cells);
  measure(table.total);
  return widths;
}

std::string rule(const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) line += "  ";
    for (std::size_t n = 0; n < widths[i]; ++n) line += "─";
  }
  return line + "\n";
}

}  // namespace

std::string render_text(const Table& table) {
  if (table.rows.empty()) return table.empty + "\n";
  const auto widths = text_widths(table);
  std::string out;
  append_row(out, headings(table), table, widths);
  out += rule(widths);
  for (const auto& row : table.rows) {
    append_row(out, row.cells, table, widths);
    if (row.detail.empty()) continue;
    for (const auto& line : wrapped(row.detail, 100)) out += "    " + line + "\n";
  }
  if (!table.total.empty()) {
    out += rule(widths);
    append_row(out, table.total, table, widths);
  }
  if (!table.note.empty()) out += table.note + "\n";
  return out;
}

std::string render_text(const Document& document) {
  std::string out = document.type + ": " + document.subject + "\n" + document.body + ", " + document.place_date +
                    "\n\n" + document.opening + "\n";
  for (const auto& section : document.sections) {
    out += "\n" + section.heading + "\n\n";
    for (const auto& paragraph : section.paragraphs) out += paragraph + "\n";
    for (const auto& table : section.tables) out += render_text(table);
  }
  for (const auto& appendix : document.appendices) {
    out += "\n" + appendix.name + ". " + appendix.title + "\n\n" + render_text(appendix.table);
  }
  return out + "\n" + document.seal_note + "\n";
}

}  // namespace lt::report
