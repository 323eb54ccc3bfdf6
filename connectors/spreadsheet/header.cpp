// Tries every row as a header of one and of two rows; the one that names most fields wins.
#include "header.hpp"

#include "text_encoding.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <numeric>
#include <optional>

namespace lt::spreadsheet {
namespace {

constexpr std::uint32_t rows_looked_at = 100;
constexpr std::size_t texts_shown = 12;

/// A column as a header names it: by its own text, and by its group's text with its own.
struct ColumnName {
  std::uint32_t column;
  std::string own, grouped;
  std::string shown;  ///< "Mũi 1/Lô" as written
  std::string address;
};

std::string one_line(std::string text) {
  for (char& c : text) c = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  constexpr std::size_t most = 60;
  if (text.size() <= most) return text;
  auto cut = most;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

std::vector<ColumnName> names_of_one_row(const Row& row) {
  std::vector<ColumnName> names;
  for (const auto& cell : row.cells) {
    auto own = fold_header(cell.text);
    if (!own.empty())
      names.push_back({cell.column, own, own, one_line(cell.text), cell_address(cell.column, row.number)});
  }
  return names;
}

/// A group stands above the first of its columns; the columns to its right belong to it while nothing stands above
/// them.
std::vector<ColumnName> names_of_two_rows(const Row& top, const Row& sub) {
  std::vector<ColumnName> names;
  const Cell* group = nullptr;
  std::uint32_t group_end = 0;
  std::uint32_t last = 0;
  for (const Row* row : {&top, &sub}) {
    if (!row->cells.empty()) last = std::max(last, row->cells.back().column);
  }
  for (std::uint32_t column = 0; column <= last; ++column) {
    const Cell* above = top.at(column);
    const Cell* below = sub.at(column);
    if (above || column != group_end) group = nullptr;
    if (below) {
      if (above) group = above;
      group_end = column + 1;
      auto own = fold_header(below->text);
      auto grouped = group ? fold_header(group->text) + own : own;
      if (own.empty()) continue;
      auto shown = group ? one_line(group->text) + "/" + one_line(below->text) : one_line(below->text);
      names.push_back({column, own, grouped, shown, cell_address(column, sub.number)});
    } else if (above) {
      auto own = fold_header(above->text);
      if (!own.empty()) names.push_back({column, own, own, one_line(above->text), cell_address(column, top.number)});
    }
  }
  return names;
}

struct Attempt {
  Header header;
  std::vector<ColumnName> names;
  std::vector<const Field*> missing;
  std::string ambiguous;
  std::size_t found = 0;
  bool complete() const { return missing.empty() && ambiguous.empty() && found > 0; }
};

/// The column of one accepted header; says in `ambiguous` when there are several and none is chosen.
std::optional<std::uint32_t> match(const std::vector<ColumnName>& names, const AcceptedHeader& wanted,
                                   std::string& ambiguous) {
  std::vector<const ColumnName*> found;
  for (const auto& name : names) {
    if (name.own == wanted.folded || name.grouped == wanted.folded) found.push_back(&name);
  }
  if (wanted.occurrence > 0) {
    if (wanted.occurrence > found.size()) return std::nullopt;
    return found[wanted.occurrence - 1]->column;
  }
  if (found.empty()) return std::nullopt;
  if (found.size() > 1) {
    ambiguous = "the header \"" + wanted.text + "\" stands over two columns (" + found[0]->address + " and " +
                found[1]->address + "): remove one, or name in the settings which is meant, by its group (\"Group/" +
                wanted.text + "\") or its place (\"" + wanted.text + "[1]\")";
    return std::nullopt;
  }
  return found[0]->column;
}

Attempt attempt(const Layout& layout, const Row& top, const Row* sub) {
  Attempt tried;
  tried.header.first_row = top.number;
  tried.header.rows = sub ? 2 : 1;
  tried.names = sub ? names_of_two_rows(top, *sub) : names_of_one_row(top);
  tried.header.cells = sub ? std::vector<Row>{top, *sub} : std::vector<Row>{top};
  for (const auto& field : layout.fields) {
    int column = -1;
    std::string ambiguous;
    for (const auto& wanted : field.headers) {
      if (auto found = match(tried.names, wanted, ambiguous)) {
        column = static_cast<int>(*found);
        break;
      }
    }
    if (column < 0 && tried.ambiguous.empty()) tried.ambiguous = ambiguous;
    tried.found += column >= 0 ? 1 : 0;
    if (column < 0 && field.required && ambiguous.empty()) tried.missing.push_back(&field);
    tried.header.columns.push_back(column);
  }
  return tried;
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

/// The header text most like what the field accepts, when it is like it at all.
std::string nearest(const std::vector<ColumnName>& names, const Field& field) {
  const ColumnName* best = nullptr;
  std::size_t best_distance = SIZE_MAX;
  for (const auto& wanted : field.headers) {
    for (const auto& name : names) {
      if (name.grouped.size() > 200) continue;
      const auto distance =
          std::min(edit_distance(name.own, wanted.folded), edit_distance(name.grouped, wanted.folded));
      if (distance < best_distance && distance <= wanted.folded.size() / 2) best = &name, best_distance = distance;
    }
  }
  return best ? " (the nearest is \"" + best->shown + "\" at " + best->address + ")" : "";
}

[[noreturn]] void fail(const std::optional<Attempt>& best, const std::string& sheet) {
  const auto where = "the sheet \"" + sheet + "\"";
  if (!best || best->names.empty())
    throw FileError(where + " has no text where headers could be: is it the right sheet?");
  if (best->missing.empty() && !best->ambiguous.empty()) throw FileError(where + ": " + best->ambiguous);
  std::string message = where + " lacks";
  for (const auto* field : best->missing) {
    message += (field == best->missing.front() ? " the column \"" : ", \"") + field->headers.front().text + "\"" +
               nearest(best->names, *field);
  }
  message += "; row " + std::to_string(best->header.first_row) + " comes nearest to a header and has:";
  for (std::size_t i = 0; i < std::min(texts_shown, best->names.size()); ++i) {
    message += (i ? ", \"" : " \"") + best->names[i].shown + "\"";
  }
  throw FileError(message + (best->names.size() > texts_shown ? ", …" : ""));
}

struct FirstRows {
  std::vector<Row> rows;
  std::optional<FileError> damage;  ///< where the sheet breaks off; what is before it may still be read
};

FirstRows first_rows(Workbook& workbook, std::size_t sheet) {
  FirstRows first;
  try {
    workbook.rows(sheet, [&](const Row& row) {
      if (row.number > rows_looked_at) return false;
      first.rows.push_back(row);
      std::erase_if(first.rows.back().cells, [](const Cell& cell) { return cell.kind != Cell::Kind::text; });
      return true;
    });
  } catch (const FileError& error) {
    first.damage = error;
  }
  return first;
}

}  // namespace

Header find_header(Workbook& workbook, std::size_t sheet, const Layout& layout) {
  const auto [rows, damage] = first_rows(workbook, sheet);
  std::optional<Attempt> best;
  const auto consider = [&](Attempt tried) {
    const auto rank = [](const Attempt& a) { return std::pair(a.complete(), a.found); };
    if (!best || rank(tried) > rank(*best)) best = std::move(tried);
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (layout.header_rows != 2U) consider(attempt(layout, rows[i], nullptr));
    const bool pair = i + 1 < rows.size() && rows[i + 1].number == rows[i].number + 1;
    if (pair && layout.header_rows != 1U) consider(attempt(layout, rows[i], &rows[i + 1]));
  }
  const bool found = best && best->complete();
  if (!found && damage) throw *damage;
  if (!found) fail(best, workbook.sheets()[sheet].name);
  return std::move(best->header);
}

int find_column(const Header& header, const std::vector<std::string>& folded_names) {
  const auto names =
      header.rows == 2 ? names_of_two_rows(header.cells[0], header.cells[1]) : names_of_one_row(header.cells[0]);
  for (const auto& name : names) {
    if (std::find(folded_names.begin(), folded_names.end(), name.own) != folded_names.end()) {
      return static_cast<int>(name.column);
    }
  }
  return -1;
}

bool Header::repeated_by(const Row& row) const {
  std::size_t same = 0;
  for (const int column : columns) {
    const Cell* cell = column < 0 ? nullptr : row.at(static_cast<std::uint32_t>(column));
    if (!cell) continue;
    const bool equal = std::any_of(cells.begin(), cells.end(), [&](const Row& own) {
      const Cell* text = own.at(static_cast<std::uint32_t>(column));
      return text && cell->kind == Cell::Kind::text && text->text == cell->text;
    });
    if (!equal) return false;
    ++same;
  }
  return same >= 2 || (same == 1 && columns.size() == 1);
}

std::vector<std::size_t> choose_sheets(Workbook& workbook, const Layout& layout) {
  const auto& sheets = workbook.sheets();
  std::vector<std::size_t> order(sheets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (layout.sheet) {
    std::erase_if(order, [&](std::size_t i) {
      return fnmatch(layout.sheet->c_str(), sheets[i].name.c_str(), FNM_CASEFOLD) != 0;
    });
    if (!order.empty() || workbook.kind() == FileKind::csv) return order.empty() ? std::vector<std::size_t>{0} : order;
    std::string names;
    for (const auto& sheet : sheets) names += (names.empty() ? "\"" : ", \"") + sheet.name + "\"";
    throw FileError("no sheet is named \"" + *layout.sheet + "\"; the workbook has " + names);
  }
  // Visible ones first, each kind in the workbook's order.
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(sheets[a].hidden, a) < std::pair(sheets[b].hidden, b);
  });
  std::optional<FileError> first_error;
  for (const auto i : order) {
    try {
      find_header(workbook, i, layout);
      return {i};
    } catch (const FileError& error) {
      if (!first_error) first_error = error;
    }
  }
  throw *first_error;
}

}  // namespace lt::spreadsheet
