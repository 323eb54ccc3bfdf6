// Promises of testing a connector through the API.
#include "api_world.hpp"
#include "app/plugin_trial.hpp"
#include "base/error.hpp"
#include "base/program_places.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stop_token>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

TEST_CASE("a connector is tested beside the hub, and what it kept stands with it") {
  World world;
  const Reply before = world.get("/api/v1/plugins/rest", "chief");
  CHECK(before.body.at("conformance").is_null());
  const Reply begun = world.ask("POST", "/api/v1/plugins/rest/test", {.user = "clerk"});
  REQUIRE(begun.status == 200);
  CHECK(begun.body.at("kind") == "plugin-test");
  CHECK(world.last_deed() == "clerk plugin_test plugin/rest ");
  const auto ended = world.jobs().wait(begun.body.at("id").as_int64());
  REQUIRE(ended);
  INFO(ended->error);
  REQUIRE(ended->state == app::JobState::done);
  const json::object& result = ended->result.as_object();
  const json::array& promises = result.at("promises").as_array();
  CHECK(result.at("failed") == 0);
  CHECK(result.at("passed").as_int64() + result.at("skipped").as_int64() == std::int64_t(promises.size()));
  CHECK(promises.size() >= 18);
  CHECK(promises.at(0).at("promise") == "it exports one symbol");

  const Reply after = world.get("/api/v1/plugins/rest", "chief");
  const json::object& kept = after.body.at("conformance").as_object();
  CHECK(kept.at("job") == begun.body.at("id"));
  CHECK(kept.at("version") == after.body.at("version"));
  CHECK(kept.at("passed") == result.at("passed"));
  const Reply all = world.get("/api/v1/plugins", "chief");
  for (const auto& each : all.body.at("items").as_array())
    CHECK((each.at("id") == "rest" ? each.at("conformance") == after.body.at("conformance")
                                   : each.at("conformance").is_null()));
}

TEST_CASE("only connectors at hand that the hub trusts are tested") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("lienthong_strangers_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(companion_folder("connectors") / "rest.so", folder / "stranger.so",
                             std::filesystem::copy_options::overwrite_existing);
  World world("connectors: [" + folder.string() + "]\n");
  CHECK(world.get("/api/v1/plugins/stranger").body.at("problem").is_string());
  CHECK(world.ask("POST", "/api/v1/plugins/stranger/test", {.user = "boss"}).status == 409);
  std::filesystem::remove_all(folder);
  CHECK(world.ask("POST", "/api/v1/plugins/none/test", {.user = "boss"}).status == 404);
  CHECK(world.ask("POST", "/api/v1/plugins/..%2F..%2Fetc%2Fpasswd/test", {.user = "boss"}).status == 404);
}

TEST_CASE("a test that is stopped ends at once, and one of no library says so") {
  World world;
  const std::filesystem::path rest(world.get("/api/v1/plugins/rest").body.at("file").as_string().c_str());
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(app::try_plugin(rest, world.configuration().folder(), stop.get_token()), Error);
  const json::array results =
      app::try_plugin(world.configuration().folder() / "hub.yaml", world.configuration().folder(), {});
  CHECK(std::ranges::any_of(results, [](const json::value& each) { return each.at("verdict") == "failed"; }));
}
