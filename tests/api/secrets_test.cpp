// Promises of secrets at the API: a value goes in and is nowhere to be read but where it is used.
#include "api_world.hpp"

#include <catch2/catch.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <sstream>

using namespace lt;
using namespace lt::app::test;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr const char* value = "x9-Tr4m-y-t3-kh0ng-41-b13t";

bool holds(const std::string& text) { return text.find(value) != std::string::npos; }

// What the program logs while this lives.
class Log {
 public:
  Log() : former_(spdlog::default_logger()) {
    auto logger = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(said_));
    logger->set_level(spdlog::level::trace);
    spdlog::set_default_logger(std::move(logger));
  }
  ~Log() { spdlog::set_default_logger(former_); }
  std::string said() const { return said_.str(); }

 private:
  std::ostringstream said_;
  std::shared_ptr<spdlog::logger> former_;
};

Reply put(World& world, const std::string& name, const std::string& body) {
  return world.ask("PUT", "/api/v1/secrets/" + name, {.user = "boss"}, body);
}

}  // namespace

TEST_CASE("a secret's value is in no answer, log, file, audit line or list of processes") {
  World world;
  const Log log;
  const std::string body = std::string(R"({"value":")") + value + "\"}";
  const Reply kept = put(world, "portal_token", body);
  REQUIRE(kept.status == 200);
  CHECK(kept.body.at("from") == "sealed");
  CHECK(kept.body.at("by") == "boss");
  CHECK(kept.body.at("used_by").as_array().size() == 1);
  CHECK(world.configuration().secrets().find("portal_token") == value);
  std::string all = json::serialize(kept.body);
  for (const std::string target : {"/api/v1/secrets", "/api/v1/systems/portal", "/api/v1/settings", "/api/v1/audit",
                                   "/api/v1/settings/files/systems%2Fportal.yaml"})
    all += json::serialize(world.get(target).body);
  all += json::serialize(put(world, "portal_token", std::string(R"({"value":7,"x":")") + value + "\"}").body);
  all += json::serialize(put(world, "..%2Fx", body).body);
  all += json::serialize(put(world, "a%20b", body).body);
  all += json::serialize(world.ask("POST", "/api/v1/systems/portal/test", {.user = "boss"}).body);
  CHECK_FALSE(holds(all));
  CHECK_FALSE(holds(log.said()));
  CHECK_FALSE(holds(read("/proc/self/cmdline")));
  CHECK_FALSE(holds(read("/proc/self/environ")));
  for (const auto& entry : fs::recursive_directory_iterator(world.folder()))
    if (entry.is_regular_file()) {
      INFO(entry.path());
      CHECK_FALSE(holds(read(entry.path())));
    }
  CHECK(world.access().audit().lines({.act = "secret_set"}).size() == 1);
}

TEST_CASE("secrets tell where they lie and what uses them, and what is given from outside is not changed here") {
  World world;
  const auto from = [&](const std::string& name) {
    const Reply list = world.get("/api/v1/secrets");
    for (const auto& item : list.body.at("items").as_array())
      if (std::string_view(item.at("name").as_string()) == name) return std::string(item.at("from").as_string());
    return std::string("none");
  };
  CHECK(from("portal_token") == "plain");
  CHECK(world.ask("DELETE", "/api/v1/secrets/portal_token", {.user = "boss"}).status == 204);
  CHECK(from("portal_token") == "missing");
  CHECK(world.ask("DELETE", "/api/v1/secrets/portal_token", {.user = "boss"}).status == 404);
  setenv("LIENTHONG_SECRET_PORTAL_TOKEN", "from outside", 1);
  CHECK(from("portal_token") == "environment");
  CHECK(put(world, "portal_token", R"({"value":"x"})").status == 409);
  CHECK(world.ask("DELETE", "/api/v1/secrets/portal_token", {.user = "boss"}).status == 409);
  unsetenv("LIENTHONG_SECRET_PORTAL_TOKEN");
  CHECK(put(world, "portal_token", R"({"value":"mới"})").status == 200);
  CHECK(world.configuration().secrets().find("portal_token") == "mới");
  CHECK(put(world, "portal_token", R"({"value":""})").status == 422);
}
