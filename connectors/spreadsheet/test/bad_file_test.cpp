// Files that are damaged, hostile or not what their name says give a clear error or read; they never crash.
#include "file_content.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;
using Catch::Contains;

namespace {

/// Reads the file with random bytes changed; reading or a FileError are both right.
void survive_flips(const std::filesystem::path& original, std::size_t from, int rounds) {
  Folder folder;
  const auto bytes = content(original);
  std::mt19937 random(20211121);
  for (int round = 0; round < rounds; ++round) {
    auto damaged = bytes;
    for (int flips = 1 + round % 8; flips > 0; --flips) {
      const auto at = from + random() % (damaged.size() - from);
      damaged[at] = static_cast<char>(random());
    }
    if (round % 5 == 0) damaged.resize(random() % damaged.size());
    CHECK_NOTHROW(read(folder.put("damaged" + original.extension().string(), damaged)));
  }
}

std::filesystem::path ministry_form() { return LT_SOURCE_DIR "/../shared/data/vaccination/vaccom_nguoitiemchung.xls"; }

}  // namespace

TEST_CASE("a file that is not what its name says is told for what it is") {
  Folder folder;
  CHECK_THAT(read(folder.put("a.xlsx", "just some text\n")), Contains("named .xlsx but is plain text"));
  CHECK_THAT(read(folder.put("a.xls", "just some text\n")), Contains("named .xls but is plain text"));
  CHECK_THAT(read(folder.put("a.xls", "<html><table>")), Contains("web page"));
  CHECK_THAT(read(folder.put("a.xls", "<?xml version=\"1.0\"?><Workbook/>")), Contains("XML file"));
  CHECK_THAT(read(folder.put("a.xlsx", "%PDF-1.4")), Contains("PDF"));
  CHECK_THAT(read(folder.put("a.csv", std::string("\x01\x02\x00", 3))), Contains("neither a workbook nor text"));
  CHECK_THAT(read(folder.put("a.csv", "")), Contains("empty"));
  CHECK_THAT(read(folder.path / "absent.csv"), Contains("cannot be opened"));
  CHECK_THAT(read(put_zip(folder, "a.xlsx", {{"x.txt", "x"}})), Contains("without a workbook"));
  CHECK_THAT(read(put_zip(folder, "a.xlsx", {{"content.xml", "<x/>"}})), Contains("OpenDocument"));
}

TEST_CASE("content decides, not the ending") {
  Folder folder;
  const auto file = put_zip(folder, "a.txt", xlsx_entries("<sheetData><row><c><v>1</v></c></row></sheetData>"));
  CHECK(read(file) == "S\tA1\tnumber\t1\n");
}

TEST_CASE("a workbook cut short is an error wherever it is cut") {
  Folder folder;
  std::string rows;
  for (int i = 0; i < 500; ++i) rows += "<row><c><v>" + std::to_string(i * 7919) + "</v></c></row>";
  const auto whole = content(put_zip(folder, "a.xlsx", xlsx_entries("<sheetData>" + rows + "</sheetData>")));
  for (std::size_t size = 4; size < whole.size(); size += whole.size() / 23) {
    CHECK_THAT(read(folder.put("b.xlsx", std::string_view(whole).substr(0, size))), Catch::StartsWith("error: "));
  }
}

TEST_CASE("a zip bomb is refused without being unpacked") {
  Folder folder;
  const auto bomb = xlsx_entries("<sheetData>" + std::string(100 << 20, ' ') + "</sheetData>");
  CHECK_THAT(read(put_zip(folder, "a.xlsx", bomb)), Contains("zip bomb"));
  Limits small;
  small.inflated_bytes = 1000;
  CHECK_THAT(read(put_zip(folder, "b.xlsx", xlsx_entries(std::string(5000, ' '))), small), Contains("zip bomb"));
}

TEST_CASE("a cell of 5 MB is an error cell and its neighbours are read") {
  Folder folder;
  const std::string big(5 << 20, 'x');
  const auto expected_error = "a text of 5242880 bytes, at most 1048576 are allowed in a cell";
  CHECK(read(folder.put("t.csv", "a,b\n1," + big + "\n3,4\n")) ==
        "t\tA1\ttext\ta\nt\tB1\ttext\tb\nt\tA2\ttext\t1\nt\tB2\terror\t" + std::string(expected_error) +
            "\nt\tA3\ttext\t3\nt\tB3\ttext\t4\n");
  const auto sheet = "<sheetData><row><c t=\"str\"><v>" + big + "</v></c><c><v>2</v></c></row></sheetData>";
  CHECK(read(put_zip(folder, "t.xlsx", xlsx_entries(sheet))) ==
        "S\tA1\terror\t" + std::string(expected_error) + "\nS\tB1\tnumber\t2\n");
  const auto shared =
      xlsx_entries("<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>", "<si><t>" + big + "</t></si>");
  CHECK(read(put_zip(folder, "u.xlsx", shared)) == "S\tA1\terror\t" + std::string(expected_error) + "\n");
}

TEST_CASE("a million blank rows give nothing and the row after them its number") {
  Folder folder;
  std::string rows;
  for (int i = 1; i <= 1000000; ++i) rows += "<row r=\"" + std::to_string(i) + "\" spans=\"1:26\"/>";
  rows += "<row r=\"1000001\"><c><v>1</v></c></row>";
  CHECK(read(put_zip(folder, "a.xlsx", xlsx_entries("<sheetData>" + rows + "</sheetData>"))) ==
        "S\tA1000001\tnumber\t1\n");
  CHECK(read(folder.put("t.csv", "a\n" + std::string(1000000, '\n') + "b\n")) ==
        "t\tA1\ttext\ta\nt\tA1000002\ttext\tb\n");
}

TEST_CASE("a workbook with bytes changed at random reads or is refused") {
  const auto tables = public_tables();
  if (tables.empty()) return;
  survive_flips(tables / "biff5_merge_cells.xls", 512, 3000);
  survive_flips(tables / "biff5_merge_cells.xls", 0, 500);
  survive_flips(tables / "DataTypesFormats.xlsx", 0, 500);
  survive_flips(ministry_form(), 512, 300);
}
