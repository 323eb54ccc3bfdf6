// Streams the rows of .xlsx sheets: ECMA-376 part 1, 18.3.
#include "xlsx_reader.hpp"

#include "text_encoding.hpp"
#include "xlsx_parts.hpp"
#include "xml_elements.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace lt::spreadsheet {
namespace {

struct Position {
  std::uint32_t row = 0;  ///< from 1; 0 when not said
  std::uint32_t column = 0;
};

/// "C9"; throws FileError for what is no address.
Position parse_address(std::string_view text, const Limits& limits) {
  Position found;
  std::uint32_t letters = 0;
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && letters <= limits.columns; ++i) {
    letters = letters * 26 + static_cast<std::uint32_t>(text[i] - 'A' + 1);
  }
  const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), found.row);
  if (letters == 0 || letters > limits.columns || error != std::errc{} || end != text.data() + text.size()) {
    throw FileError("the workbook is damaged: \"" + std::string(text.substr(0, 20)) + "\" is no cell address");
  }
  found.column = letters - 1;
  return found;
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

class XlsxWorkbook : public Workbook {
 public:
  XlsxWorkbook(const std::filesystem::path& file, const Limits& limits)
      : limits_(limits), zip_(file, limits), parts_(read_xlsx_parts(zip_, limits)) {}

  FileKind kind() const override { return FileKind::xlsx; }
  const std::vector<Sheet>& sheets() const override { return parts_.sheets; }

  void rows(std::size_t sheet, const RowSink& sink) override {
    std::uint32_t previous = 0;
    Row row;
    each(sheet, "row", [&](const pugi::xml_node& node) {
      read_row(node, previous, row);
      previous = row.number;
      return row.cells.empty() || sink(row);
    });
  }

  std::vector<MergedRange> merged(std::size_t sheet) override {
    std::vector<MergedRange> ranges;
    each(sheet, "mergeCell", [&](const pugi::xml_node& node) {
      const std::string_view reference = attribute(node, "ref").value();
      const auto colon = reference.find(':');
      if (colon == std::string_view::npos) return true;
      const auto first = parse_address(reference.substr(0, colon), limits_);
      const auto last = parse_address(reference.substr(colon + 1), limits_);
      ranges.push_back({first.row, first.column, last.row, last.column});
      return true;
    });
    return ranges;
  }

 private:
  void each(std::size_t sheet, const char* name, XmlElements::Sink sink) {
    const auto& entry = parts_.sheet_entries.at(sheet);
    bool wanted = true;
    XmlElements elements({name}, entry, limits_.part_bytes, std::move(sink));
    zip_.stream(entry, [&](std::string_view piece) { return wanted = elements.feed(piece); });
    if (wanted) elements.finish();
  }

  void read_row(const pugi::xml_node& node, std::uint32_t previous, Row& row) const {
    row.cells.clear();
    row.number = attribute(node, "r").as_uint(previous + 1);
    if (row.number <= previous) throw FileError("the workbook is damaged: its rows are not in order");
    std::uint32_t column = 0;
    bool sorted = true;
    for (const auto& c : node.children()) {
      if (local_name(c) != "c") continue;
      Cell cell;
      const auto address = attribute(c, "r");
      cell.column = address ? parse_address(address.value(), limits_).column : column;
      if (cell.column >= limits_.columns) throw FileError("the workbook is damaged: a row has too many cells");
      sorted = sorted && cell.column >= column;
      column = cell.column + 1;
      if (fill(cell, c)) row.cells.push_back(std::move(cell));
    }
    if (sorted) return;
    std::sort(row.cells.begin(), row.cells.end(), [](const Cell& a, const Cell& b) { return a.column < b.column; });
  }

  /// False for a cell that holds nothing.
  bool fill(Cell& cell, const pugi::xml_node& c) const {
    const std::string_view type = attribute(c, "t").value();
    if (type == "inlineStr") return fill_text(cell, rich_text(child(c, "is")));
    const std::string_view value = child(c, "v").child_value();
    // A formula that gives an empty text says so by its type.
    if (value.empty()) return fill_missing(cell, !child(c, "f").empty() && (type != "str" || child(c, "v").empty()));
    if (type == "str") return fill_text(cell, to_nfc(decode_escapes(value)));
    if (type == "s") {
      std::uint64_t index = 0;
      if (std::from_chars(value.data(), value.data() + value.size(), index).ec != std::errc{}) index = ~0ULL;
      return fill_text(cell, std::string(parts_.strings.at(index)));
    }
    cell.text = to_nfc(value);
    if (type == "e") {
      cell.kind = Cell::Kind::error;
    } else if (type == "d") {
      cell.kind = Cell::Kind::date;
    } else if (const auto number = parse_number(value); !number) {
      cell.kind = Cell::Kind::error;
      cell.text = "\"" + to_nfc(value.substr(0, 40)) + "\" is stored as a number but is none";
    } else {
      cell.text.clear();
      if (type == "b")
        cell.kind = Cell::Kind::boolean, cell.number = *number;
      else
        parts_.formats.fill(cell, *number, attribute(c, "s").as_uint());
    }
    return true;
  }

  /// Programs that write formulas without computing them leave no value, or an empty one (openpyxl).
  static bool fill_missing(Cell& cell, bool uncomputed_formula) {
    cell.kind = Cell::Kind::error;
    cell.text = "a formula whose result is not in the file; open it in Excel and save it";
    return uncomputed_formula;
  }

  bool fill_text(Cell& cell, std::string text) const {
    cell.text = std::move(text);
    const auto bytes = cell.text.size();
    bound_text(cell, bytes, limits_);
    return bytes > 0;
  }

  Limits limits_;
  ZipArchive zip_;
  XlsxParts parts_;
};

}  // namespace

std::unique_ptr<Workbook> open_xlsx(const std::filesystem::path& file, const Limits& limits) {
  return std::make_unique<XlsxWorkbook>(file, limits);
}

}  // namespace lt::spreadsheet
