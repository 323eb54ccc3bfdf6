// The RFC 4180 state machine.
#include "csv_parser.hpp"

#include "text_encoding.hpp"

namespace lt::spreadsheet {

bool CsvParser::feed(std::string_view text) {
  for (const char c : text) {
    if (!take(c)) return false;
  }
  return true;
}

bool CsvParser::take(char c) {
  const bool second_of_crlf = after_cr_ && c == '\n';
  after_cr_ = false;
  if (second_of_crlf) return true;
  if (at_ == At::quoted) {
    if (c == '"')
      at_ = At::quote_in_quoted;
    else
      put(c);
    return true;
  }
  if (at_ == At::quote_in_quoted && c == '"') {
    put(c);
    at_ = At::quoted;
    return true;
  }
  if (c == '"' && at_ == At::field_start) {
    at_ = At::quoted;
  } else if (c == separator_) {
    end_field();
    ++column_;
  } else if (c == '\r' || c == '\n') {
    after_cr_ = c == '\r';
    return end_record();
  } else {
    at_ = At::unquoted;
    put(c);
  }
  return true;
}

void CsvParser::put(char c) {
  if (++field_bytes_ <= limits_.cell_bytes) field_ += c;
}

void CsvParser::end_field() {
  if (field_bytes_ > 0) {
    if (column_ >= limits_.columns) {
      throw FileError("record " + std::to_string(record_) + " has more than " + std::to_string(limits_.columns) +
                      " fields: the file is no table");
    }
    Cell cell;
    cell.column = column_;
    cell.text = to_nfc(field_);
    bound_text(cell, field_bytes_, limits_);
    row_.cells.push_back(std::move(cell));
  }
  field_.clear();
  field_bytes_ = 0;
  at_ = At::field_start;
}

bool CsvParser::end_record() {
  end_field();
  column_ = 0;
  row_.number = record_++;
  const bool wanted = row_.cells.empty() || sink_(row_);
  row_.cells.clear();
  return wanted;
}

void CsvParser::finish() {
  if (at_ == At::quoted) {
    throw FileError("the quote that opens in record " + std::to_string(record_) + ", field " +
                    std::to_string(column_ + 1) + " is never closed: the file is cut short or a quote is not doubled");
  }
  if (column_ > 0 || field_bytes_ > 0 || at_ != At::field_start) end_record();
}

}  // namespace lt::spreadsheet
