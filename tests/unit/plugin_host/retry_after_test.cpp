// Waiting times by seconds and by dates.
#include "plugin_host/retry_after.hpp"

#include <catch2/catch.hpp>

using lt::plugin_host::parse_http_date;
using lt::plugin_host::parse_retry_after;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("the three dates of RFC 9110 mean the same moment") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777'000);
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == 784'111'777'000);
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == 784'111'777'000);
}

TEST_CASE("a waiting time is never negative and never guessed") {
  CHECK(parse_retry_after("120", 0) == seconds(120));
  CHECK(parse_retry_after(" 0 ", 0) == seconds(0));
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784'111'770'000) == milliseconds(7000));
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784'111'799'000) == milliseconds(0));
  for (const char* wrong : {"", "soon", "-5", "12 s", "99999999999999999999", "Sun, 31 Feb 1994 08:49:37 GMT",
                            "Sun, 06 Nov 1994 28:49:37 GMT"}) {
    INFO(wrong);
    CHECK_FALSE(parse_retry_after(wrong, 0));
  }
}
