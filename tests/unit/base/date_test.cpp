// Days in every format of the contracts.
#include "base/date.hpp"

#include <catch2/catch.hpp>

using namespace lt;

namespace {

std::string read(const char* format, std::string_view text) {
  const auto known = date_format(format);
  REQUIRE(known);
  std::string out = ">";
  const bool accepted = parse_date(*known, text, out);
  CHECK(accepted == date_problem(*known, text).empty());
  if (!accepted) {
    CHECK(out == ">");
    return "";
  }
  return out.substr(1);
}

}  // namespace

TEST_CASE("a date is read in its named format") {
  const struct {
    const char* format;
    const char* text;
    const char* expected;
  } table[] = {
      {"dd/mm/yyyy", "03/05/2021", "2021-05-03"},
      {"dd/mm/yyyy", " 3/5/2021 ", "2021-05-03"},
      {"dd/mm/yyyy", "3-5-2021", "2021-05-03"},
      {"dd/mm/yyyy", "03.05.2021", "2021-05-03"},
      {"DD/MM/YYYY", "29/02/2020", "2020-02-29"},
      {"dd/mm/yyyy", "29/02/1900", ""},
      {"dd/mm/yyyy", "29/02/2021", ""},
      {"dd/mm/yyyy", "31/02/2021", ""},
      {"dd/mm/yyyy", "31/04/2021", ""},
      {"dd/mm/yyyy", "00/05/2021", ""},
      {"dd/mm/yyyy", "03/13/2021", ""},
      {"dd/mm/yyyy", "03/00/2021", ""},
      {"dd/mm/yyyy", "03/05/21", ""},
      {"dd/mm/yyyy", "03/05-2021", ""},
      {"dd/mm/yyyy", "03/05/2021 08:15", ""},
      {"dd/mm/yyyy", "03/05/20211", ""},
      {"dd/mm/yyyy", "003/05/2021", ""},
      {"dd/mm/yyyy", "2021-05-03", ""},
      {"dd/mm/yyyy", "", ""},
      {"dd/mm/yyyy", "/", ""},
      {"dd/mm/yyyy", "31/12/1899", ""},
      {"dd/mm/yyyy", "01/01/2101", ""},
      {"dd/mm/yyyy", "01/01/1900", "1900-01-01"},
      {"dd/mm/yyyy", "31/12/2100", "2100-12-31"},
      {"dd/mm/yyyy", "-3/5/2021", ""},
      {"dd/mm/yyyy", "０３/05/2021", ""},
      {"yyyy-mm-dd", "2021-05-03", "2021-05-03"},
      {"yyyy-mm-dd", "2021/5/3", "2021-05-03"},
      {"yyyy-mm-dd", "2021-05-03T00:00:00", ""},
      {"yyyy-mm-dd", "21-05-03", ""},
      {"yyyyMMdd", "20210503", "2021-05-03"},
      {"yyyyMMdd", "20210231", ""},
      {"yyyyMMdd", "2021053", ""},
      {"yyyyMMdd", "202105 3", ""},
      {"ddMMyyyy", "03051985", "1985-05-03"},
      {"ddMMyyyy", "3051985", ""},
      {"ddMMyyyy", "31041985", ""},
      {"yyyy", "1985", "1985"},
      {"yyyy", "1899", ""},
      {"yyyy", "85", ""},
      {"yyyy", "1985.0", ""},
      {"epoch_ms", "484012800000", "1985-05-04"},
      {"epoch_ms", "0", "1970-01-01"},
      {"epoch_ms", "-1", "1969-12-31"},
      {"epoch_ms", "-86400000", "1969-12-31"},
      {"epoch_ms", "-86400001", "1969-12-30"},
      {"epoch_ms", "86399999", "1970-01-01"},
      {"epoch_ms", "99999999999999999", ""},
      {"epoch_ms", "9999999999999999999999", ""},
      {"epoch_ms", "-2208988800000", "1900-01-01"},
      {"epoch_ms", "-2208988800001", ""},
      {"epoch_ms", "1e12", ""},
      {"excel", "1", "1900-01-01"},
      {"excel", "59", "1900-02-28"},
      {"excel", "60", ""},
      {"excel", "61", "1900-03-01"},
      {"excel", "44319", "2021-05-03"},
      {"excel", "44319.34375", "2021-05-03"},
      {"excel", "0", ""},
      {"excel", "0.5", ""},
      {"excel", "-1", ""},
      {"excel", "73415", "2100-12-31"},
      {"excel", "73416", ""},
      {"excel1904", "0", "1904-01-01"},
      {"excel1904", "42857", "2021-05-03"},
      {"excel1904", "60", "1904-03-01"},
      {"iso", "2021-05-02T17:00:00Z", "2021-05-03"},
      {"iso", "2021-05-02T16:59:59.999Z", "2021-05-02"},
      {"iso", "2021-05-03", "2021-05-03"},
      {"iso", "1985-05-03T00:00:00+07:00", "1985-05-03"},
  };
  for (const auto& row : table) {
    INFO(row.format << " " << row.text);
    CHECK(read(row.format, row.text) == row.expected);
  }
}

TEST_CASE("an unknown date format is no format and the known ones can be listed") {
  CHECK_FALSE(date_format("mm/dd/yyyy"));
  CHECK_FALSE(date_format(""));
  CHECK(date_format("YYYYmmDD") == DateFormat::ymd_compact);
  CHECK(date_format_names() == "dd/mm/yyyy, yyyy-mm-dd, yyyyMMdd, ddMMyyyy, epoch_ms, excel, excel1904, yyyy, iso");
}

TEST_CASE("a refused date is explained") {
  CHECK(date_problem(DateFormat::dmy, "31/02/2021") == "'31/02/2021' is no date dd/mm/yyyy: there is no such day");
  CHECK(date_problem(DateFormat::dmy, "01/02/1021") ==
        "'01/02/1021' is no date dd/mm/yyyy: the year is outside 1900–2100");
  CHECK(date_problem(DateFormat::dmy, "hôm qua") == "'hôm qua' is no date dd/mm/yyyy");
  CHECK(date_problem(DateFormat::dmy, "\xFF") == "'\uFFFD' is no date dd/mm/yyyy");
  CHECK(date_problem(DateFormat::dmy, std::string(59, 'x') + "ễ") ==
        "'" + std::string(59, 'x') + "…' is no date dd/mm/yyyy");
}

TEST_CASE("day numbers and civil dates are each other's inverse over 200 years") {
  CivilDate before = civil_from_days(-25568);
  CHECK(before == CivilDate{1899, 12, 31});
  for (std::int64_t days = -25567; days < 47847; ++days) {
    const CivilDate date = civil_from_days(days);
    REQUIRE(is_real_date(date));
    REQUIRE(days_from_civil(date.year, date.month, date.day) == days);
    REQUIRE(std::string_view(canonical(before)) < std::string_view(canonical(date)));
    REQUIRE(from_canonical_date(canonical(date)) == date);
    before = date;
  }
  CHECK(from_canonical_date("1985") == CivilDate{1985, 0, 0});
  CHECK_FALSE(from_canonical_date("1985-5-3"));
  CHECK_FALSE(from_canonical_date("1985/05/03"));
  CHECK_FALSE(from_canonical_date("1985-02-30"));
}
