// Lists by libxlsxwriter.
#include "whole_list.hpp"

#include <lienthong/files/whole_file.hpp>
#include <unicode/utf8.h>
#include <xlsxwriter.h>

namespace lt::spreadsheet {
namespace {

using sdk::Record;
namespace json = boost::json;

constexpr std::size_t most_rows = 1'048'575;
constexpr std::int32_t most_characters = 32'767;  // what Excel takes in one cell
constexpr double list_column_width = 22;

/// Characters as Excel counts them, in UTF-16.
std::int32_t characters(const std::string& text) {
  std::int32_t count = 0, at = 0;
  const auto length = static_cast<std::int32_t>(text.size());
  while (at < length) {
    UChar32 c = 0;
    U8_NEXT(text.data(), at, length, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    count += c > 0xFFFF ? 2 : 1;
  }
  return count;
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

/// Throws Failure for what is no row of the list.
json::object row_of(const Record& record, const WholeList& list) {
  auto document = record.parse();
  if (!document.is_object()) throw sdk::failed("the record is no JSON object");
  auto& row = document.get_object();
  for (const auto& column : list.columns) {
    const auto* value = row.if_contains(column.field);
    if (value && characters(text_of(*value)) > most_characters)
      throw sdk::failed("the text of '" + column.field + "' is longer than a cell of Excel holds");
  }
  return std::move(row);
}

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const json::value& value) {
  if (value.is_null()) return;
  if (value.is_bool()) {
    worksheet_write_boolean(sheet, row, column, value.get_bool() ? 1 : 0, nullptr);
  } else if (value.is_number() && !value.is_uint64()) {
    worksheet_write_number(sheet, row, column, value.to_number<double>(), nullptr);
  } else {
    worksheet_write_string(sheet, row, column, text_of(value).c_str(), nullptr);
  }
}

void write_workbook(const std::filesystem::path& file, const WholeList& list, const std::vector<json::object>& rows) {
  auto* const book = workbook_new(file.c_str());
  auto* const sheet = workbook_add_worksheet(book, list.sheet.c_str());
  auto* const bold = workbook_add_format(book);
  format_set_bold(bold);
  const auto last = static_cast<lxw_col_t>(list.columns.size() - 1);
  worksheet_set_column(sheet, 0, last, list_column_width, nullptr);
  worksheet_freeze_panes(sheet, 1, 0);
  for (lxw_col_t column = 0; column <= last; ++column) {
    worksheet_write_string(sheet, 0, column, list.columns[column].header.c_str(), bold);
  }
  lxw_row_t number = 0;
  for (const auto& row : rows) {
    ++number;
    for (lxw_col_t column = 0; column <= last; ++column) {
      if (const auto* value = row.if_contains(list.columns[column].field)) write_cell(sheet, number, column, *value);
    }
  }
  worksheet_autofilter(sheet, 0, 0, number, last);
  const auto error = workbook_close(book);
  if (error != LXW_NO_ERROR)
    throw sdk::unavailable("the list " + file.string() + " cannot be written: " + lxw_strerror(error));
}

void require_folder(const WholeList& list) {
  if (!std::filesystem::is_directory(std::filesystem::absolute(list.file).parent_path()))
    throw sdk::unavailable("the folder of " + list.file.string() + " is not there: create it or mount the share");
}

}  // namespace

void require_folders(const WholeLists& lists) {
  for (const auto& [name, list] : lists) require_folder(list);
}

WholeLists parse_whole_lists(const sdk::Settings& settings, const std::filesystem::path& watched) {
  WholeLists lists;
  const auto all = settings.object("lists");
  for (const auto& [name, ignored] : all.values()) {
    const auto one = all.object(name);
    WholeList list{one.text("file"), one.text_or("sheet", "Danh sách"), {}};
    if (list.file.extension() != ".xlsx") throw sdk::misconfigured("the file of a list must end in .xlsx");
    const auto folder = std::filesystem::absolute(list.file).lexically_normal().parent_path();
    if (!watched.empty() && folder == std::filesystem::absolute(watched / "x").lexically_normal().parent_path())
      throw sdk::misconfigured("the list '" + std::string(name) + "' would be read again: give it another folder");
    for (const auto& item : one.list("columns")) {
      const sdk::Settings column(item.as_object());
      list.columns.push_back({column.text("field"), column.text_or("header", column.text("field"))});
    }
    lists.emplace(name, std::move(list));
  }
  return lists;
}

void write_whole_list(const sdk::Writer& writer, const WholeList& list, std::span<const Record> records) {
  std::vector<json::object> rows;
  std::vector<const Record*> taken;
  rows.reserve(records.size());
  taken.reserve(records.size());
  for (const auto& record : records) {
    try {
      if (!record.erase) rows.push_back(row_of(record, list));
      taken.push_back(&record);
    } catch (const sdk::Failure& failure) {
      writer.reject(record, LT_REJECT_PERMANENT, failure.what());
    }
  }
  if (rows.size() > most_rows) throw sdk::misconfigured("the list has more rows than a sheet of Excel: filter it");
  const auto part = list.file.parent_path() / ("." + list.file.filename().string() + ".part");
  require_folder(list);
  try {
    write_workbook(part, list, rows);
    files::publish(part, list.file);
  } catch (const std::filesystem::filesystem_error& error) {
    throw sdk::unavailable(std::string("the list cannot be put in its place: ") + error.what());
  }
  for (const auto* record : taken) writer.accept(*record, list.file.filename().string());
}

}  // namespace lt::spreadsheet
