// Epidemic maps: what a layer looks like, what cannot stand on it, who sees it, against a scripted map and the twin.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <twins/map_layer.hpp>
#include <twins/twins.hpp>

#include <utility>
#include <vector>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_host::OutRecord;
using lt::plugin_testing::Received;
namespace json = boost::json;

namespace {

const std::string settings =
    "{url: 'http://map.test/v1/', auth: {type: bearer, token: t}, serve: {max_age_s: 5}, layers: "
    "{checkpoints: {title: Chốt, public: true}, drafts: {path: inner/drafts}}}";
const std::string first = R"({"id":7,"name":"Chốt số 1","longitude":105.7712345678,"latitude":19.8,"kind":null})";
const std::string nowhere = R"({"id":3,"name":"Chốt số 2"})";

struct Map : lt::plugin_testing::Bench {
  Map() : Bench(LT_CONNECTOR_FILE) {
    give_secret("t", "token");
    answers().know("checkpoints");
    http.on("PUT", "/v1/", lt::plugin_testing::json_answer("{}"));
  }
  lt::plugin_testing::RecordingWriteSink put(const std::vector<std::string>& records,
                                             const std::string& layer = "checkpoints") {
    std::vector<OutRecord> list;
    list.reserve(records.size());
    for (const auto& record : records) {
      list.push_back({.json = record,
                      .key = "k",
                      .idempotency_key = "i",
                      .remote_id = "",
                      .operation = lt::plugin_host::Operation::upsert,
                      .attempt = 1});
    }
    lt::plugin_testing::RecordingWriteSink sink;
    session().write(layer, list, sink, {});
    return sink;
  }
  json::value layer_put() { return json::parse(http.requests().back().body); }
  Received get(const std::string& rest, const std::string& method = "GET") {
    return receive({.stream = "layers",
                    .method = method,
                    .target = "/hooks/bench/layers" + rest,
                    .headers = {},
                    .body = "",
                    .remote_address = "192.0.2.1"});
  }
  std::string reason(const std::string& members) {
    const auto sink = put({R"({"id":1,)" + members + "}"});
    CHECK(sink.accepted.empty());
    REQUIRE(sink.rejected.size() == 1);
    CHECK(sink.rejected.at(0).reject_class == lt::plugin_host::RejectClass::permanent);
    CHECK(http.requests().back().body == R"({"type":"FeatureCollection","features":[]})");
    return sink.rejected.at(0).reason;
  }
  template <class Work>
  ErrorKind kind_of(Work&& work) {
    try {
      work();
    } catch (const CallError& error) {
      return error.kind();
    }
    FAIL("the call should have failed");
    return ErrorKind::failed;
  }
};

std::string boundary(const std::string& text) { return R"("boundary":)" + json::serialize(json::string(text)); }

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE_METHOD(Map, "a layer is put whole as GeoJSON: longitude first, six decimals, in the order of ids") {
  open(settings);
  const auto sink = put({first, nowhere});
  CHECK(sink.accepted.size() == 2);
  REQUIRE(http.requests().size() == 1);
  const auto request = http.requests().front();
  CHECK(request.method == "PUT");
  CHECK(request.url == "http://map.test/v1/api/layers/checkpoints");
  CHECK(lt::plugin_testing::header_of(request.headers, "Content-Type") == "application/geo+json");
  CHECK(lt::plugin_testing::header_of(request.headers, "Authorization") == "Bearer token");
  CHECK(request.body == R"({"type":"FeatureCollection","features":[)"
                        R"({"type":"Feature","id":3,"geometry":null,"properties":{"name":"Chốt số 2"}},)"
                        R"({"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[1.05771235E2,1.98E1]},)"
                        R"("properties":{"name":"Chốt số 1","kind":null}}]})");
  put({}, "drafts");
  CHECK(http.requests().back().url == "http://map.test/v1/inner/drafts");
  CHECK(http.requests().back().body == R"({"type":"FeatureCollection","features":[]})");
}

TEST_CASE_METHOD(Map, "what cannot stand on the map is refused alone, with what to do") {
  open(settings);
  CHECK(has(reason(R"("longitude":19.8,"latitude":105.77)"), "have changed places"));
  CHECK(has(reason(R"("longitude":0,"latitude":0)"), "outside of the map"));
  CHECK(has(reason(R"("longitude":105.77)"), "one is missing"));
  CHECK(has(reason(R"("longitude":"105.77","latitude":19.8)"), "longitude is no number"));
  CHECK(has(reason(boundary("{")), "no GeoJSON geometry"));
  CHECK(has(reason(boundary(R"({"type":"Point","coordinates":[105,20]})")), "neither a Polygon nor a MultiPolygon"));
  CHECK(has(reason(boundary(R"({"type":"Polygon"})")), "has no ring"));
  CHECK(has(reason(boundary(R"({"type":"Polygon","coordinates":[[[105,20],[106,20],[105,20]]]})")), "fewer than four"));
  CHECK(has(reason(boundary(R"({"type":"Polygon","coordinates":[[[105,20],[106,20],[106,21],[105,21]]]})")),
            "does not end where it begins"));
  CHECK(has(reason(boundary(R"({"type":"Polygon","coordinates":[[[105,20],[106,20],[107,20],[105,20]]]})")),
            "encloses nothing"));
  CHECK(has(reason(boundary(R"({"type":"Polygon","coordinates":[[[20,105],[20,106],[21,106],[20,105]]]})")),
            "have changed places"));
  CHECK(has(reason(boundary(R"({"type":"Polygon","coordinates":[[["a",20],[106,20],[106,21],["a",20]]]})")),
            "no pair of numbers"));
  CHECK(has(reason(boundary(R"({"type":"MultiPolygon","coordinates":[]})")), "has no polygon"));

  const auto sink = put({first, R"({"id":8,"longitude":0,"latitude":0})"});
  CHECK(sink.accepted.size() == 1);
  CHECK(sink.rejected.size() == 1);
  CHECK(layer_put().at("features").as_array().size() == 1);
}

TEST_CASE_METHOD(Map, "a boundary keeps to RFC 7946 however its rings ran") {
  open(settings);
  const std::string text = lt::plugin_testing::text_of_file(LT_CONNECTOR_FOLDER "/testdata/boundary.json");
  put({R"({"id":1,"longitude":1,"latitude":1,)" + boundary(text) + "}"});
  const json::value layer = layer_put();
  CHECK(lt::twins::fault_of_layer(layer.as_object()).empty());
  const auto& rings = layer.at_pointer("/features/0/geometry/coordinates").as_array();
  REQUIRE(rings.size() == 2);
  CHECK(rings[0].as_array()[1] == json::parse("[105.9,19.7]"));
  CHECK(rings[1].as_array()[1] == json::parse("[105.75,19.8]"));
  CHECK(layer.at_pointer("/features/0/properties").as_object().empty());
}

TEST_CASE_METHOD(Map,
                 "a flow that deletes, a name that is no address and bounds that enclose nothing are misconfigured") {
  const auto refused = [&](const std::string& with) {
    return kind_of([&] { open(with).streams({}); }) == ErrorKind::misconfigured;
  };
  CHECK(refused("{layers: {a: {}}}"));
  CHECK(refused("{url: 'http://map.test', layers: {'../a': {}}}"));
  CHECK(refused("{url: 'http://map.test', layers: {layers: {}}}"));
  CHECK(refused("{url: 'http://map.test', path: one, layers: {a: {}}}"));
  CHECK(refused("{url: 'http://map.test', layers: {a: {}}, bounds: {west: 110, east: 105}}"));

  open("{serve: {}, layers: {a: {}}}");
  CHECK(kind_of([&] { put({first}, "a"); }) == ErrorKind::misconfigured);
  open(settings);
  CHECK(kind_of([&] { put({first}, "b"); }) == ErrorKind::misconfigured);
  const std::vector<OutRecord> gone{{.json = "{}",
                                     .key = "k",
                                     .idempotency_key = "i",
                                     .remote_id = "",
                                     .operation = lt::plugin_host::Operation::erase,
                                     .attempt = 1}};
  lt::plugin_testing::RecordingWriteSink sink;
  CHECK(kind_of([&] { session().write("checkpoints", gone, sink, {}); }) == ErrorKind::misconfigured);
  CHECK(http.requests().empty());
}

TEST_CASE_METHOD(Map, "a map that refuses a layer for its content fails the run, and no feature counts as delivered") {
  open(settings);
  for (const auto& [status, kind] :
       {std::pair(422, ErrorKind::failed), std::pair(413, ErrorKind::failed), std::pair(401, ErrorKind::denied),
        std::pair(404, ErrorKind::misconfigured), std::pair(500, ErrorKind::unavailable)}) {
    INFO(status);
    http.next(lt::plugin_testing::answer(status, "no"));
    CHECK(kind_of([&] { put({first}); }) == kind);
  }
}

TEST_CASE_METHOD(Map, "the hub serves what the map has, to any page, and only what is public") {
  open(settings);
  answers().give("checkpoints", "7", first);
  answers().give("checkpoints", "8", R"({"id":8,"longitude":0,"latitude":0})");
  answers().give("checkpoints", "3", nowhere);
  put({first, nowhere});
  const Received layer = get("/checkpoints.geojson");
  CHECK(layer.reply.status == 200);
  CHECK(layer.reply.body == http.requests().back().body);
  CHECK(lt::plugin_testing::header_of(layer.reply.headers, "Content-Type") == "application/geo+json");
  CHECK(lt::plugin_testing::header_of(layer.reply.headers, "Access-Control-Allow-Origin") == "*");
  CHECK(lt::plugin_testing::header_of(layer.reply.headers, "Cache-Control") == "public, max-age=5");
  CHECK(log().back().find("leaves out a feature") != std::string::npos);

  for (const char* index : {"", "/"}) {
    CHECK(get(index).reply.body ==
          R"({"layers":[{"name":"checkpoints","title":"Chốt","href":"/hooks/bench/layers/checkpoints.geojson"}]})");
  }
  const auto asked = answers().asked.size();
  CHECK(get("/drafts.geojson").reply.status == 404);
  CHECK(get("/checkpoints").reply.status == 404);
  CHECK(get("/../checkpoints.geojson").reply.status == 404);
  CHECK(get("/checkpoints.geojson", "POST").reply.status == 405);
  CHECK(answers().asked.size() == asked);

  open("{url: 'http://map.test', layers: {checkpoints: {public: true}}}");
  CHECK(kind_of([&] { get("/checkpoints.geojson"); }) == ErrorKind::unsupported);
}

TEST_CASE("the twin takes a layer and gives it back, and refuses what is no GeoJSON of Vietnam") {
  lt::twins::Twins twins({.records = 10});
  Map map;
  map.give_secret("twin", "twin-rest-token");
  map.open_for_real("{url: '" + twins.url("epidemic_map") +
                    "', auth: {type: bearer, token: twin}, layers: {checkpoints: {}}}");
  map.session().check({});
  CHECK(map.put({first, nowhere}).accepted.size() == 2);
  const json::value state = json::parse(twins.state("epidemic_map"));
  CHECK(state.at_pointer("/inboxes/~1api~1layers~1checkpoints/held") == 2);

  for (
      const char* wrong :
      {R"({"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[19.8,105.7]},"properties":{}}]})",
       R"({"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{}}]})",
       R"({"type":"FeatureCollection","crs":{},"features":[]})", R"({"features":[]})"}) {
    INFO(wrong);
    CHECK(!lt::twins::fault_of_layer(json::parse(wrong).as_object()).empty());
  }
}
