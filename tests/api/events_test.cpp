// What listeners hear, and how long they may listen.
#include "api_world.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

void dismiss(World& world, std::int64_t letter) {
  const json::object body{{"letters", {letter}}, {"reason", "bản ghi thử"}};
  REQUIRE(world.ask("POST", "/api/v1/dead-letters/dismiss", {.user = "clerk"}, json::serialize(body)).status == 200);
}

bool has(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("whoever listens hears what became different since, and nothing else") {
  World world;
  const Reply reply = world.get("/api/v1/events", "chief");
  REQUIRE(reply.status == 200);
  REQUIRE(reply.stream);
  CHECK(reply.stream->take() == "retry: 3000\n\n");
  world.events().look();
  CHECK(reply.stream->take().empty());
  dismiss(world, world.letter);
  world.events().look();
  CHECK(reply.stream->take() == "event: letters\ndata: {\"flow\":\"portal_people\",\"waiting\":2}\n\n");
  world.events().look();
  CHECK(reply.stream->take().empty());

  auto transaction = world.store().begin();
  const auto run = transaction.begin_run("hospital_people", store::Direction::in, "schedule");
  transaction.commit();
  world.events().look();
  const std::string begun = reply.stream->take();
  CHECK(has(begun, "event: run\n"));
  CHECK(has(begun, "\"id\":" + std::to_string(run)));
  CHECK(has(begun, "\"state\":\"running\""));
}

TEST_CASE("a job is told as it begins and ends, without its result") {
  World world;
  const Reply reply = world.get("/api/v1/events", "chief");
  REQUIRE(world.ask("DELETE", "/api/v1/jobs/" + std::to_string(world.job), {.user = "clerk"}).status == 204);
  world.jobs().wait(world.job);
  const app::Job next = world.jobs().start(
      {.kind = "run", .subject = "portal_people", .systems = {"portal"}, .who = "clerk", .total = {}},
      [](const app::Jobs::Progress&, const std::stop_token&) -> app::JobResult { return {json::object{{"x", 1}}}; });
  world.jobs().close(std::chrono::minutes(1), {});
  const std::string told = reply.stream->take();
  CHECK(has(told, "event: job\n"));
  CHECK(has(told, "\"state\":\"cancelled\""));
  CHECK(has(told, "\"id\":" + std::to_string(next.id)));
  CHECK(has(told, "\"state\":\"done\""));
  CHECK_FALSE(has(told, "result"));
}

TEST_CASE("a vendor hears of its own systems only") {
  World world;
  const Reply vendor = world.get("/api/v1/events", "portal.team");
  const Reply viewer = world.get("/api/v1/events", "chief");
  vendor.stream->take();
  dismiss(world, world.letter + 3);
  world.events().look();
  CHECK(has(viewer.stream->take(), "hospital_people"));
  CHECK(vendor.stream->take().empty());
  world.events().tell({.name = "review", .systems = {}, .data = {}, .right = access::Right::records});
  CHECK(vendor.stream->take().empty());
  dismiss(world, world.letter);
  world.events().look();
  CHECK(has(vendor.stream->take(), "portal_people"));
}

TEST_CASE("listening has a heartbeat of 15 s, keeps no session alive and ends with it") {
  World world;
  const Reply reply = world.get("/api/v1/events", "chief");
  reply.stream->take();
  world.events().look_at_the_clock();
  CHECK(reply.stream->take() == ": \n\n");
  world.clock.advance(14'999);
  world.events().look_at_the_clock();
  CHECK(reply.stream->take().empty());
  world.clock.advance(1);
  world.events().look_at_the_clock();
  CHECK(reply.stream->take() == ": \n\n");
  for (int minutes = 1; minutes <= 31; ++minutes) {
    world.clock.advance(60'000);
    world.events().look_at_the_clock();
  }
  CHECK(reply.stream->ended());
}

TEST_CASE("a program's token is looked at again each quarter of an hour") {
  World world;
  const std::string token = world.access().sessions().make_token(
      {.user = "clerk", .label = "screen", .scopes = {access::Right::look}, .expires = world.clock.now() + 86'400'000});
  const Reply reply = world.ask("GET", "/api/v1/events", {.bearer = token});
  REQUIRE(reply.stream);
  world.clock.advance(899'999);
  world.events().look_at_the_clock();
  CHECK_FALSE(reply.stream->ended());
  world.clock.advance(15'001);
  world.events().look_at_the_clock();
  CHECK(reply.stream->ended());
}

TEST_CASE("who does not read is dropped, and listeners are so many at most") {
  World world;
  const Reply slow = world.get("/api/v1/events", "chief");
  const Reply quick = world.get("/api/v1/events", "chief");
  for (int i = 0; i < 300; ++i) {
    world.events().tell({.name = "flow", .systems = {}, .data = {{"text", std::string(1'000, 'x')}}});
    quick.stream->take();
  }
  CHECK(slow.stream->ended());
  CHECK_FALSE(quick.stream->ended());
  std::vector<Reply> listeners;
  for (std::size_t i = 1; i < app::Events::most_listeners; ++i)
    listeners.push_back(world.get("/api/v1/events", "chief"));
  CHECK(listeners.back().status == 200);
  CHECK(world.get("/api/v1/events", "chief").status == 503);
  listeners.back().stream->end();
  CHECK(world.get("/api/v1/events", "chief").status == 200);
}
