// What the citizens' app sends by itself: signed, repeated, out of order, to a hub that is killed meanwhile.
#include "harness/serving.hpp"

#include <catch2/catch.hpp>
#include <twins/webhook.hpp>

#include <csignal>
#include <random>
#include <thread>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

const lt::twins::TwinsOptions world{.seed = 38, .records = 100};
const std::vector<std::string> streams{"declarations", "checkins", "reports"};

// An installation in which nobody but the app has anything to say.
struct AppOnly : Installation {
  AppOnly() : Installation(world) { disable("national_vaccination"); }
};

// The twin's words about one sending of a stream's first 200 events.
json::object send(Installation& hub, const std::string& url, const std::string& stream, json::object order = {}) {
  order["url"] = url + "/hooks/smart_thanh_hoa/" + stream;
  order["stream"] = stream;
  order["count"] = 200;
  return json::parse(hub.twins().command("app", "POST", "/twin/webhook", json::serialize(order))).as_object();
}

// The same events read page by page: what the store must hold however they came.
std::string as_read_by_page() {
  AppOnly hub;
  for (const auto& stream : streams) hub.ask({"run", "app_" + stream}, 5);  // wrong records wait for a person
  return hub.dump();
}

}  // namespace

TEST_CASE("what the app sends is stored once, in whatever order and however often it comes") {
  const std::string wanted = as_read_by_page();
  AppOnly hub;
  {
    Serving serving(hub);
    const std::string url = serving.url();
    for (const auto& stream : streams) {
      CHECK(send(hub, url, stream, {{"reversed", true}}) == json::object{{"answers", {{"200", 25}}}, {"pending", 0}});
    }
    CHECK(difference(hub.dump(), wanted) == "");  // before the hub has ended
    for (const auto& stream : streams) send(hub, url, stream, {{"again", true}, {"batch", 40}});
    const Ended ended = serving.stop();
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
  }
  CHECK(difference(hub.dump(), wanted) == "");
  const json::value status = hub.ask({"status"}, 5);
  CHECK(unbalanced(status).empty());
  for (const auto& stream : streams) {
    const json::value& counts = at(flow(at(status, "/flows"), "app_" + stream), "/counts");
    INFO(stream << " " << json::serialize(counts));
    CHECK(number(counts, "/read") == 500);
    CHECK(number(counts, "/created") == 198);
    CHECK(number(counts, "/dead") == 4);  // two wrong ones, twice
  }
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}

TEST_CASE("nobody but the app is believed, and an unknown address is none") {
  AppOnly hub;
  const Serving serving(hub);
  const std::string url = serving.url();
  for (const char* signature : {"wrong", "old", "none"}) {
    CHECK(send(hub, url, "reports", {{"signature", signature}, {"batch", 100}}) ==
          json::object{{"answers", {{"401", 3}}}, {"pending", 250}});
  }
  CHECK(hub.dump().find("PA-") == std::string::npos);
  const auto status_of = [&](const std::string& path) { return lt::twins::post(url + path, {}, "{}"); };
  CHECK(status_of("/hooks/nobody/reports") == 404);
  CHECK(status_of("/hooks/smart_thanh_hoa/nothing") == 404);
  CHECK(status_of("/healthz") == 405);
  CHECK(send(hub, url, "reports", {{"batch", 100}}) == json::object{{"answers", {{"200", 3}}}, {"pending", 0}});
}

TEST_CASE("a hub killed while the app sends has everything that it acknowledged, and in the end everything") {
  const std::string wanted = as_read_by_page();
  AppOnly hub;
  std::mt19937_64 random(38);
  std::uniform_int_distribution<int> moment(20, 250);
  int kills = 0;
  for (bool pending = true; pending;) {
    Serving serving(hub);
    const std::string url = serving.url();
    const std::chrono::milliseconds after(moment(random));
    std::jthread killer([&serving, after, kills] {
      if (kills >= 12) return;
      if (!serving.child().wait(after)) serving.child().signal(SIGKILL);
    });
    pending = false;
    for (const auto& stream : streams) {
      pending = number(send(hub, url, stream, {{"batch", 1}}), "/pending") > 0 || pending;
    }
    killer.join();
    ++kills;
  }
  CHECK(kills > 1);
  WARN("killed " << kills << " times");
  CHECK(difference(hub.dump(), wanted) == "");
  CHECK(unbalanced(hub.ask({"status"}, 5)).empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}

TEST_CASE("a question to a system that answers none is said to be none, twins are started by the same program") {
  AppOnly hub;
  const Ended asked = hub.run({"call", "smart_thanh_hoa", "anything", "--input", "{}"});
  CHECK(asked.exit_code == 2);
  CHECK(asked.err.find("cannot answer questions") != std::string::npos);
  CHECK(hub.run({"call", "smart_thanhhoa", "x"}).err.find("did you mean 'smart_thanh_hoa'?") != std::string::npos);
  CHECK(hub.run({"call", "smart_thanh_hoa", "x", "--input", "{"}).exit_code == 2);
  const auto list = hub.folder() / "list.xlsx";
  CHECK(hub.run({"twins", "list", "--rows", "5", "--bad", "0", "--out", list.string()}).exit_code == 0);
  CHECK(std::filesystem::exists(list));
}
