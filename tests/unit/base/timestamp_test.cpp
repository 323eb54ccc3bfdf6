// Moments in every format of the contracts.
#include "base/timestamp.hpp"

#include <catch2/catch.hpp>

using namespace lt;

TEST_CASE("a moment is read in its named format and kept in Vietnamese time") {
  const struct {
    const char* format;
    const char* text;
    const char* expected;
  } table[] = {
      {"dd/mm/yyyy hh:mm", "03/05/2021 08:15", "2021-05-03T08:15:00+07:00"},
      {"dd/mm/yyyy hh:mm:ss", "3/5/2021  8:15:59", "2021-05-03T08:15:59+07:00"},
      {"dd/mm/yyyy hh:mm", "03/05/2021", "2021-05-03T00:00:00+07:00"},
      {"dd/mm/yyyy hh:mm", "03/05/2021 24:00", ""},
      {"dd/mm/yyyy hh:mm", "03/05/2021 08:60", ""},
      {"dd/mm/yyyy hh:mm", "03/05/2021 08", ""},
      {"dd/mm/yyyy hh:mm", "31/04/2021 08:15", ""},
      {"dd/mm/yyyy hh:mm", "03/05/2021 08:15Z", ""},
      {"iso", "2021-05-03T08:15:00+07:00", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-03T01:15:00Z", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-03T01:15:00.999Z", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-02T20:15:00-0500", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-03T06:45:00+05:30", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-03T08:15:00+07", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-03 08:15", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-03T08:15:00 +07:00", "2021-05-03T08:15:00+07:00"},
      {"iso", "2021-05-03", "2021-05-03T00:00:00+07:00"},
      {"iso", "2021-02-29T00:00:00Z", ""},
      {"iso", "2021-05-03T", ""},
      {"iso", "2021-05-03T08:15:", ""},
      {"iso", "2021-05-03T08:15:00.", ""},
      {"iso", "2021-05-03T08:15:00+7", ""},
      {"iso", "2021-05-03T08:15:00+07:", ""},
      {"iso", "2021-05-03T08:15:00+25:00", ""},
      {"iso", "2021-05-03T08:15:00Zx", ""},
      {"iso", "2021", ""},
      {"iso", "1899-12-31T16:59:59Z", ""},
      {"yyyyMMddHHmm", "202105030815", "2021-05-03T08:15:00+07:00"},
      {"yyyyMMddHHmmss", "20210503081559", "2021-05-03T08:15:59+07:00"},
      {"yyyyMMddHHmm", "20210503081", ""},
      {"yyyyMMddHHmm", "202100030815", ""},
      {"yyMMddHHmm", "2105030815", "2021-05-03T08:15:00+07:00"},
      {"yyMMddHHmm", "210503081559", "2021-05-03T08:15:59+07:00"},
      {"yyMMddHHmm", "2113030815", ""},
      {"epoch_ms", "1620004500000", "2021-05-03T08:15:00+07:00"},
      {"epoch_ms", "1620004500999", "2021-05-03T08:15:00+07:00"},
      {"epoch_ms", "-1", "1970-01-01T06:59:59+07:00"},
      {"epoch_ms", "9223372036854775807", ""},
      {"epoch_ms", "9223372036854775808", ""},
      {"epoch_s", "1620004500", "2021-05-03T08:15:00+07:00"},
      {"epoch_s", "1620004500000", ""},
      {"excel", "44319.34375", "2021-05-03T08:15:00+07:00"},
      {"excel", "44319", "2021-05-03T00:00:00+07:00"},
      {"excel", "44318.999999", "2021-05-03T00:00:00+07:00"},
      {"excel", "0.5", ""},
      {"excel", "nan", ""},
      {"excel", "1e300", ""},
      {"excel1904", "42857.34375", "2021-05-03T08:15:00+07:00"},
  };
  for (const auto& row : table) {
    INFO(row.format << " " << row.text);
    const auto format = timestamp_format(row.format);
    REQUIRE(format);
    std::string out;
    CHECK(parse_timestamp(*format, row.text, out) == (row.expected[0] != '\0'));
    CHECK(out == row.expected);
    CHECK(timestamp_problem(*format, row.text).empty() == !out.empty());
  }
  CHECK_FALSE(timestamp_format("dd/mm/yyyy"));
  CHECK(timestamp_problem(TimestampFormat::iso, "x") == "'x' is no time iso that exists");
}

TEST_CASE("canonical timestamps and milliseconds are each other's inverse") {
  for (Milliseconds moment = -2208900000000; moment < 4133900000000; moment += 7'654'321'000) {
    const auto text = canonical_timestamp(moment);
    REQUIRE(std::string_view(text).size() == 25);
    REQUIRE(from_canonical_timestamp(text) == moment);
  }
  CHECK(std::string_view(canonical_timestamp(4133980800000)).empty());
  CHECK_FALSE(from_canonical_timestamp("2021-05-03T01:15:00Z"));
  CHECK_FALSE(from_canonical_timestamp("2021-05-03 08:15:00+07:00"));
}
