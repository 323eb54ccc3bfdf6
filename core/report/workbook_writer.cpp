// libxlsxwriter behind the workbook.
#include "report/workbook_writer.hpp"

#include "base/error.hpp"

namespace lt::report {
namespace {

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

constexpr lxw_color_t head_shade = 0xEEF1F4;
constexpr LookOf looks[] = {
    {.look = Look::plain},
    {.look = Look::title, .size = 14, .bold = true, .align = LXW_ALIGN_CENTER},
    {.look = Look::heading, .size = 12, .bold = true},
    {.look = Look::head, .bold = true, .bordered = true, .align = LXW_ALIGN_CENTER, .background = head_shade},
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
     .background = head_shade,
     .number = "#,##0"},
    {.look = Look::note, .size = 10, .italic = true, .wrapped = true}};

lxw_format* format_of(lxw_workbook* book, const LookOf& look) {
  lxw_format* const format = workbook_add_format(book);
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

void set_page(lxw_worksheet* sheet) {
  constexpr std::uint8_t a4 = 9;
  worksheet_set_paper(sheet, a4);
  worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_margins(sheet, 1.18, 0.59, 0.79, 0.79);  // inches: 30, 15, 20, 20 mm
}

}  // namespace

WorkbookWriter::WorkbookWriter() : book_(workbook_new(file_.path().c_str())) {
  if (book_ == nullptr) throw Error(ErrorKind::failed, "libxlsxwriter gives no workbook; is there memory left?");
  for (const auto& each : looks) formats_[each.look] = format_of(book_, each);
}

WorkbookWriter::~WorkbookWriter() {
  if (book_ != nullptr) workbook_close(book_);
}

lxw_worksheet* WorkbookWriter::add_sheet(const std::string& name) {
  lxw_worksheet* const sheet = workbook_add_worksheet(book_, name.c_str());
  if (sheet == nullptr) throw Error(ErrorKind::failed, "libxlsxwriter refuses the sheet '" + name + "'");
  set_page(sheet);
  return sheet;
}

void WorkbookWriter::text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& given, Look look) {
  const std::string words = cell_text(given);
  worksheet_write_string(sheet, row, column, words.c_str(), formats_.at(look));
  if (!words.empty()) cells_[std::string(sheet->name) + "!" + cell_name(row, column)] = words;
}

void WorkbookWriter::number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double value, Look look) {
  worksheet_write_number(sheet, row, column, value, formats_.at(look));
  cells_[std::string(sheet->name) + "!" + cell_name(row, column)] = number_text(value);
}

void WorkbookWriter::paragraph(lxw_worksheet* sheet, lxw_row_t row, const std::string& given, Look look) {
  constexpr lxw_col_t last_column = 7;
  constexpr std::size_t letters_a_line = 150;
  constexpr double line_height = 15.5;
  const std::string words = cell_text(given);
  if (words.empty()) return;
  worksheet_merge_range(sheet, row, 0, row, last_column, words.c_str(), formats_.at(look));
  const std::size_t lines = display_width(words) / letters_a_line + 1;
  worksheet_set_row(sheet, row, line_height * static_cast<double>(lines), nullptr);
  cells_[std::string(sheet->name) + "!" + cell_name(row, 0)] = words;
}

std::string WorkbookWriter::finish() {
  lxw_workbook* const book = book_;
  book_ = nullptr;
  const lxw_error error = workbook_close(book);
  if (error != LXW_NO_ERROR) {
    throw Error(ErrorKind::failed, std::string("libxlsxwriter could not write the workbook: ") + lxw_strerror(error));
  }
  return file_.read();
}

}  // namespace lt::report
