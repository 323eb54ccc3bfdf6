// Splits decoded text into rows and fields by RFC 4180, in pieces of any size.
#pragma once

#include "cell.hpp"

#include <string>
#include <string_view>

namespace lt::spreadsheet {

/// Quotes within an unquoted field stay as they are; CR, LF and CRLF end a record; blank lines count but give no row.
class CsvParser {
 public:
  CsvParser(char separator, const Limits& limits, const RowSink& sink)
      : separator_(separator), limits_(limits), sink_(sink) {}

  /// False when the sink wants no more.
  bool feed(std::string_view text);
  /// Ends the last record. An open quote is a FileError that names the row where it began.
  void finish();

 private:
  enum class At { field_start, unquoted, quoted, quote_in_quoted };
  bool take(char c);
  void put(char c);
  void end_field();
  bool end_record();

  char separator_;
  const Limits& limits_;
  const RowSink& sink_;
  At at_ = At::field_start;
  bool after_cr_ = false;
  std::uint32_t column_ = 0;
  std::uint32_t record_ = 1;
  std::size_t field_bytes_ = 0;  ///< may be more than what is kept of a field beyond the limit
  std::string field_;
  Row row_;
};

}  // namespace lt::spreadsheet
