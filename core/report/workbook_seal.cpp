// A cell takes 32,767 characters at most, so long texts are cut between code points.
#include "report/workbook_seal.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"

#include <algorithm>

namespace lt::report {
namespace {

constexpr std::size_t most = 30'000;  // bytes of a piece

std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    std::size_t size = std::min(most, text.size());
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    all.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return all;
}

// One line a cell; what ends lines within a cell is written as two signs.
std::string lines_of(const CellLines& cells) {
  std::string lines;
  for (const auto& [place, value] : cells) {
    lines += place + "=";
    for (const char c : value) lines += c == '\n' ? std::string("\\n") : std::string(1, c);
    lines += '|';
  }
  return lines;
}

std::string column_of(const CellLines& cells, char column) {
  std::string text;
  for (std::size_t row = 1;; ++row) {
    const auto found = cells.find(std::string(seal_sheet) + "!" + column + std::to_string(row));
    if (found == cells.end()) return text;
    text += found->second;
  }
}

// The place of the first line that differs.
std::string first_difference(std::string_view before, std::string_view now) {
  const auto differs = std::ranges::mismatch(before, now);
  const auto at = static_cast<std::size_t>(differs.in1 - before.begin());
  const std::string_view in = at < before.size() ? before : now;
  const std::size_t line = at == 0 ? std::string_view::npos : in.rfind('|', at - 1);
  const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
  return std::string(in.substr(begin, in.find('=', begin) - begin));
}

}  // namespace

std::vector<std::vector<std::string>> seal_columns(const Figures& figures, const CellLines& cells) {
  const std::string lines = lines_of(cells);
  return {pieces(figures.canonical), pieces(lines), {figures.sha256, sha256(lines)}};
}

Inspection inspect_workbook(std::string_view bytes) {
  CellLines cells = read_cells(bytes);
  const std::string figures = column_of(cells, 'A');
  const std::string before = column_of(cells, 'B');
  const std::string sheet(seal_sheet);
  const std::string of_figures = cells[sheet + "!C1"];
  const std::string of_cells = cells[sheet + "!C2"];
  if (of_figures.empty()) {
    throw Error(ErrorKind::unsupported,
                "this workbook carries no seal of a report; give a file that lienthong report has made");
  }
  std::erase_if(cells, [&](const auto& cell) { return cell.first.starts_with(sheet + "!"); });
  const std::string now = lines_of(cells);
  Inspection result{
      .format = Format::xlsx, .finding = Finding::intact, .id = id_in(figures), .sha256 = of_figures, .where = {}};
  if (sha256(figures) != of_figures) {
    result.where = "figures";
  } else if (sha256(before) != of_cells) {
    result.where = "seal";
  } else if (before != now) {
    result.where = first_difference(before, now);
  }
  if (!result.where.empty()) result.finding = Finding::altered;
  return result;
}

}  // namespace lt::report
