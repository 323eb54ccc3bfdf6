// The workbook globals substream: [MS-XLS] 2.1.7.20.3.
#include "biff_stream.hpp"

#include "biff_strings.hpp"
#include "text_encoding.hpp"

namespace lt::spreadsheet {

BiffStream::BiffStream(std::string bytes, const Limits& limits) : strings(limits), bytes_(std::move(bytes)) {
  auto record = at(0);
  if (record.type != biff::begin_of_stream) {
    throw FileError("the workbook was written by Excel 4 or earlier, or is damaged: save it in Excel as .xlsx");
  }
  const auto version = record.body.u16(0);
  if (version != 0x0600 && version != 0x0500)
    throw FileError("the workbook's version is unknown: save it in Excel as .xlsx");
  biff8_ = version == 0x0600;
  while (record.type != biff::end_of_stream) {
    record = at(record.next);
    if (record.type == biff::shared_strings)
      take_shared_strings(record);
    else
      take(record);
  }
  if (sheets.empty()) throw FileError("the workbook has no sheet with cells");
}

BiffRecord BiffStream::at(std::size_t offset) const {
  const Bytes all(bytes_);
  BiffRecord record;
  record.type = all.u16(offset);
  const std::size_t length = all.u16(offset + 2);
  record.body = Bytes(all.view(offset + 4, length));
  record.next = offset + 4 + length;
  return record;
}

std::string BiffStream::text(const Bytes& record, std::size_t at, unsigned count_bytes) const {
  if (biff8_) return biff8_text(record, at, count_bytes);
  const std::size_t count = count_bytes == 1 ? record.u8(at) : record.u16(at);
  std::string out;
  Decoder(encoding_).decode(record.view(at + count_bytes, count), true, out);
  return to_nfc(out);
}

void BiffStream::take(const BiffRecord& record) {
  const auto& body = record.body;
  switch (record.type) {
    case biff::file_pass:
      throw FileError("the workbook is protected by a password: open it in Excel, remove the password, save it again");
    case biff::date_1904:
      if (body.u16(0) == 1) formats.use_1904();
      break;
    case biff::code_page:
      encoding_ = code_page_name(body.u16(0));
      break;
    case biff::format:
      formats.define(body.u16(0), text(body, 2, biff8_ ? 2 : 1));
      break;
    case biff::style:
      formats.add_style(body.u16(2));
      break;
    case biff::bound_sheet:
      if (body.u8(5) != 0) break;  // 1 macro sheet, 2 chart, 6 module
      sheets.push_back({text(body, 6, 1), (body.u8(4) & 3) != 0});
      sheet_offsets.push_back(body.u32(0));
      break;
    default:
      break;
  }
}

void BiffStream::take_shared_strings(BiffRecord record) {
  std::vector<std::string_view> parts{record.body.view(0, record.body.size())};
  for (auto next = at(record.next); next.type == biff::continued; next = at(next.next)) {
    parts.push_back(next.body.view(0, next.body.size()));
  }
  read_shared_strings(parts, strings);
}

}  // namespace lt::spreadsheet
