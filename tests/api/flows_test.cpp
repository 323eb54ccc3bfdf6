// What persons do with flows over the API.
#include "api_world.hpp"
#include "sync/flow_pause.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

Reply post_flow(World& world, const std::string& target, const json::object& body = {},
                const std::string& user = "clerk") {
  return world.ask("POST", "/api/v1/flows/" + target, {.user = user}, body.empty() ? "" : json::serialize(body));
}

}  // namespace

TEST_CASE("a person's pause stands with who and why until it is resumed, for the API, the report and the log") {
  World world;
  CHECK(post_flow(world, "portal_people/pause", {{"reason", " "}}).status == 422);
  const Reply paused = post_flow(world, "portal_people/pause", {{"reason", "nguồn bảo trì"}});
  REQUIRE(paused.status == 200);
  CHECK(paused.body.at("paused").at("by") == "clerk");
  CHECK(paused.body.at("paused").at("reason") == "nguồn bảo trì");
  CHECK(paused.body.at("health") == "paused");
  CHECK(paused.body.at("message") == "clerk: nguồn bảo trì");
  CHECK(paused.body.at("next").as_array().empty());
  CHECK(world.heeded == 1);
  CHECK(world.last_deed() == "clerk flow_pause flow/portal_people nguồn bảo trì");
  CHECK(world.get("/api/v1/flows?health=paused").body.at("items").as_array().size() == 1);
  CHECK(post_flow(world, "portal_people/pause", {{"reason", "lần nữa"}}).status == 409);
  store::Reader reader = world.store().reader();
  CHECK(sync::pause_of(reader, "portal_people").has_value());
  CHECK_FALSE(sync::pause_of(reader, "hospital_people").has_value());

  const Reply resumed = post_flow(world, "portal_people/resume");
  REQUIRE(resumed.status == 200);
  CHECK(resumed.body.at("paused").is_null());
  CHECK(resumed.body.at("health") != "paused");
  CHECK(world.heeded == 2);
  CHECK(world.last_deed() == "clerk flow_resume flow/portal_people ");
}

TEST_CASE("a run by hand is a job whose result is the run, and what fails it says why") {
  World world;
  const json::value job = ended(world, post_flow(world, "portal_people/run", {{"from_the_start", true}}));
  INFO(json::serialize(job));
  CHECK(job.at("kind") == "run");
  CHECK(job.at("subject") == "portal_people");
  CHECK(job.at("state") == "failed");  // there is no portal
  CHECK_FALSE(job.at("error").as_string().empty());
  CHECK(world.last_deed() == "clerk flow_run flow/portal_people from the start");
  CHECK(post_flow(world, "nowhere/run", {{"from_the_start", false}}).status == 404);
}

TEST_CASE("a rehearsal of what leaves shows what would be sent, and of persons only their shape") {
  World world;
  const json::value job = ended(world, post_flow(world, "app_people/dry-run"));
  INFO(json::serialize(job));
  REQUIRE(job.at("state") == "done");
  CHECK(job.at("result").at("counts").at("due").as_int64() > 0);
  const json::array& changes = job.at("result").at("changes").as_array();
  REQUIRE_FALSE(changes.empty());
  CHECK(changes.front().at("act") == "send");
  const std::string text = json::serialize(job);
  for (const char* person : {"990090000222", "Bình", "Văn"}) CHECK(text.find(person) == std::string::npos);
  CHECK(text.find("L• T• B•") != std::string::npos);
}
