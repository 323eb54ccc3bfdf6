#include "file_content.hpp"
#include "header.hpp"
#include "table_reader.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;
using Catch::Contains;
namespace json = boost::json;

namespace {

Layout layout(std::string_view settings) { return parse_layout(json::parse(settings).as_object()); }

const char* const people =
    R"({"fields": {"name": ["Họ và tên"], "lot": ["Mũi 1/Lô"], "lot2": ["Mũi 2/Lô"], "day": ["Mũi 1/Ngày"]},
                              "required": ["name", "lot", "lot2"]})";

/// Records and faults, one a line.
std::string read_all(const std::filesystem::path& file, const Layout& with) {
  try {
    const auto workbook = open_workbook(file);
    std::string out;
    for (const auto sheet : choose_sheets(*workbook, with)) {
      const auto header = find_header(*workbook, sheet, with);
      read_table(*workbook, sheet, header, with, file.filename().string(), [&](const RowRecord& record) {
        out += record.fault.empty() ? record.json + "\n" : "fault: " + record.fault + "\n";
        return true;
      });
    }
    return out;
  } catch (const FileError& error) {
    return std::string("error: ") + error.what();
  }
}

std::string read_csv(std::string_view text, std::string_view settings) {
  Folder folder;
  return read_all(folder.put("t.csv", text), layout(settings));
}

std::string fields_only(const std::string& records) {
  std::string out;
  for (std::size_t at = 0; at < records.size();) {
    const auto line = records.substr(at, records.find(",\"_file\"", at) - at);
    out += line + "}";
    at = records.find('\n', at) + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("a record has its fields, its file, sheet and row, and the cell of each field, filled or not") {
  CHECK(read_csv("#,Tên,Tuổi\n1,An,5\n\n2,,7\n", R"({"fields": {"name": ["tên"], "age": ["TUỔI"]}})") ==
        R"({"name":"An","age":"5","_file":"t.csv","_sheet":"t","_row":2,"_cells":{"name":"B2","age":"C2"}})"
        "\n"
        R"({"age":"7","_file":"t.csv","_sheet":"t","_row":4,"_cells":{"name":"B4","age":"C4"}})"
        "\n");
}

TEST_CASE("columns under a group are told apart, wherever they stand and whatever stands above") {
  const std::string one = "Danh sách,,,,\n\nHọ và tên (*),Mũi 1,,Mũi 2,\n,Ngày tiêm,Lô (*),Ngày,Lô\nAn,1/1,a,2/2,b\n";
  const std::string moved = "Mũi 2,,Ghi chú,Mũi 1,,Họ và tên\nLô,Ngày,,Lô,Ngày,\nb,2/2,,a,1/1,An\n";
  CHECK(fields_only(read_csv(one, people)) == R"({"name":"An","lot":"a","lot2":"b"})");
  CHECK(fields_only(read_csv(moved, people)) == R"({"name":"An","lot":"a","lot2":"b","day":"1/1"})");
}

TEST_CASE("of equal headers the n-th is taken where the settings say so, else it is an error that names both cells") {
  const std::string csv = "Tên vắc xin,Lô,Tên vắc xin\nA,1,B\n";
  CHECK(fields_only(read_csv(csv, R"({"fields": {"v1": ["Tên vắc xin[1]"], "v2": ["Tên vắc xin[2]"]}})")) ==
        R"({"v1":"A","v2":"B"})");
  CHECK_THAT(read_csv(csv, R"({"fields": {"v": ["Tên vắc xin"]}})"), Contains("stands over two columns (A1 and C1)"));
}

TEST_CASE("a missing column is an error with what was found and the nearest text") {
  const auto found = read_csv("Họ tên,Ngày sinh,SĐT\nAn,1,2\n",
                              R"({"fields": {"name": ["Họ và tên"], "birth": ["Ngày sinh"], "id": ["CCCD"]}})");
  CHECK_THAT(found, Contains("lacks the column \"Họ và tên\" (the nearest is \"Họ tên\" at A1), \"CCCD\""));
  CHECK_THAT(found, Contains("row 1 comes nearest to a header and has: \"Họ tên\", \"Ngày sinh\", \"SĐT\""));
  CHECK_THAT(read_csv("1,2\n", R"({"fields": {"name": ["x"]}})"), Contains("error: "));
}

TEST_CASE("an optional column may be absent, and an accepted text later in the list is as good") {
  CHECK(fields_only(read_csv("Tên\nAn\n",
                             R"({"fields": {"name": ["Họ tên", "Tên"], "age": ["Tuổi"]}, "required": ["name"]})")) ==
        R"({"name":"An"})");
}

TEST_CASE("a header that is repeated further down is no record") {
  CHECK(fields_only(
            read_csv("Tên,Tuổi\nAn,5\nTên,Tuổi\nBình,6\n", R"({"fields": {"name": ["Tên"], "age": ["Tuổi"]}})")) ==
        R"({"name":"An","age":"5"}{"name":"Bình","age":"6"})");
}

TEST_CASE("reading ends after blank rows only where the settings say so") {
  const std::string csv = "Tên\nAn\n\n\nBình\n\nghi chú cuối bảng\n";
  CHECK(fields_only(read_csv(csv, R"({"fields": {"name": ["Tên"]}})")) ==
        R"({"name":"An"}{"name":"Bình"}{"name":"ghi chú cuối bảng"})");
  CHECK(fields_only(read_csv(csv, R"({"fields": {"name": ["Tên"]}, "end_after_blank_rows": 2})")) ==
        R"({"name":"An"})");
}

TEST_CASE("data begins where the settings say") {
  CHECK(fields_only(read_csv("Tên\n(1)\nAn\n", R"({"fields": {"name": ["Tên"]}, "data_row": 3})")) ==
        R"({"name":"An"})");
}

TEST_CASE("an error in a configured cell makes the row a fault that names the cell, elsewhere it does not matter") {
  Folder folder;
  const std::string sheet =
      "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>Tên</v></c><c r=\"B1\" t=\"str\"><v>Khác</v></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c></row>"
      "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>An</v></c><c r=\"B3\" t=\"e\"><v>#REF!</v></c></row></sheetData>";
  CHECK_THAT(
      read_all(put_zip(folder, "t.xlsx", xlsx_entries(sheet)), layout(R"({"fields": {"name": ["Tên"]}})")),
      Catch::StartsWith(
          "fault: cell A2 (name) holds #REF!\n{\"name\":\"An\",\"_file\":\"t.xlsx\",\"_sheet\":\"S\",\"_row\":3"));
}

TEST_CASE("a row at fault says in its record which field it is") {
  Folder folder;
  const auto file = folder.put("t.csv", "Tên,Số\nAn,\nBình,5\n");
  const auto with = layout(R"({"fields": {"name": ["Tên"], "id": ["Số"]}, "key": ["id"]})");
  const auto workbook = open_workbook(file);
  std::string faults;
  read_table(*workbook, 0, find_header(*workbook, 0, with), with, "t.csv", [&](const RowRecord& record) {
    const auto read = json::parse(record.json).as_object();
    faults += read.contains("_fault") ? std::string(read.at("_fault").as_string()) : "-";
    return true;
  });
  CHECK(faults == "/id-");
}

TEST_CASE("a row without a part of its key is a fault that names the cell") {
  CHECK(read_csv("Tên,Số\nAn,\n", R"({"fields": {"name": ["Tên"], "id": ["Số"]}, "key": ["id"]})") ==
        "fault: cell B2 has no id, which is part of the key\n");
}

TEST_CASE("numbers keep their value and need no exponent where they are whole") {
  Folder folder;
  std::string row = "<row r=\"2\">";
  for (const char* number : {"912345678", "0.1", "10000000000", "1e300", "-3", "1.5E3"}) {
    row += std::string("<c><v>") + number + "</v></c>";
  }
  const std::string sheet =
      "<sheetData><row r=\"1\"><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c><c t=\"str\"><v>c</v></c>"
      "<c t=\"str\"><v>d</v></c><c t=\"str\"><v>e</v></c><c t=\"str\"><v>f</v></c></row>" +
      row + "</row></sheetData>";
  CHECK(fields_only(read_all(put_zip(folder, "t.xlsx", xlsx_entries(sheet)),
                             layout(R"({"fields": {"a":["a"],"b":["b"],"c":["c"],"d":["d"],"e":["e"],"f":["f"]}})"))) ==
        R"({"a":912345678,"b":0.1,"c":10000000000,"d":1e+300,"e":-3,"f":1500})");
}

TEST_CASE("a sheet is chosen by pattern, or as the first that has the headers") {
  const auto tables = public_tables();
  if (tables.empty()) return;
  const auto first_sheet = [&](std::string_view settings) {
    const auto workbook = open_workbook(tables / "AutoFilter.xlsx");
    return workbook->sheets()[choose_sheets(*workbook, layout(settings)).front()].name;
  };
  CHECK(first_sheet(R"({"fields": {"code": ["Code"]}})") == "No Filter");
  CHECK(first_sheet(R"({"fields": {"code": ["Code"]}, "sheet": "or *"})") == "OR Range");
  CHECK_THROWS_WITH(first_sheet(R"({"fields": {"code": ["Code"]}, "sheet": "absent"})"),
                    Contains("no sheet is named \"absent\"; the workbook has \"No Filter\""));
}

TEST_CASE("settings that contradict themselves are refused") {
  CHECK_THROWS_WITH(layout(R"({"fields": {"a": ["A"]}, "required": ["b"]})"), Contains("'required' names 'b'"));
  CHECK_THROWS_WITH(layout(R"({"fields": {"a": ["A"]}, "key": ["b"]})"), Contains("'key' names 'b'"));
  CHECK_THROWS_WITH(layout(R"x({"fields": {"a": ["(*)"]}})x"), Contains("no letter or digit"));
  CHECK_THROWS_WITH(layout(R"({"fields": {"_file": ["A"]}})"), Contains("begins with '_'"));
}
