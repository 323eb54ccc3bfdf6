// Cells of .xls sheets: [MS-XLS] 2.1.7.20.5. Cell records may come in any order, so a sheet is indexed first.
#include "xls_reader.hpp"

#include "biff_stream.hpp"
#include "compound_file.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

namespace lt::spreadsheet {
namespace {

struct CellPlace {
  std::uint16_t row, first_column;
  std::uint32_t offset;
  auto order() const { return std::tuple(row, first_column, offset); }
};

struct SheetIndex {
  std::vector<CellPlace> cells;
  std::vector<MergedRange> merged;
};

bool is_cell(std::uint16_t type) {
  using namespace biff;
  return type == formula || type == mul_rk || type == rich_string || type == label_shared || type == biff::number ||
         type == label || type == bool_error || type == rk;
}

/// A number in 30 bits: integer or the upper half of a double, maybe a hundredfold. [MS-XLS] 2.5.227
double rk_number(std::uint32_t rk) {
  double value = rk & 2 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                        : std::bit_cast<double>(static_cast<std::uint64_t>(rk & ~3U) << 32);
  return rk & 1 ? value / 100 : value;
}

std::string error_text(std::uint8_t code) {
  static const std::map<std::uint8_t, std::string> texts{{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"},
                                                         {0x17, "#REF!"},  {0x1D, "#NAME?"},  {0x24, "#NUM!"},
                                                         {0x2A, "#N/A"}};
  const auto found = texts.find(code);
  return found == texts.end() ? "#ERROR!" : found->second;
}

class XlsWorkbook : public Workbook {
 public:
  XlsWorkbook(std::string stream, const Limits& limits) : limits_(limits), stream_(std::move(stream), limits) {}

  FileKind kind() const override { return FileKind::xls; }
  const std::vector<Sheet>& sheets() const override { return stream_.sheets; }
  std::vector<MergedRange> merged(std::size_t sheet) override { return index(sheet).merged; }

  void rows(std::size_t sheet, const RowSink& sink) override {
    const auto& places = index(sheet).cells;
    Row row;
    for (std::size_t i = 0; i < places.size(); ++i) {
      row.number = places[i].row + 1U;
      fill(row, places[i]);
      const bool last_of_row = i + 1 == places.size() || places[i + 1].row != places[i].row;
      if (!last_of_row) continue;
      if (!row.cells.empty() && !sink(row)) return;
      row.cells.clear();
    }
  }

 private:
  const SheetIndex& index(std::size_t sheet) {
    if (indexed_ == sheet) return index_;
    index_ = {};
    indexed_ = sheet;
    std::size_t depth = 0;
    for (auto offset = stream_.sheet_offsets.at(sheet);;) {
      const auto record = stream_.at(offset);
      if (record.type == biff::begin_of_stream) ++depth;
      if (depth == 0) throw FileError("the workbook is damaged: a sheet does not begin where the workbook says");
      if (record.type == biff::end_of_stream && --depth == 0) break;
      if (depth == 1) add(record, static_cast<std::uint32_t>(offset));  // deeper ones are charts within the sheet
      offset = record.next;
    }
    std::sort(index_.cells.begin(), index_.cells.end(),
              [](const CellPlace& a, const CellPlace& b) { return a.order() < b.order(); });
    return index_;
  }

  void add(const BiffRecord& record, std::uint32_t offset) {
    if (is_cell(record.type)) index_.cells.push_back({record.body.u16(0), record.body.u16(2), offset});
    if (record.type != biff::merged_cells) return;
    for (std::size_t i = 0; i < record.body.u16(0); ++i) {
      const auto at = 2 + i * 8;
      index_.merged.push_back(
          {record.body.u16(at) + 1U, record.body.u16(at + 4), record.body.u16(at + 2) + 1U, record.body.u16(at + 6)});
    }
  }

  void fill(Row& row, const CellPlace& place) {
    const auto record = stream_.at(place.offset);
    const auto& body = record.body;
    Cell cell;
    cell.column = place.first_column;
    switch (record.type) {
      case biff::mul_rk:
        fill_many(row, place, body);
        return;
      case biff::rk:
        stream_.formats.fill(cell, rk_number(body.u32(6)), body.u16(4));
        break;
      case biff::number:
        stream_.formats.fill(cell, body.f64(6), body.u16(4));
        break;
      case biff::bool_error:
        fill_bool_or_error(cell, body.u8(6), body.u8(7) != 0);
        break;
      case biff::label_shared:
        cell.text = stream_.strings.at(body.u32(6));
        break;
      case biff::label:
      case biff::rich_string:
        cell.text = stream_.text(body, 6, 2);
        break;
      default:
        fill_formula(cell, record);
    }
    if (cell.kind != Cell::Kind::text || !cell.text.empty()) {
      bound_text(cell, cell.text.size(), limits_);
      row.cells.push_back(std::move(cell));
    }
  }

  void fill_many(Row& row, const CellPlace& place, const Bytes& body) {
    if (body.size() < 6) body.view(0, 6);
    for (std::size_t i = 0; 4 + i * 6 + 6 <= body.size() - 2; ++i) {
      Cell cell;
      cell.column = place.first_column + static_cast<std::uint32_t>(i);
      stream_.formats.fill(cell, rk_number(body.u32(4 + i * 6 + 2)), body.u16(4 + i * 6));
      row.cells.push_back(std::move(cell));
    }
  }

  static void fill_bool_or_error(Cell& cell, std::uint8_t code, bool is_error) {
    cell.kind = is_error ? Cell::Kind::error : Cell::Kind::boolean;
    cell.number = is_error ? 0 : code;
    if (is_error) cell.text = error_text(code);
  }

  /// The result that Excel last computed. [MS-XLS] 2.5.133
  void fill_formula(Cell& cell, const BiffRecord& record) {
    const auto& body = record.body;
    if (body.u16(12) != 0xFFFF) return stream_.formats.fill(cell, body.f64(6), body.u16(4));
    const auto kind = body.u8(6);
    if (kind == 1 || kind == 2) return fill_bool_or_error(cell, body.u8(8), kind == 2);
    if (kind != 0) return;
    // The text follows, at most behind one record of a shared formula, array or table.
    auto next = stream_.at(record.next);
    if (next.type != biff::string_result) next = stream_.at(next.next);
    if (next.type == biff::string_result) cell.text = stream_.text(next.body, 0, 2);
  }

  Limits limits_;
  BiffStream stream_;
  SheetIndex index_;
  std::size_t indexed_ = SIZE_MAX;
};

}  // namespace

std::unique_ptr<Workbook> open_xls(const std::string& file, const Limits& limits) {
  const CompoundFile container(file);
  if (container.contains("EncryptedPackage")) {
    throw FileError("the workbook is protected by a password: open it in Excel, remove the password, save it again");
  }
  for (const char* name : {"Workbook", "Book", "WORKBOOK", "BOOK"}) {
    if (container.contains(name)) return std::make_unique<XlsWorkbook>(container.read(name), limits);
  }
  throw FileError(container.contains("WordDocument")
                      ? "this is a Word document: save its table as .xlsx"
                      : "this is an Office file but no workbook: save the table as .xlsx");
}

}  // namespace lt::spreadsheet
