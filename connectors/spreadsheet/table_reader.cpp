// Rows to JSON.
#include "table_reader.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <charconv>
#include <cmath>

namespace lt::spreadsheet {
namespace {

std::string json_text(std::string_view text) { return boost::json::serialize(boost::json::string(text)); }

/// Whole numbers without exponent, others by the fewest digits that give the same number again.
std::string number_text(double value) {
  char text[40];
  constexpr double whole_digits = 1e15;
  const bool whole = std::abs(value) < whole_digits && value == std::floor(value);
  const auto end = whole ? std::to_chars(text, text + sizeof text, static_cast<std::int64_t>(value)).ptr
                         : std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::string value_text(const Cell& cell) {
  if (cell.kind == Cell::Kind::number) return number_text(cell.number);
  if (cell.kind == Cell::Kind::boolean) return cell.number != 0 ? "true" : "false";
  return json_text(cell.text);
}

class RecordBuilder {
 public:
  RecordBuilder(const Header& header, const Layout& layout, const std::string& file, const std::string& sheet)
      : header_(header), layout_(layout), origin_(",\"_file\":" + json_text(file) + ",\"_sheet\":" + json_text(sheet)) {
    for (const auto& field : layout.fields) names_.push_back(json_text(field.name));
  }

  /// False when every configured cell is empty.
  bool build(const Row& row, RowRecord& out) const {
    out.row = row.number;
    out.fault.clear();
    std::string members, places, at_fault;
    for (std::size_t i = 0; i < layout_.fields.size(); ++i) {
      if (header_.columns[i] < 0) continue;
      const auto column = static_cast<std::uint32_t>(header_.columns[i]);
      // An empty cell has its place too: it is what a person must fill in.
      const auto address = cell_address(column, row.number);
      places += (places.empty() ? "" : ",") + names_[i] + ":\"" + address + "\"";
      const Cell* cell = row.at(column);
      if (!cell) continue;
      members += (members.empty() ? "" : ",") + names_[i] + ":" + value_text(*cell);
      if (cell->kind == Cell::Kind::error && out.fault.empty()) {
        out.fault = "cell " + address + " (" + layout_.fields[i].name + ") holds " + cell->text;
        at_fault = layout_.fields[i].name;
      }
    }
    if (members.empty()) return false;
    if (out.fault.empty()) out.fault = missing_key(row, at_fault);
    out.json = "{" + members + origin_ + ",\"_row\":" + std::to_string(row.number) + ",\"_cells\":{" + places + "}";
    if (!out.fault.empty()) out.json += ",\"_fault\":" + json_text("/" + at_fault);
    out.json += "}";
    return true;
  }

 private:
  std::string missing_key(const Row& row, std::string& field) const {
    for (const auto& name : layout_.key) {
      for (std::size_t i = 0; i < layout_.fields.size(); ++i) {
        if (layout_.fields[i].name != name) continue;
        const auto column = header_.columns[i];
        if (column >= 0 && row.at(static_cast<std::uint32_t>(column))) continue;
        field = name;
        return (column >= 0 ? "cell " + cell_address(static_cast<std::uint32_t>(column), row.number)
                            : "row " + std::to_string(row.number)) +
               " has no " + name + ", which is part of the key";
      }
    }
    return {};
  }

  const Header& header_;
  const Layout& layout_;
  std::string origin_;
  std::vector<std::string> names_;
};

}  // namespace

void read_table(Workbook& workbook, std::size_t sheet, const Header& header, const Layout& layout,
                const std::string& file, const RecordSink& sink) {
  const RecordBuilder builder(header, layout, file, workbook.sheets()[sheet].name);
  const auto first = header.data_row(layout);
  std::uint32_t last_filled = first - 1;
  RowRecord record;
  workbook.rows(sheet, [&](const Row& row) {
    if (row.number < first || header.repeated_by(row) || !builder.build(row, record)) return true;
    if (layout.end_after_blank_rows > 0 && row.number - last_filled > layout.end_after_blank_rows) return false;
    last_filled = row.number;
    return sink(record);
  });
}

}  // namespace lt::spreadsheet
