#include "number_format.hpp"

#include <catch2/catch.hpp>

using namespace lt::spreadsheet;

TEST_CASE("a format is a date exactly when its tokens are days, months, years, hours") {
  for (const char* format : {"dd/mm/yyyy", "d/m/yy;@", "[$-42A]dd\" tháng \"mm\" năm \"yyyy", "h:mm AM/PM", "mmm-yy",
                             "yyyy\\-mm\\-dd", "mm:ss.0", "[$-F800]dddd, mmmm dd, yyyy", "YYYY-MM-DD HH:MM:SS"}) {
    INFO(format);
    CHECK(is_date_format(format));
  }
  for (const char* format : {"General", "0.00", "#,##0\" đồng\"", "[Red]0;[Blue]0", "0\"d\"", "@", "", "[h]:mm:ss",
                             "\\d0", "_-* #,##0_-", "[$đ-42A]#,##0", "\"unfinished", "["}) {
    INFO(format);
    CHECK_FALSE(is_date_format(format));
  }
}

TEST_CASE("serials become the date that the spreadsheet program shows") {
  CHECK(serial_to_iso(1) == "1900-01-01");
  CHECK(serial_to_iso(59) == "1900-02-28");
  CHECK(serial_to_iso(61) == "1900-03-01");
  CHECK(serial_to_iso(44441) == "2021-09-02");
  CHECK(serial_to_iso(44441.5) == "2021-09-02T12:00:00");
  CHECK(serial_to_iso(44441.0 + 47106.0 / 86400) == "2021-09-02T13:05:06");
  CHECK(serial_to_iso(0.25) == "06:00:00");
  CHECK(serial_to_iso(44441.999999999) == "2021-09-03");
  CHECK(serial_to_iso(1.0 + 0.25 / 86400) == "1900-01-01T00:00:00.250");
  CHECK(serial_to_iso(2958465) == "9999-12-31");
}

TEST_CASE("a serial that no date has stays a number") {
  NumberFormats formats;
  formats.add_style(14);
  for (const double serial : {-1.0, 60.0, 2958466.0, 1e300}) {
    Cell cell;
    formats.fill(cell, serial, 0);
    CHECK(cell.kind == Cell::Kind::number);
    CHECK(cell.number == serial);
  }
}

TEST_CASE("the 1904 system counts from 1 January 1904 and gives serials of the 1900 system") {
  NumberFormats formats;
  formats.add_style(14);
  formats.use_1904();
  Cell cell;
  formats.fill(cell, 1, 0);
  CHECK(cell.text == "1904-01-02");
  CHECK(cell.number == 1463);
}
