// Promises of the commands that pause and resume flows.
#include "app/configuration.hpp"
#include "shipped_hub.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using Catch::Contains;
namespace json = boost::json;

namespace {

json::object flow_of(const ShippedHub& hub, const std::string& name) {
  const json::value rows = json::parse(hub.say({"--json", "flows"}).out);
  for (const auto& row : rows.as_array())
    if (row.at("flow").as_string() == name) return row.as_object();
  return {};
}

}  // namespace

TEST_CASE("a pause is said by flows and status with who and why, and outlives the process") {
  const ShippedHub hub;
  hub.say({"store", "migrate"});
  const Said paused = hub.say({"flows", "pause", "portal_injections", "--reason", "chuyển máy chủ", "--by", "mai"});
  INFO(paused.err);
  REQUIRE(paused.status == 0);
  const json::object flow = flow_of(hub, "portal_injections");
  CHECK(flow.at("pause").at("by") == "mai");
  CHECK(flow.at("pause").at("reason") == "chuyển máy chủ");
  CHECK(flow.at("next").as_array().empty());
  CHECK_THAT(hub.say({"flows"}).out, Contains("mai: chuyển máy chủ"));
  CHECK_THAT(hub.say({"--json", "status"}).out, Contains("mai: chuyển máy chủ"));

  const Said again = hub.say({"flows", "pause", "portal_injections", "--reason", "x", "--by", "lan"});
  CHECK(again.status == 3);
  CHECK_THAT(again.err, Contains("paused already, by mai: chuyển máy chủ"));
  REQUIRE(hub.say({"flows", "resume", "portal_injections"}).status == 0);
  CHECK_FALSE(flow_of(hub, "portal_injections").contains("pause"));
}

TEST_CASE("a pause needs a reason that says something, and a flow that there is") {
  const ShippedHub hub;
  CHECK(hub.say({"flows", "pause", "portal_injections", "--reason", "  "}).status == 2);
  const Said unknown = hub.say({"flows", "pause", "portal_injection", "--reason", "x"});
  CHECK(unknown.status == 3);
  CHECK_THAT(unknown.err, Contains("did you mean 'portal_injections'?"));
}
