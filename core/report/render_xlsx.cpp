// The report as a workbook: a sheet of the body, one of the charts with their numbers, one an appendix.
#include "base/error.hpp"
#include "report/memory_file.hpp"
#include "report/render.hpp"
#include "report/workbook_seal.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

namespace lt::report {
namespace {

enum class Look {
  plain,
  title,
  heading,
  head,
  text,
  good,
  warn,
  bad,
  integer,
  warn_integer,
  bad_integer,
  share,
  wrapped,
  total,
  note
};

struct LookOf {
  Look look;
  double size = 11;
  bool bold = false;
  bool italic = false;
  bool bordered = false;
  bool wrapped = false;
  std::uint8_t align = LXW_ALIGN_LEFT;
  lxw_color_t colour = 0;      // black
  lxw_color_t background = 0;  // none
  const char* number = nullptr;
};

constexpr lxw_color_t shade = 0xEEF1F4;
constexpr LookOf looks[] = {
    {.look = Look::plain},
    {.look = Look::title, .size = 14, .bold = true, .align = LXW_ALIGN_CENTER},
    {.look = Look::heading, .size = 12, .bold = true},
    {.look = Look::head, .bold = true, .bordered = true, .align = LXW_ALIGN_CENTER, .background = shade},
    {.look = Look::text, .bordered = true},
    {.look = Look::good, .bordered = true, .colour = 0x17642F},
    {.look = Look::warn, .bold = true, .bordered = true, .colour = 0x8A5200},
    {.look = Look::bad, .bold = true, .bordered = true, .colour = 0xB3261E},
    {.look = Look::integer, .bordered = true, .align = LXW_ALIGN_RIGHT, .number = "#,##0"},
    {.look = Look::warn_integer,
     .bold = true,
     .bordered = true,
     .align = LXW_ALIGN_RIGHT,
     .colour = 0x8A5200,
     .number = "#,##0"},
    {.look = Look::bad_integer,
     .bold = true,
     .bordered = true,
     .align = LXW_ALIGN_RIGHT,
     .colour = 0xB3261E,
     .number = "#,##0"},
    {.look = Look::share, .bordered = true, .align = LXW_ALIGN_RIGHT, .number = "0.00%"},
    {.look = Look::wrapped, .wrapped = true},
    {.look = Look::total,
     .bold = true,
     .bordered = true,
     .align = LXW_ALIGN_RIGHT,
     .background = shade,
     .number = "#,##0"},
    {.look = Look::note, .size = 10, .italic = true, .wrapped = true}};

// One workbook that is being written, and every cell that was.
class Writer {
 public:
  Writer() : book_(workbook_new(file_.path().c_str())) {
    if (book_ == nullptr) throw Error(ErrorKind::failed, "libxlsxwriter gives no workbook; is there memory left?");
    for (const auto& each : looks) formats_[each.look] = format_of(each);
  }
  ~Writer() {
    if (book_ != nullptr) workbook_close(book_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  lxw_workbook* book() { return book_; }
  lxw_format* format(Look look) { return formats_.at(look); }
  CellLines& cells() { return cells_; }

  lxw_worksheet* add_sheet(const std::string& name) {
    lxw_worksheet* const sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet == nullptr) throw Error(ErrorKind::failed, "libxlsxwriter refuses the sheet '" + name + "'");
    return sheet;
  }
  void text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& given, Look look) {
    const std::string words = cell_text(given);
    worksheet_write_string(sheet, row, column, words.c_str(), format(look));
    if (!words.empty()) cells_[std::string(sheet->name) + "!" + cell_name(row, column)] = words;
  }
  void number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double value, Look look) {
    worksheet_write_number(sheet, row, column, value, format(look));
    cells_[std::string(sheet->name) + "!" + cell_name(row, column)] = number_text(value);
  }

  // Over the columns of the body, as high as its words need there.
  void paragraph(lxw_worksheet* sheet, lxw_row_t row, const std::string& given, Look look) {
    constexpr lxw_col_t last_column = 7;
    constexpr std::size_t letters_a_line = 150;
    constexpr double line_height = 15.5;
    const std::string words = cell_text(given);
    if (words.empty()) return;
    worksheet_merge_range(sheet, row, 0, row, last_column, words.c_str(), format(look));
    const std::size_t lines = display_width(words) / letters_a_line + 1;
    worksheet_set_row(sheet, row, line_height * static_cast<double>(lines), nullptr);
    cells_[std::string(sheet->name) + "!" + cell_name(row, 0)] = words;
  }

  std::string finish() {
    lxw_workbook* const book = book_;
    book_ = nullptr;
    const lxw_error error = workbook_close(book);
    if (error != LXW_NO_ERROR) {
      throw Error(ErrorKind::failed, std::string("libxlsxwriter could not write the workbook: ") + lxw_strerror(error));
    }
    return file_.read();
  }

 private:
  lxw_format* format_of(const LookOf& look) {
    lxw_format* const format = workbook_add_format(book_);
    format_set_font_name(format, "Times New Roman");
    format_set_font_size(format, look.size);
    if (look.bold) format_set_bold(format);
    if (look.italic) format_set_italic(format);
    format_set_align(format, look.align);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (look.colour != 0) format_set_font_color(format, look.colour);
    if (look.background != 0) format_set_bg_color(format, look.background);
    if (look.number != nullptr) format_set_num_format(format, look.number);
    if (look.bordered) format_set_border(format, LXW_BORDER_THIN);
    if (look.bordered || look.wrapped) format_set_text_wrap(format);
    return format;
  }

  MemoryFile file_;
  lxw_workbook* book_;
  std::map<Look, lxw_format*> formats_;
  CellLines cells_;
};

Look look_of(const Cell& cell, const Column& column, bool total) {
  if (total) return Look::total;
  if (cell.percent) return Look::share;
  if (cell.mark == Mark::none) return cell.value || column.numeric ? Look::integer : Look::text;
  if (cell.value && cell.mark != Mark::good) return cell.mark == Mark::bad ? Look::bad_integer : Look::warn_integer;
  constexpr Look marks[] = {Look::text, Look::good, Look::warn, Look::bad};
  return marks[static_cast<std::size_t>(cell.mark)];
}

void put_cell(Writer& out, lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, Look look) {
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
lxw_row_t put_table(Writer& out, lxw_worksheet* sheet, lxw_row_t row, const Table& table, const Widths& widths) {
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
Widths widths_of(const Table& table) {
  constexpr double of_a_share = 11;
  Widths widths;
  widths.reserve(table.columns.size());
  for (const auto& column : table.columns) widths.push_back(std::max(11.0, column.share * of_a_share));
  return widths;
}

void set_page(lxw_worksheet* sheet) {
  constexpr std::uint8_t a4 = 9;
  worksheet_set_paper(sheet, a4);
  worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_margins(sheet, 1.18, 0.59, 0.79, 0.79);  // inches: 30, 15, 20, 20 mm
}

void put_body(Writer& out, const Document& document, const std::string& name) {
  lxw_worksheet* const sheet = out.add_sheet(name);
  set_page(sheet);
  const Widths widths = {38, 22, 26, 24, 32, 13, 13, 12};  // its tables share them
  lxw_row_t row = 0;
  for (const auto& line : {document.parent, document.body, document.number, document.place_date}) {
    out.text(sheet, row++, 0, line, Look::plain);
  }
  out.paragraph(sheet, ++row, document.type, Look::title);
  out.paragraph(sheet, ++row, document.subject, Look::title);
  out.paragraph(sheet, row += 2, document.opening, Look::wrapped);
  row += 2;
  for (const auto& section : document.sections) {
    if (section.tables.empty()) continue;
    out.text(sheet, row++, 0, section.heading, Look::heading);
    for (const auto& paragraph : section.paragraphs) out.paragraph(sheet, row++, paragraph, Look::wrapped);
    for (const auto& table : section.tables) row = put_table(out, sheet, row, table, widths);
  }
  for (const auto& line : document.signer) out.text(sheet, row++, 0, line, Look::heading);
  out.text(sheet, row += 4, 0, document.signer_name, Look::heading);
  out.paragraph(sheet, row + 2, document.seal_note, Look::note);
  set_widths(sheet, widths);
}

lxw_color_t number_of(const char* colour) { return static_cast<lxw_color_t>(std::strtoul(colour + 1, nullptr, 16)); }

// The chart's numbers as a table, and the chart beside it, as Excel draws it.
lxw_row_t put_chart(Writer& out, lxw_worksheet* sheet, lxw_row_t row, const Chart& chart) {
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
  if (chart.form == ChartForm::bars) chart_axis_set_reverse(drawn->x_axis);
  worksheet_insert_chart(sheet, head, 6, drawn);
  return std::max<lxw_row_t>(last, head + 16) + 2;
}

void put_charts(Writer& out, const Document& document, const std::string& name) {
  lxw_worksheet* const sheet = out.add_sheet(name);
  set_page(sheet);
  lxw_row_t row = 0;
  for (const auto& section : document.sections) {
    for (const auto& chart : section.charts) row = put_chart(out, sheet, row, chart);
  }
  worksheet_set_column(sheet, 0, 0, 45, nullptr);
  worksheet_set_column(sheet, 1, 4, 13, nullptr);
}

void put_appendix(Writer& out, const Appendix& appendix) {
  lxw_worksheet* const sheet = out.add_sheet(appendix.name);
  set_page(sheet);
  out.paragraph(sheet, 0, appendix.title, Look::title);
  out.paragraph(sheet, 1, appendix.reference, Look::note);
  const Widths widths = widths_of(appendix.table);
  set_widths(sheet, widths);
  put_table(out, sheet, 3, appendix.table, widths);
  worksheet_repeat_rows(sheet, 3, 3);
  if (!appendix.table.rows.empty()) worksheet_freeze_panes(sheet, 4, 1);
}

// Carried along, out of sight; not among the cells that people read.
void put_seal(Writer& out, const Figures& figures) {
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
  Writer out;
  put_body(out, document, edition.text("sheet_body"));
  const bool has_charts =
      std::ranges::any_of(document.sections, [](const Section& section) { return !section.charts.empty(); });
  if (has_charts) put_charts(out, document, edition.text("sheet_charts"));
  for (const auto& appendix : document.appendices) put_appendix(out, appendix);
  put_seal(out, figures);
  return out.finish();
}

}  // namespace lt::report
