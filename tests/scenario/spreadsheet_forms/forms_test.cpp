// Both layouts of the Ministry's list, 1,000 rows each, written by LibreOffice, read with the settings of sample.yaml.
#include "forms.hpp"

#include "file_content.hpp"
#include "header.hpp"
#include "result_copy.hpp"
#include "table_reader.hpp"

#include <catch2/catch.hpp>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;
namespace json = boost::json;

namespace {

json::array truth(const std::filesystem::path& folder, const std::string& form) {
  return json::parse(content(folder / (form + ".truth.json"))).at("rows").as_array();
}

struct Found {
  std::map<std::uint32_t, RowRecord> rows;
  Header header;
};

Found read_form(const std::filesystem::path& file, const Layout& layout) {
  Found found;
  const auto workbook = open_workbook(file);
  const auto sheet = choose_sheets(*workbook, layout).at(0);
  found.header = find_header(*workbook, sheet, layout);
  read_table(*workbook, sheet, found.header, layout, file.filename().string(), [&](const RowRecord& record) {
    found.rows[record.row] = record;
    return true;
  });
  return found;
}

/// The fields alone; a number as what it is worth, for 5 and 5.0 are one.
json::object fields_of(const json::object& record) {
  json::object out;
  for (const auto& [name, value] : record) {
    if (name.starts_with("_")) continue;
    out[name] = value.is_number() ? json::value(value.to_number<double>()) : value;
  }
  return out;
}

}  // namespace

TEST_CASE("every row of both layouts, as .xls and as .xlsx, comes with the right values and cells") {
  const auto folder = filled_forms();
  if (folder.empty()) return;
  const auto layout = parse_layout(sample_settings());
  for (const std::string form : form_names) {
    const auto expected = truth(folder, form);
    REQUIRE(expected.size() == 1000);
    for (const char* ending : {".xls", ".xlsx"}) {
      INFO(form << ending);
      const auto found = read_form(folder / (form + ending), layout);
      CHECK(found.header.first_row == 7);
      CHECK(found.header.rows == 2);
      REQUIRE(found.rows.size() == expected.size());
      std::size_t faults = 0;
      for (const auto& row : expected) {
        const auto& record = found.rows.at(row.at("row").to_number<std::uint32_t>());
        const auto got = json::parse(record.json).as_object();
        INFO(record.json);
        CHECK(fields_of(got) == fields_of(row.at("fields").as_object()));
        CHECK(got.at("_cells").as_object() == row.at("cells").as_object());
        const bool failed = !row.at("bad").is_null() && row.at("bad").at("way") == "failed_formula";
        CHECK(record.fault.empty() != failed);
        if (!failed) continue;
        ++faults;
        CHECK(record.fault == "cell " + std::string(row.at("bad").at("cell").as_string()) + " (phone) holds #DIV/0!");
      }
      CHECK(faults == 5);
    }
  }
}

TEST_CASE("results of a .xls form go into its column of an .xlsx copy, with all else as it was") {
  const auto folder = filled_forms();
  if (folder.empty()) return;
  const auto layout = parse_layout(sample_settings());
  const ResultColumn column{{"Kết quả import"}};
  for (const std::string form : form_names) {
    Folder out;
    const auto source = folder / (form + ".xls");
    Results results;
    for (std::uint32_t row = 9; row < 1009; ++row) results[{"PL1_Danh sach doi tuong tiem", row}] = "Thành công";
    write_results(source, out.path / "copy.xlsx", layout, column, results);
    CHECK(read_results(out.path / "copy.xlsx", source, layout, column) == results);
    const auto before = read_form(source, layout), after = read_form(out.path / "copy.xlsx", layout);
    REQUIRE(after.rows.size() == before.rows.size());
    CHECK(find_column(after.header, {"ketquaimport"}) == find_column(before.header, {"ketquaimport"}));
    for (const auto& [row, record] : before.rows) {
      auto was = json::parse(record.json).as_object(), is = json::parse(after.rows.at(row).json).as_object();
      was.erase("_file"), is.erase("_file");
      if (record.fault.empty()) CHECK(is == was);
    }
    CHECK(open_workbook(out.path / "copy.xlsx")->merged(0).size() == open_workbook(source)->merged(0).size());
  }
}
