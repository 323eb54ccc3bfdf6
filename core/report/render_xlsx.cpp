// The report as a workbook: a sheet of the body, one of the charts with their numbers, one an appendix.
#include "report/render.hpp"
#include "report/workbook_seal.hpp"
#include "report/workbook_writer.hpp"

#include <algorithm>
#include <cmath>

namespace lt::report {
namespace {

Look look_of(const Cell& cell, const Column& column, bool total) {
  if (total) return Look::total;
  if (cell.percent) return Look::share;
  if (cell.mark == Mark::none) return cell.value || column.numeric ? Look::integer : Look::text;
  if (cell.value && cell.mark != Mark::good) return cell.mark == Mark::bad ? Look::bad_integer : Look::warn_integer;
  constexpr Look marks[] = {Look::text, Look::good, Look::warn, Look::bad};
  return marks[static_cast<std::size_t>(cell.mark)];
}

void put_cell(WorkbookWriter& out, lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, Look look) {
  if (!cell.value) return out.text(sheet, row, column, cell.text, look);
  out.number(sheet, row, column, static_cast<double>(*cell.value) / (cell.percent ? 10'000.0 : 1.0), look);
}

// Of the columns of a sheet, in characters.
using Widths = std::vector<double>;

// As high as the cell with the most lines; programs that only print do not find that out themselves.
void set_height(lxw_worksheet* sheet, lxw_row_t row, const std::vector<Cell>& cells, const Widths& widths) {
  constexpr double line_height = 15;
  double lines = 1;
  for (std::size_t i = 0; i < cells.size() && cells.size() > 1; ++i) {
    lines = std::max(lines, std::ceil(static_cast<double>(display_width(cells[i].text)) * 1.1 / widths[i]));
  }
  if (lines > 1) worksheet_set_row(sheet, row, line_height * std::min(lines, 25.0), nullptr);
}

// Gives the row below the table.
lxw_row_t put_table(WorkbookWriter& out, lxw_worksheet* sheet, lxw_row_t row, const Table& table,
                    const Widths& widths) {
  if (table.rows.empty()) {
    out.text(sheet, row, 0, table.empty, Look::plain);
    return row + 2;
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    out.text(sheet, row, static_cast<lxw_col_t>(i), table.columns[i].title, Look::head);
  }
  const auto put_row = [&](const std::vector<Cell>& cells, bool total) {
    ++row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      put_cell(out, sheet, row, static_cast<lxw_col_t>(i), cells[i], look_of(cells[i], table.columns[i], total));
    }
    set_height(sheet, row, cells, widths);
  };
  for (const auto& each : table.rows) put_row(each.cells, false);
  if (!table.total.empty()) put_row(table.total, true);
  if (!table.note.empty()) out.paragraph(sheet, ++row, table.note, Look::note);
  return row + 2;
}

void set_widths(lxw_worksheet* sheet, const Widths& widths) {
  for (std::size_t column = 0; column < widths.size(); ++column) {
    worksheet_set_column(sheet, static_cast<lxw_col_t>(column), static_cast<lxw_col_t>(column), widths[column],
                         nullptr);
  }
}

// What its columns' shares ask for.
Widths sheet_widths(const Table& table) {
  constexpr double of_a_share = 11;
  Widths widths;
  widths.reserve(table.columns.size());
  for (const auto& column : table.columns) widths.push_back(std::max(11.0, column.share * of_a_share));
  return widths;
}

void put_body(WorkbookWriter& out, const Document& document, const std::string& name, const std::string& see_charts) {
  lxw_worksheet* const sheet = out.add_sheet(name);
  const Widths widths = {38, 22, 26, 24, 32, 13, 13, 12};  // its tables share them
  lxw_row_t row = 0;
  for (const auto& line : {document.parent, document.body, document.number, document.place_date}) {
    out.text(sheet, row++, 0, line, Look::plain);
  }
  out.paragraph(sheet, ++row, document.type, Look::title);
  out.paragraph(sheet, ++row, document.subject, Look::title);
  row += 2;
  if (!document.addressees.empty()) out.paragraph(sheet, row++, document.addressees_title, Look::wrapped);
  for (const auto& each : document.addressees) out.paragraph(sheet, row++, each, Look::wrapped);
  out.paragraph(sheet, row, document.opening, Look::wrapped);
  row += 2;
  for (const auto& section : document.sections) {
    out.text(sheet, row++, 0, section.heading, Look::heading);
    for (const auto& paragraph : section.paragraphs) out.paragraph(sheet, row++, paragraph, Look::wrapped);
    if (!section.charts.empty()) out.paragraph(sheet, row++, see_charts, Look::note);
    for (const auto& table : section.tables) row = put_table(out, sheet, row, table, widths);
    if (section.tables.empty()) ++row;
  }
  for (const auto& line : document.signer) out.text(sheet, row++, 0, line, Look::heading);
  out.text(sheet, row += 4, 0, document.signer_name, Look::heading);
  out.paragraph(sheet, row + 2, document.seal_note, Look::note);
  set_widths(sheet, widths);
}

void put_appendix(WorkbookWriter& out, const Appendix& appendix) {
  lxw_worksheet* const sheet = out.add_sheet(appendix.name);
  out.paragraph(sheet, 0, appendix.title, Look::title);
  out.paragraph(sheet, 1, appendix.reference, Look::note);
  const Widths widths = sheet_widths(appendix.table);
  set_widths(sheet, widths);
  put_table(out, sheet, 3, appendix.table, widths);
  worksheet_repeat_rows(sheet, 3, 3);
  if (!appendix.table.rows.empty()) worksheet_freeze_panes(sheet, 4, 1);
}

// Carried along, out of sight; not among the cells that people read.
void put_seal(WorkbookWriter& out, const Figures& figures) {
  const auto columns = seal_columns(figures, out.cells());
  lxw_worksheet* const sheet = out.add_sheet(seal_sheet);
  for (std::size_t column = 0; column < columns.size(); ++column) {
    for (std::size_t row = 0; row < columns[column].size(); ++row) {
      worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                             columns[column][row].c_str(), nullptr);
    }
  }
  worksheet_hide(sheet);
}

}  // namespace

std::string render_xlsx(const Document& document, const Edition& edition, const Figures& figures) {
  WorkbookWriter out;
  const std::string charts = edition.text("sheet_charts");
  put_body(out, document, edition.text("sheet_body"), edition.text("see_charts", {{"sheet", charts}}));
  put_charts(out, document, charts);
  for (const auto& appendix : document.appendices) put_appendix(out, appendix);
  put_seal(out, figures);
  return out.finish();
}

}  // namespace lt::report
