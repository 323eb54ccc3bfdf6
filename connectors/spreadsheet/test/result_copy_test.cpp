#include "result_copy.hpp"

#include "file_content.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;
using Catch::Contains;

namespace {

const ResultColumn result_column{{"Kết quả import"}};

Layout names() { return parse_layout(boost::json::parse(R"({"fields": {"name": ["Tên"]}})").as_object()); }

std::string sheet(const std::string& result_header) {
  return "<sheetData><row r=\"2\"><c r=\"A2\" t=\"str\"><v>Tên</v></c><c r=\"B2\" t=\"str\"><v>Ngày</v></c>" +
         (result_header.empty() ? "" : "<c r=\"D2\" t=\"str\"><v>" + result_header + "</v></c>") +
         "</row><row r=\"3\"><c r=\"A3\" t=\"str\"><v>An</v></c><c r=\"B3\" s=\"1\"><v>44441</v></c><c r=\"C3\" "
         "t=\"b\"><v>1"
         "</v></c></row><row r=\"5\"><c r=\"A5\" t=\"str\"><v>Bình</v></c><c r=\"B5\"><v>1.5</v></c></row></sheetData>"
         "<mergeCells><mergeCell ref=\"A2:A2\"/><mergeCell ref=\"B1:C1\"/></mergeCells>";
}

const std::string date_styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
const Results results{{{"S", 3}, "Thành công"}, {{"S", 5}, "cell B5: not a date"}};

}  // namespace

TEST_CASE("a copy has all cells as they were read, the merged header and the results in the form's column") {
  Folder folder;
  const auto source = put_zip(folder, "a.xlsx", xlsx_entries(sheet("Kết quả import\n(không điền)"), "", date_styles));
  write_results(source, folder.path / "a.ketqua.xlsx", names(), result_column, results);
  CHECK(read(folder.path / "a.ketqua.xlsx") ==
        "S\tA2\ttext\tTên\nS\tB2\ttext\tNgày\nS\tD2\ttext\tKết quả import\\n(không điền)\nS\tA3\ttext\tAn\n"
        "S\tB3\tdate\t2021-09-02\nS\tC3\tboolean\t1\nS\tD3\ttext\tThành công\nS\tA5\ttext\tBình\nS\tB5\tnumber\t1.5\n"
        "S\tD5\ttext\tcell B5: not a date\n");
  CHECK(open_workbook(folder.path / "a.ketqua.xlsx")->merged(0).size() == 1);
}

TEST_CASE("a file without the column gets one after its last") {
  Folder folder;
  const auto source = put_zip(folder, "a.xlsx", xlsx_entries(sheet(""), "", date_styles));
  write_results(source, folder.path / "b.xlsx", names(), result_column, results);
  CHECK_THAT(read(folder.path / "b.xlsx"),
             Contains("S\tD2\ttext\tKết quả import\n") && Contains("S\tD3\ttext\tThành công\n"));
}

TEST_CASE("results written before are found again, until the source changes") {
  Folder folder;
  const auto source = put_zip(folder, "a.xlsx", xlsx_entries(sheet("Kết quả import"), "", date_styles));
  const auto copy = folder.path / "b.xlsx";
  CHECK(read_results(copy, source, names(), result_column).empty());
  write_results(source, copy, names(), result_column, results);
  CHECK(read_results(copy, source, names(), result_column) == results);
  std::filesystem::last_write_time(source, std::filesystem::last_write_time(copy) + std::chrono::seconds(1));
  CHECK(read_results(copy, source, names(), result_column).empty());
}

TEST_CASE("the same results twice give the same bytes, and nothing is left aside") {
  Folder folder;
  const auto source = put_zip(folder, "a.xlsx", xlsx_entries(sheet("Kết quả import"), "", date_styles));
  write_results(source, folder.path / "b.xlsx", names(), result_column, results);
  const auto first = content(folder.path / "b.xlsx");
  write_results(source, folder.path / "b.xlsx", names(), result_column, results);
  CHECK(content(folder.path / "b.xlsx") == first);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path)) files += entry.exists() ? 1 : 0;
  CHECK(files == 2);
}

TEST_CASE("a .csv gets its results as .csv, rows where they were, and nothing that would run as a formula") {
  Folder folder;
  const auto source = folder.put("a.csv", "Tên;Số\nAn;\"1;5\"\n\n\"Bì\"\"nh\";2\nCường;3\n");
  const Results csv_results{{{"a", 2}, "Thành công"}, {{"a", 4}, "=1+1"}, {{"a", 5}, "dòng \"5\"; sai"}};
  write_results(source, folder.path / "a.ketqua.csv", names(), result_column, csv_results);
  CHECK(content(folder.path / "a.ketqua.csv") ==
        "\xEF\xBB\xBFTên;Số;Kết quả import\r\nAn;\"1;5\";Thành công\r\n\r\n\"Bì\"\"nh\";2;'=1+1\r\n"
        "Cường;3;\"dòng \"\"5\"\"; sai\"\r\n");
  CHECK(read_results(folder.path / "a.ketqua.csv", source, names(), result_column).size() == 3);
}

TEST_CASE("a copy that cannot be written is an error and leaves the old one") {
  Folder folder;
  const auto source = put_zip(folder, "a.xlsx", xlsx_entries(sheet("Kết quả import"), "", date_styles));
  CHECK_THROWS_AS(write_results(source, folder.path / "absent" / "b.xlsx", names(), result_column, results), CopyError);
}
