// .xls records that no writer at hand produces, in a compound file made here.
#include "compound_file.hpp"
#include "file_content.hpp"
#include "xls_reader.hpp"

#include <catch2/catch.hpp>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;

namespace {

std::string record(unsigned type, const std::string& body) { return le(type, 2) + le(body.size(), 2) + body; }

std::string bof(unsigned type) { return record(0x809, le(0x600, 2) + le(type, 2) + std::string(12, '\0')); }

std::string workbook(const std::string& globals, const std::string& cells) {
  const auto sheet_record = [](std::size_t offset) {
    return record(0x85, le(offset, 4) + le(0, 2) + "\x01" + le(0, 1) + "S");
  };
  const auto start = bof(5) + globals;
  const auto offset = start.size() + sheet_record(0).size() + 4;
  return start + sheet_record(offset) + record(0x0A, "") + bof(0x10) + cells + record(0x0A, "");
}

std::string read_cells(const std::string& cells, const std::string& globals = "") {
  const auto file = compound("Workbook", workbook(globals, cells));
  try {
    return described(*open_xls(file, {}));
  } catch (const FileError& error) {
    return std::string("error: ") + error.what();
  }
}

std::string at(unsigned row, unsigned column) { return le(row, 2) + le(column, 2) + le(0, 2); }

}  // namespace

TEST_CASE("numbers in all their packings, booleans and errors are read") {
  CHECK(read_cells(record(0x203, at(0, 0) + le(0x3FF8000000000000, 8)) +                      // 1.5
                   record(0x27E, at(0, 1) + le((123U << 2) | 2, 4)) +                         // integer
                   record(0x27E, at(0, 2) + le((12345U << 2) | 3, 4)) +                       // a hundredth
                   record(0x27E, at(0, 3) + le(static_cast<std::uint32_t>(-7 * 4) | 2, 4)) +  // negative
                   record(0xBD, le(1, 2) + le(0, 2) + le(0, 2) + le(6, 4) + le(0, 2) + le(10, 4) + le(1, 2)) +
                   record(0x205, at(2, 0) + "\x01" + le(0, 1)) + record(0x205, at(2, 1) + "\x2A\x01")) ==
        "S\tA1\tnumber\t1.5\nS\tB1\tnumber\t123\nS\tC1\tnumber\t123.45\nS\tD1\tnumber\t-7\nS\tA2\tnumber\t1\n"
        "S\tB2\tnumber\t2\nS\tA3\tboolean\t1\nS\tB3\terror\t#N/A\n");
}

TEST_CASE("the results of formulas are read, the text also behind a shared formula") {
  const auto formula = [](unsigned column, const std::string& result) {
    return record(0x06, at(0, column) + result + std::string(8, '\0'));
  };
  const auto special = [](unsigned kind, unsigned value) { return le(kind, 2) + le(value, 4) + "\xFF\xFF"; };
  CHECK(read_cells(formula(0, le(0x4000000000000000, 8)) + formula(1, special(0, 0)) +
                   record(0x207, le(2, 2) + le(1, 1) + "\xC5\x1E" + le('n', 2)) + formula(2, special(1, 1)) +
                   formula(3, special(2, 7)) + formula(4, special(0, 0)) + record(0x4BC, std::string(10, '\0')) +
                   record(0x207, le(1, 2) + le(0, 1) + "z") + formula(5, special(3, 0))) ==
        "S\tA1\tnumber\t2\nS\tB1\ttext\tễn\nS\tC1\tboolean\t1\nS\tD1\terror\t#DIV/0!\nS\tE1\ttext\tz\n");
}

TEST_CASE("cells in any order are given row by row") {
  const auto number = [](unsigned row, unsigned column) { return record(0x27E, at(row, column) + le(6, 4)); };
  CHECK(read_cells(number(5, 1) + number(0, 2) + number(5, 0) + number(0, 0)) ==
        "S\tA1\tnumber\t1\nS\tC1\tnumber\t1\nS\tA6\tnumber\t1\nS\tB6\tnumber\t1\n");
}

TEST_CASE("a shared text that continues in the next record may change its width there") {
  const auto strings = record(0xFC, le(1, 4) + le(1, 4) + le(4, 2) + le(0, 1) + "ab") +
                       record(0x3C, "\x01" + std::string("\xC5\x1E") + le('d', 2));
  CHECK(read_cells(record(0xFD, at(0, 0) + le(0, 4)), strings) == "S\tA1\ttext\tabễd\n");
}

TEST_CASE("a rich shared text does not shift the texts after it") {
  const auto strings = record(0xFC, le(2, 4) + le(2, 4) + le(1, 2) + "\x0C" + le(1, 2) + le(3, 4) + "a" +
                                        std::string(4 + 3, '?') + le(1, 2) + le(0, 1) + "b");
  CHECK(read_cells(record(0xFD, at(0, 0) + le(1, 4)), strings) == "S\tA1\ttext\tb\n");
}

TEST_CASE("an encrypted workbook is refused with what to do") {
  CHECK_THAT(read_cells("", record(0x2F, std::string(6, '\0'))), Catch::Contains("password"));
  CHECK_THROWS_WITH(open_xls(compound("EncryptedPackage", "x"), {}), Catch::Contains("password"));
  CHECK_THROWS_WITH(open_xls(compound("WordDocument", "x"), {}), Catch::Contains("Word"));
}

TEST_CASE("a loop in the sector table is an error, not an endless read") {
  auto file = compound("Workbook", workbook("", ""));
  file[512 + 2 * 4] = 2;  // the stream's first sector follows itself
  CHECK_NOTHROW(CompoundFile(file).read("Workbook").size());
  file[512 + 1 * 4] = 1;  // the directory's sector follows itself
  file[512 + 1 * 4 + 1] = file[512 + 1 * 4 + 2] = file[512 + 1 * 4 + 3] = 0;
  CHECK_THROWS_AS(CompoundFile(file), FileError);
}
