// Facilities and stays are read, camera events are sent as they happen and read too: each stands once however it came.
#include "harness/serving.hpp"
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <csignal>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

// Nobody but the cameras' system has anything to say.
struct Cameras : Installation {
  Cameras() : Installation({.seed = 38, .records = 10, .people = 400, .cases_a_day = 3}) { prepare(); }

  void prepare() {
    const auto portal = config("systems/national_vaccination.yaml");
    write_text(portal, read_text(portal) + "\nenabled: false\n");
    enable("quarantine_cameras");
    const auto file = config("systems/quarantine_cameras.yaml");
    std::string text = read_text(file);
    for (std::size_t at = 0; (at = text.find("size: 500", at)) != std::string::npos;) text.replace(at, 9, "size: 3");
    write_text(file, text);
    // What is sent stands alone: the hub reads nothing meanwhile.
    replace_in(config("flows/camera_events.yaml"), "on_receive: true, every: 5m, jitter: 30s", "on_receive: true");
    for (const char* flow : {"camera_facilities", "camera_stays"})
      replace_in(config("flows/" + std::string(flow) + ".yaml"), "schedule: {", "schedule: {by_hand: true} #{");
  }
  void begin_again() {
    start_over();
    prepare();
  }
  std::int64_t truth(const char* what) {
    return number(json::parse(twins().command("quarantine_cameras", "GET", "/twin/truth")).at("/v1/events"), what);
  }
  json::object send(const std::string& url, json::object order = {}) {
    order["url"] = url + "/hooks/quarantine_cameras/events";
    order["stream"] = "events";
    if (!order.contains("count")) order["count"] = 100'000;
    return json::parse(twins().command("quarantine_cameras", "POST", "/twin/webhook", json::serialize(order)))
        .as_object();
  }
  std::string as_read_by_page() {
    begin_again();
    run({"run", "camera_facilities"});
    run({"run", "camera_events"});
    const std::string wanted = dump();
    begin_again();
    run({"run", "camera_facilities"});
    return wanted;
  }
};

std::int64_t answered(const json::object& sent, const char* status) {
  const auto* count = sent.at("answers").as_object().if_contains(status);
  return count ? count->to_number<std::int64_t>() : 0;
}

Target list(const char* flow, const char* path) {
  return {"quarantine_cameras", flow, path, 1, [](Installation& hub) { static_cast<Cameras&>(hub).begin_again(); }};
}

}  // namespace

TEST_CASE("camera events that are sent late, reversed, one by one and again are each stored once, as if read") {
  Cameras hub;
  hub.twins().command("quarantine_cameras", "POST", "/twin/advance");
  const std::string wanted = hub.as_read_by_page();
  const std::int64_t rows = hub.truth("/rows");
  const std::int64_t wrong = hub.truth("/wrong");
  REQUIRE(rows > 60);
  Child serving = hub.start({"serve"});
  const std::string url = address_of(serving);
  CHECK(hub.send(url, {{"from", rows / 2}}).at("pending") == 0);  // the earlier half comes late
  CHECK(hub.send(url, {{"count", 20}, {"batch", 1}}).at("pending") == 0);
  CHECK(hub.send(url, {{"reversed", true}, {"batch", 7}}).at("pending") == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(hub.send(url, {{"again", true}, {"batch", 50}}).at("pending") == 0);
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  const json::value status = hub.status();
  CHECK(unbalanced(status).empty());
  const json::value& counts = at(flow(at(status, "/flows"), "camera_events"), "/counts");
  INFO(json::serialize(counts));
  CHECK(number(counts, "/read") == 2 * rows);
  CHECK(number(counts, "/created") == rows - wrong);
  CHECK(number(counts, "/dead") == 2 * wrong);
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
  // What was sent and is read by page after all is known.
  const json::value read = json::parse(hub.run({"run", "camera_events", "--json"}).out);
  CHECK(number(read, "/counts/created") + number(read, "/counts/updated") == 0);
}

TEST_CASE("a camera's request that is forged, old or torn stores nothing, and is told so, the next good one counts") {
  Cameras hub;
  const std::string wanted = hub.as_read_by_page();
  const std::string empty = hub.dump();
  Child serving = hub.start({"serve"});
  const std::string url = address_of(serving);
  const struct {
    const char* word;
    const char* value;
    const char* status;
  } bad[] = {{"signature", "wrong", "401"},
             {"signature", "old", "401"},
             {"signature", "none", "401"},
             {"body", "half", "401"},
             {"body", "cut", "0"}};
  for (const auto& [word, value, status] : bad) {
    INFO(word << " " << value);
    const json::object sent = hub.send(url, {{word, value}, {"count", 40}, {"batch", 20}});
    CHECK(answered(sent, status) == 2);
    CHECK(number(sent, "/pending") == 40);
    CHECK(difference(hub.dump(), empty) == "");
  }
  // Signed as it is, but no JSON: kept for a person, and refused so that it comes again.
  CHECK(answered(hub.send(url, {{"body", "broken"}, {"count", 40}, {"batch", 20}}), "400") == 2);
  CHECK(difference(hub.dump(), empty) == "");
  CHECK(hub.ask({"dead-letters", "list", "--flow", "camera_events"}, 0).as_array().size() == 2);
  CHECK(hub.send(url).at("pending") == 0);
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(10)).exit_code == 0);
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("whatever the list of stays does wrong, the next whole run makes it good") {
  Cameras hub;
  strike_reading(hub, list("camera_stays", "/v1/stays"), faults_on_reading());
}
