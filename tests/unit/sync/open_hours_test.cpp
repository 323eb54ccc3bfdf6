// Hours in which people may be reached.
#include "sync/open_hours.hpp"

#include "base/timestamp.hpp"
#include "sync/flow_definition.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::sync;

namespace {

constexpr Milliseconds midnight = 1'627'837'200'000;  // 2021-08-02T00:00:00+07:00
static_assert((midnight + vietnam_offset_ms) % (24 * hour_ms) == 0);

FlowDefinition flow_with(const std::string& hours, Violations& violations, const std::string& direction = "out") {
  return FlowDefinition::read(
      YamlNode::parse("{flow: f, direction: " + direction + ", system: s, stream: m, mapping: x, hours: " + hours + "}",
                      "flow.yaml", violations));
}

}  // namespace

TEST_CASE("within the hours nothing waits, outside it waits for the opening") {
  const OpenHours day{6 * hour_ms, 22 * hour_ms, ""};
  CHECK(day.next_open(midnight + 6 * hour_ms) == midnight + 6 * hour_ms);
  CHECK(day.next_open(midnight + 22 * hour_ms - 1) == midnight + 22 * hour_ms - 1);
  CHECK(day.next_open(midnight + 22 * hour_ms) == midnight + 30 * hour_ms);
  CHECK(day.next_open(midnight) == midnight + 6 * hour_ms);
  CHECK(day.next_open(midnight + 6 * hour_ms - 1) == midnight + 6 * hour_ms);
}

TEST_CASE("hours may go over midnight") {
  const OpenHours night{22 * hour_ms, 5 * hour_ms, ""};
  CHECK(night.next_open(midnight + 23 * hour_ms) == midnight + 23 * hour_ms);
  CHECK(night.next_open(midnight + 1 * hour_ms) == midnight + 1 * hour_ms);
  CHECK(night.next_open(midnight + 5 * hour_ms) == midnight + 22 * hour_ms);
}

TEST_CASE("hours are read from a flow, and what is none is refused at its line") {
  Violations violations;
  const auto flow = flow_with(R"({from: "06:00", to: "21:30", except: urgent})", violations);
  REQUIRE(flow.hours);
  CHECK(flow.hours->from == 6 * hour_ms);
  CHECK(flow.hours->to == 21 * hour_ms + hour_ms / 2);
  CHECK(flow.hours->except == "urgent");
  CHECK(violations.empty());
  for (const char* wrong :
       {R"({from: "6:00", to: "22:00"})", R"({from: "24:00", to: "22:00"})", R"({from: "06:60", to: "22:00"})",
        R"({from: "06:00", to: "06:00"})", R"({from: "06:00", to: "22:00", zone: x})"}) {
    Violations found;
    flow_with(wrong, found);
    CHECK_FALSE(found.empty());
  }
  Violations found;
  flow_with(R"({from: "06:00", to: "22:00"})", found, "in");
  CHECK_FALSE(found.empty());
}
