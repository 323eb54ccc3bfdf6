// How a connector reads a request of its system.
#include <catch2/catch.hpp>
#include <lienthong/sdk/incoming.hpp>

using lt::sdk::Incoming;

namespace {

Incoming asking(std::string_view target) {
  return {.stream = "s", .method = "GET", .target = target, .headers = {}, .body = {}, .remote_address = {}};
}

}  // namespace

TEST_CASE("the path after the stream's own address is given decoded") {
  CHECK(asking("/hooks/hotline/georeport").rest().empty());
  CHECK(asking("/hooks/hotline/georeport?a=/b/c/d").rest().empty());
  CHECK(asking("/hooks/hotline/georeport/v2/requests.json?x=1").rest() == "/v2/requests.json");
  CHECK(asking("/hooks/hotline/georeport/Thanh%20H%C3%B3a").rest() == "/Thanh Hóa");
}

TEST_CASE("a query is read by name, with escapes, plus signs, empty and broken members") {
  const Incoming request = asking("/hooks/a/b?name=L%C3%AA+L%E1%BB%A3i&empty=&flag&&broken=%4&name=second");
  CHECK(request.query("name") == "Lê Lợi");
  CHECK(request.query("empty") == "");
  CHECK(request.query("flag") == "");
  CHECK(request.query("broken") == "%4");
  CHECK_FALSE(request.query("none").has_value());
  CHECK(request.query().size() == 5);
}

TEST_CASE("a header is found whatever its case, the first of several") {
  Incoming request = asking("/");
  request.headers = {{"X-Signature", "one"}, {"x-signature", "two"}};
  CHECK(request.header("x-SIGNATURE") == "one");
  CHECK(request.header("X-Sign").empty());
}
