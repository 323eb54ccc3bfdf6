// Scans of checkpoints as they come: late, twice, out of order, from nobody known; and what is said of passes
// meanwhile.
#include "harness/serving.hpp"

#include <catch2/catch.hpp>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

struct Guards : Installation {
  Guards() : Installation({.seed = 38, .records = 10, .people = 200}) {
    disable("national_vaccination");
    enable("checkpoints");
  }
  std::string post(const std::string& url, const std::string& body, const std::string& type = "application/json",
                   const std::string& secret = "twin-secret", std::int64_t age_s = 0) const {
    return post_signed(*this, {url, body, type, secret, age_s});
  }
};

std::string scan(int number) {
  const std::string who = number % 2 ? R"("qr":"9990950000)" + std::to_string(10 + number) +
                                           R"(||Nguyễn Văn An|04051995|Nam|Số 1, Lê Lợi|01062021")"
                                     : R"("method":"typed","pass_code":"FORGED)" + std::to_string(number) + "\"";
  return R"({"device":"C1-A","checkpoint":"C1","decision":"allowed","scanned_at":"2021-08-03T01:00:00Z","sequence":)" +
         std::to_string(number) + "," + who + "}";
}

}  // namespace

TEST_CASE("scans that come late, twice, out of order and from nobody known are each one crossing, and none is lost") {
  Guards hub;
  Serving serving(hub);
  const std::string url = serving.url() + "/hooks/checkpoints/scans";
  CHECK(hub.post(url, scan(7)) == "{\"received\":1,\"rejected\":0}\n200");
  CHECK(hub.post(url, R"({"scans":[)" + scan(9) + "," + scan(2) + "," + scan(7) + "]}") ==
        "{\"received\":3,\"rejected\":0}\n200");
  std::string file;
  for (int number = 20; number > 0; --number) file += scan(number) + "\n";
  CHECK(hub.post(url, file + R"({"device":"C1-)", "application/x-ndjson") == "{\"received\":20,\"rejected\":1}\n200");
  const std::string wanted = hub.dump();
  CHECK(hub.post(url, file, "application/x-ndjson") == "{\"received\":20,\"rejected\":0}\n200");
  CHECK(hub.post(url, scan(21), "application/json", "other").ends_with("\n401"));
  CHECK(hub.post(url, scan(21), "application/json", "twin-secret", 3600).ends_with("\n401"));
  CHECK(hub.post(url + "/verify", R"({"code":"FORGED2"})", "application/json", "other").ends_with("\n401"));
  CHECK(hub.post(url + "/verify", R"({"code":"FORGED2"})").find(R"("result":"unknown")") != std::string::npos);
  CHECK(serving.stop().exit_code == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(hub.rows_of("crossing") == 20);
  CHECK(hub.rows_of("person") == 10);
  const json::value status = hub.ask({"status"}, 5);
  CHECK(unbalanced(status).empty());
  const json::value& counts = at(flow(at(status, "/flows"), "checkpoint_scans"), "/counts");
  INFO(json::serialize(counts));
  CHECK(number(counts, "/read") == 45);
  CHECK(number(counts, "/created") == 20);
  CHECK(number(counts, "/dead") == 1);
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}
