// Tells dates from numbers by a cell's number format, and turns date serials into ISO 8601.
#pragma once

#include "cell.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::spreadsheet {

/// True for "dd/mm/yyyy", "[$-42A]d mmm", "h:mm"; false for "0.00", "General" and for spans of time such as "[h]:mm".
bool is_date_format(std::string_view format);

/// `serial` counts days of the 1900 system, with its 29 February 1900. "2021-09-02", "2021-09-02T13:05:06" or, below
/// one day, "13:05:06"; nothing for a serial that no date has.
std::optional<std::string> serial_to_iso(double serial);

/// The number formats of one workbook.
class NumberFormats {
 public:
  void define(std::uint32_t id, std::string_view format) { dates_[id] = is_date_format(format); }
  void add_style(std::uint32_t format_id) { styles_.push_back(format_id); }
  void use_1904() { epoch_shift_ = 1462; }
  /// Fills a number or date cell from a raw number and the index of its style.
  void fill(Cell& cell, double number, std::uint32_t style) const;

 private:
  bool is_date(std::uint32_t style) const;
  std::map<std::uint32_t, bool> dates_;
  std::vector<std::uint32_t> styles_;
  double epoch_shift_ = 0;
};

}  // namespace lt::spreadsheet
