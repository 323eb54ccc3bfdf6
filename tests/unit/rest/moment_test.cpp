// Moments in the formats of partners.
#include <catch2/catch.hpp>
#include <lienthong/rest/moment.hpp>
#include <lienthong/sdk/failure.hpp>

using lt::rest::MomentFormat;
using lt::rest::read_http_date;

namespace {
constexpr std::int64_t moment = 1'627'291'800'000;  // 2021-07-26T09:30:00Z
}

TEST_CASE("a moment is written as the system wants it and read back") {
  struct Case {
    MomentFormat format;
    const char* text;
  };
  const Case cases[] = {{MomentFormat("epoch_ms"), "1627291800000"},
                        {MomentFormat("epoch_s"), "1627291800"},
                        {MomentFormat("iso"), "2021-07-26T09:30:00Z"},
                        {MomentFormat("%d/%m/%Y %H:%M:%S", 420), "26/07/2021 16:30:00"},
                        {MomentFormat("%Y%m%d%H%M%S"), "20210726093000"}};
  for (const Case& each : cases) {
    CHECK(each.format.write(moment) == each.text);
    CHECK(each.format.read(each.text) == moment);
  }
}

TEST_CASE("ISO moments are read with fraction and zone") {
  const MomentFormat iso("iso", 420);
  CHECK(iso.read("2021-07-26T16:30:00+07:00") == moment);
  CHECK(iso.read("2021-07-26T16:30:00.250+0700") == moment + 250);
  CHECK(iso.read("2021-07-26T09:30:00.123456Z") == moment + 123);
  CHECK(iso.read("2021-07-26T16:30:00") == moment);
}

TEST_CASE("what is no moment is nothing") {
  const MomentFormat iso("iso");
  for (const char* text : {"", "2021-13-26T09:30:00Z", "2021-02-30T09:30:00Z", "2021-07-26T25:30:00Z", "2021-07-26",
                           "2021-07-26T09:30:00X", "26/07/2021"})
    CHECK_FALSE(iso.read(text));
  CHECK_FALSE(MomentFormat("epoch_ms").read("soon"));
  // Beyond the year 9999, and what would not fit a number of milliseconds.
  CHECK(MomentFormat("epoch_s").read("253402300799") == 253'402'300'799'000);
  for (const char* text : {"253402300800", "9000000000000000000", "-9000000000000000000"}) {
    CHECK_FALSE(MomentFormat("epoch_s").read(text));
    CHECK_FALSE(MomentFormat("epoch_ms").read(std::string(text) + (text[0] == '2' ? "000" : "")));
  }
  CHECK_FALSE(MomentFormat("%d/%m/%Y").read("26/07/2021 10:00"));
  CHECK_THROWS_AS(MomentFormat("dd/mm/yyyy"), lt::sdk::Failure);
  CHECK_THROWS_AS(MomentFormat("%d/%b"), lt::sdk::Failure);
}

TEST_CASE("the Date header is read") {
  CHECK(read_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777'000);
  CHECK_FALSE(read_http_date("Sun, 06 Nov 1994 08:49:37 CET"));
  CHECK_FALSE(read_http_date(""));
}
