// Aligning cells of Vietnamese text.
#include "app/table.hpp"

#include "report/format.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <ostream>
#include <vector>

namespace lt::app {
namespace {

using report::display_width;

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::string shortened(std::string text, std::size_t most) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (display_width(text) <= most) return text;
  std::size_t end = 0;
  for (std::size_t characters = 0; characters + 1 < most; ++characters) {
    ++end;
    while (end < text.size() && continues(text[end])) ++end;
  }
  return text.substr(0, end) + "…";
}

void print_row(std::ostream& out, const std::vector<std::string>& cells, std::span<const Column> columns,
               const std::vector<std::size_t>& widths) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string blanks(widths[i] - display_width(cells[i]), ' ');
    if (i) out << "  ";
    const bool last = i + 1 == cells.size();
    out << (columns[i].right ? blanks + cells[i] : last ? cells[i] : cells[i] + blanks);
  }
  out << '\n';
}

}  // namespace

std::string cell_text(const boost::json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_array()) {
    std::string text;
    for (const auto& item : value.get_array()) text += (text.empty() ? "" : ", ") + cell_text(item);
    return text;
  }
  return boost::json::serialize(value);
}

void print_table(std::ostream& out, const boost::json::array& rows, std::span<const Column> columns, bool vietnamese,
                 std::size_t cell_most) {
  std::vector<std::vector<std::string>> lines;
  auto& titles = lines.emplace_back();
  for (const auto& column : columns) titles.emplace_back(vietnamese ? column.vi : column.en);
  for (const auto& row : rows) {
    auto& line = lines.emplace_back();
    for (const auto& column : columns) {
      const auto* value = row.get_object().if_contains(column.member);
      line.push_back(shortened(value ? cell_text(*value) : "", cell_most));
    }
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], display_width(line[i]));
  }
  for (const auto& line : lines) print_row(out, line, columns, widths);
}

}  // namespace lt::app
