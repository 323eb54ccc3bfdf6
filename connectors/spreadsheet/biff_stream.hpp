// The record stream of a .xls workbook and what stands before its sheets: formats, shared texts, sheet list.
#pragma once

#include "bytes.hpp"
#include "number_format.hpp"
#include "string_table.hpp"
#include "workbook.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lt::spreadsheet {

/// Record numbers of [MS-XLS] 2.3.
namespace biff {
enum Record : std::uint16_t {
  formula = 0x0006,
  end_of_stream = 0x000A,
  date_1904 = 0x0022,
  file_pass = 0x002F,
  continued = 0x003C,
  code_page = 0x0042,
  bound_sheet = 0x0085,
  mul_rk = 0x00BD,
  rich_string = 0x00D6,
  style = 0x00E0,
  merged_cells = 0x00E5,
  shared_strings = 0x00FC,
  label_shared = 0x00FD,
  number = 0x0203,
  label = 0x0204,
  bool_error = 0x0205,
  string_result = 0x0207,
  rk = 0x027E,
  format = 0x041E,
  begin_of_stream = 0x0809,
};
}  // namespace biff

struct BiffRecord {
  std::uint16_t type = 0;
  Bytes body;
  std::size_t next = 0;  ///< offset of the record after it
};

class BiffStream {
 public:
  /// Reads the workbook's globals. Throws FileError for damage, encryption, BIFF2 to 4.
  BiffStream(std::string bytes, const Limits& limits);

  BiffRecord at(std::size_t offset) const;
  /// A text stored in the record itself; `count_bytes` is the width of its length.
  std::string text(const Bytes& record, std::size_t at, unsigned count_bytes) const;

  std::vector<Sheet> sheets;
  std::vector<std::size_t> sheet_offsets;
  NumberFormats formats;
  StringTable strings;

 private:
  void take(const BiffRecord& record);
  void take_shared_strings(BiffRecord record);

  std::string bytes_;
  bool biff8_ = true;
  std::string encoding_ = "windows-1252";
};

}  // namespace lt::spreadsheet
