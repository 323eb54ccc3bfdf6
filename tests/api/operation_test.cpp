// Promises of /healthz, /readyz and /metrics.
#include "api_world.hpp"
#include "app/operation_routes.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <set>
#include <sstream>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

std::vector<schedule::FlowState> states() {
  schedule::FlowState state;
  state.flow = "portal_people";
  state.failures = 3;
  return {state};
}

// A hub's figures over the world's store, before anything has been counted.
class Operated {
 public:
  explicit Operated(World& world)
      : metrics_({.configuration = [&world]() -> const app::Configuration& { return world.configuration(); },
                  .store = world.store(),
                  .clock = world.clock,
                  .states = states,
                  .connections = [] { return std::size_t{2}; },
                  .tally = tally_}),
        handler_(api::route_by(app::operation_routes(metrics_, world.access(), [this] { return reasons; }))) {}

  api::Response ask(const std::string& path, const std::string& from = "127.0.0.1",
                    std::vector<api::HttpHeader> headers = {}, bool secure = false) const {
    return handler_({.method = "GET",
                     .target = path,
                     .headers = std::move(headers),
                     .body = {},
                     .remote_address = from,
                     .secure = secure},
                    {});
  }
  // Series → value, of the whole collection.
  std::map<std::string, double> figures() const {
    std::map<std::string, double> found;
    std::istringstream lines(ask("/metrics").body);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with('#')) continue;
      const std::size_t blank = line.rfind(' ');
      found[line.substr(0, blank)] = std::stod(line.substr(blank));
    }
    return found;
  }

  std::vector<std::string> reasons;

 private:
  app::RunTally tally_;
  app::Metrics metrics_;
  api::Handler handler_;
};

std::string token_of(World& world, const std::string& user, std::set<access::Right> scopes) {
  return world.access().sessions().make_token(
      {.user = user, .label = user + " collects", .scopes = std::move(scopes), .expires = world.clock.now() + 60'000});
}

void run(World& world, const std::string& flow, const store::Counts& counts, store::RunState state) {
  auto transaction = world.store().begin();
  const auto id = transaction.begin_run(flow, store::Direction::in, "schedule");
  transaction.end_run(id, state, counts, {}, "");
  transaction.commit();
}

}  // namespace

TEST_CASE("figures tell each flow's runs by outcome and its records by count, and they balance") {
  World world;
  const Operated hub(world);
  run(world, "portal_people", {.read = 5, .created = 3, .unchanged = 1, .dead = 1}, store::RunState::succeeded);
  run(world, "portal_people", {.read = 2, .updated = 2}, store::RunState::failed);
  const auto figures = hub.figures();
  const auto runs = [&](const char* outcome) {
    return figures.at(std::string(R"(lienthong_flow_runs_total{flow="portal_people",outcome=")") + outcome + "\"}");
  };
  const auto records = [&](const char* count) {
    return figures.at(std::string(R"(lienthong_flow_records_total{flow="portal_people",count=")") + count + "\"}");
  };
  CHECK(runs("succeeded") == 1);
  CHECK(runs("failed") == 1);
  CHECK(runs("cancelled") == 0);
  CHECK(records("read") == 7);
  CHECK(records("created") + records("updated") + records("unchanged") + records("filtered") + records("dead") == 7);
  CHECK(figures.at(R"(lienthong_flow_records_total{flow="app_people",count="delivered"})") == 0);
}

TEST_CASE("figures tell how fresh a flow is against its promise, and what waits for a person") {
  World world;
  const Operated hub(world);
  const auto before = hub.figures();
  CHECK(before.at(R"(lienthong_flow_fresh_within_seconds{flow="portal_people"})") == 3600);
  CHECK(before.at(R"(lienthong_flow_late{flow="portal_people"})") == 0);
  CHECK(before.at(R"(lienthong_dead_letters_waiting{flow="portal_people"})") == 3);
  CHECK(before.at(R"(lienthong_flow_failures_in_a_row{flow="portal_people"})") == 3);
  world.clock.advance(3'600'000);
  CHECK(hub.figures().at(R"(lienthong_flow_late{flow="portal_people"})") == 1);
}

TEST_CASE("figures tell the store, the process, connections and the version") {
  World world;
  const auto figures = Operated(world).figures();
  CHECK(figures.at("lienthong_store_up") == 1);
  CHECK(figures.at("lienthong_store_bytes") > 4096);
  CHECK(figures.at("lienthong_http_connections") == 2);
  CHECK(figures.at("process_resident_memory_bytes") > 1e6);
  CHECK(figures.at("process_virtual_memory_bytes") >= figures.at("process_resident_memory_bytes"));
  CHECK(figures.at("process_cpu_seconds_total") > 0);
  CHECK(figures.at("process_threads") >= 1);
  CHECK(figures.at("process_open_fds") > 2);
  CHECK(figures.at("process_start_time_seconds") > 1.7e9);
  CHECK(std::any_of(figures.begin(), figures.end(),
                    [](const auto& each) { return each.first.starts_with("lienthong_build_info{version=\""); }));
}

TEST_CASE("runs of what is no flow make no series of their own") {
  World world;
  const Operated hub(world);
  const std::size_t before = hub.figures().size();
  for (int i = 0; i < 50; ++i) run(world, "refold.entity" + std::to_string(i), {}, store::RunState::succeeded);
  const auto figures = hub.figures();
  CHECK(figures.at(R"(lienthong_flow_runs_total{flow="-",outcome="succeeded"})") == 50);
  CHECK(figures.size() - before <= 4);
}

TEST_CASE("figures are of the text format: each family explained once, each series once, nothing of a person") {
  World world;
  const std::string text = Operated(world).ask("/metrics").body;
  const std::regex line(R"(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+.eE0-9]+)");
  std::set<std::string> seen;
  std::istringstream lines(text);
  for (std::string each; std::getline(lines, each);) {
    INFO(each);
    CHECK(std::regex_match(each, line));
    CHECK(seen.insert(each.substr(0, each.starts_with('#') ? each.find(' ', 7) : each.rfind(' '))).second);
  }
  for (const char* personal : {"9900", "Nguyễn", "Bình"}) CHECK(text.find(personal) == std::string::npos);
}

TEST_CASE("beyond this machine figures are told over TLS to a token of the scope 'look', and to no vendor") {
  World world;
  const Operated hub(world);
  const auto from_afar = [&](const std::string& token, bool secure = true) {
    std::vector<api::HttpHeader> headers;
    if (!token.empty()) headers.push_back({"Authorization", "Bearer " + token});
    return hub.ask("/metrics", "10.1.2.3", headers, secure).status;
  };
  const std::string token = token_of(world, "chief", {access::Right::look});
  CHECK(from_afar(token) == 200);
  CHECK(from_afar(token, false) == 403);
  CHECK(from_afar("") == 401);
  CHECK(from_afar("guessed") == 401);
  CHECK(from_afar(token_of(world, "clerk", {access::Right::letters})) == 401);
  CHECK(from_afar(token_of(world, "portal.team", {access::Right::look})) == 401);
  CHECK(hub.ask("/metrics", "127.0.0.1", {{"X-Forwarded-For", "10.1.2.3"}}).status == 403);
}

TEST_CASE("a hub is ready where nothing speaks against it, and says what does otherwise") {
  World world;
  Operated hub(world);
  CHECK(hub.ask("/readyz", "10.1.2.3").status == 200);
  hub.reasons = {"the store does not answer"};
  const api::Response reply = hub.ask("/readyz");
  CHECK(reply.status == 503);
  CHECK(json::parse(reply.body).at("reasons").at(0) == "the store does not answer");
  CHECK(hub.ask("/healthz").status == 200);
}
