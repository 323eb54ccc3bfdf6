#include "file_content.hpp"
#include "xlsx_parts.hpp"

#include <catch2/catch.hpp>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;

namespace {

const std::string day_styles =
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/></numFmts>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs>";

std::string read_sheet(const std::string& sheet_data, const std::string& strings = "", const std::string& extra = "") {
  Folder folder;
  return read(
      put_zip(folder, "t.xlsx", xlsx_entries("<sheetData>" + sheet_data + "</sheetData>", strings, day_styles, extra)));
}

}  // namespace

TEST_CASE("every kind of .xlsx cell is read") {
  CHECK(read_sheet(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"inlineStr\"><is><r><t>in</t></r><r><t "
            "xml:space=\"preserve\"> line</t></r></is></c><c r=\"C1\"><v>1.5</v></c><c r=\"D1\" t=\"b\"><v>1</v></c>"
            "<c r=\"E1\" t=\"e\"><v>#N/A</v></c><c r=\"F1\" s=\"1\"><v>44441</v></c><c r=\"G1\" s=\"2\"><v>44441.5"
            "</v></c><c r=\"H1\" t=\"str\"><f>A1</f><v>x</v></c><c r=\"I1\" t=\"d\"><v>2021-09-02</v></c></row>",
            "<si><t>zero</t></si><si><r><rPr><b/></rPr><t>Nguyễn</t></r><r><t> A</t></r><rPh><t>no</t></rPh></si>") ==
        "S\tA1\ttext\tNguyễn A\nS\tB1\ttext\tin line\nS\tC1\tnumber\t1.5\nS\tD1\tboolean\t1\nS\tE1\terror\t#N/A\n"
        "S\tF1\tdate\t2021-09-02\nS\tG1\tdate\t2021-09-02T12:00:00\nS\tH1\ttext\tx\nS\tI1\tdate\t2021-09-02\n");
}

TEST_CASE("sparse rows keep their numbers, cells without an address follow their neighbour") {
  CHECK(read_sheet("<row r=\"3\"><c r=\"C3\"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
                   "<row r=\"1000\"/><row r=\"1048576\"><c r=\"XFD1048576\"><v>4</v></c></row>") ==
        "S\tC3\tnumber\t1\nS\tD3\tnumber\t2\nS\tA4\tnumber\t3\nS\tXFD1048576\tnumber\t4\n");
}

TEST_CASE("dates of a workbook in the 1904 system are right") {
  CHECK(read_sheet("<row><c s=\"1\"><v>1</v></c></row>", "", "<workbookPr date1904=\"1\"/>") ==
        "S\tA1\tdate\t1904-01-02\n");
}

TEST_CASE("prefixed elements, comments and CDATA are read like any others") {
  CHECK(read_sheet(
            "<!-- <row> --><x:row xmlns:x=\"m\" r=\"1\"><x:c r=\"A1\" t=\"str\"><x:v><![CDATA[a</row>b]]></x:v></x:c>"
            "</x:row>") == "S\tA1\ttext\ta</row>b\n");
}

TEST_CASE("merged ranges are told") {
  Folder folder;
  const auto file = put_zip(folder, "t.xlsx",
                            xlsx_entries("<sheetData/><mergeCells><mergeCell ref=\"R7:T7\"/><mergeCell ref=\"A7:A8\"/>"
                                         "</mergeCells>"));
  const auto ranges = open_workbook(file)->merged(0);
  REQUIRE(ranges.size() == 2);
  CHECK((ranges[0].first_row == 7 && ranges[0].first_column == 17 && ranges[0].last_column == 19));
  CHECK(ranges[1].last_row == 8);
}

TEST_CASE("escaped characters of Excel are decoded, and only whole escapes") {
  CHECK(decode_escapes("a_x0041_b") == "aAb");
  CHECK(decode_escapes("_x1EC5_") == "ễ");
  CHECK(decode_escapes("_x00") == "_x00");
  CHECK(decode_escapes("_xZZZZ_ _x_x0042_") == "_xZZZZ_ _xB");
}

TEST_CASE("a formula that was never computed is an error cell, not an empty one") {
  CHECK_THAT(read_sheet("<row><c r=\"A1\"><f>B1</f></c></row>"), Catch::Contains("result is not in the file"));
  CHECK_THAT(read_sheet("<row><c r=\"A1\"><f>B1</f><v></v></c></row>"), Catch::Contains("result is not in the file"));
  // One that gave an empty text.
  CHECK(read_sheet("<row><c r=\"A1\" t=\"str\"><f>B1</f><v></v></c></row>").empty());
}

TEST_CASE("entities of a DTD are not expanded") {
  CHECK_THAT(read_sheet("<!DOCTYPE row [<!ENTITY a \"bomb\">]><row><c t=\"str\"><v>&a;&lt;</v></c></row>"),
             Catch::Contains("&a;<") && !Catch::Contains("bomb"));
}

TEST_CASE("a workbook without a sheet of cells is refused") {
  Folder folder;
  auto entries = xlsx_entries("");
  entries["xl/workbook.xml"] = "<workbook><sheets/></workbook>";
  CHECK_THAT(read(put_zip(folder, "t.xlsx", entries)), Catch::Contains("no sheet with cells"));
}

TEST_CASE("damaged references are clear errors") {
  CHECK_THAT(read_sheet("<row><c t=\"s\"><v>7</v></c></row>"), Catch::Contains("names a text that is not in the file"));
  CHECK_THAT(read_sheet("<row r=\"2\"/><row r=\"1\"/>"), Catch::Contains("rows are not in order"));
  CHECK_THAT(read_sheet("<row><c r=\"1A\"><v>1</v></c></row>"), Catch::Contains("no cell address"));
  CHECK_THAT(read_sheet("<row><c r=\"A1\"><v>1</v></c>"),
             Catch::Contains("no valid XML") || Catch::Contains("ends in the middle"));
  CHECK_THAT(read_sheet("<row><c><v>12abc</v></c></row>"), Catch::Contains("stored as a number but is none"));
}
