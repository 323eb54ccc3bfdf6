// Hours in which people may be reached.
#include "sync/open_hours.hpp"

#include "base/timestamp.hpp"
#include "spans.hpp"
#include "sync/flow_definition.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::sync;
using sync::test::hour;

namespace {

constexpr Milliseconds midnight = 1'627'837'200'000;  // 2021-08-02T00:00:00+07:00
static_assert((midnight + vietnam_offset_ms) % (24 * hour) == 0);

FlowDefinition flow_with(const std::string& hours, Violations& violations, const std::string& direction = "out") {
  return FlowDefinition::read(
      YamlNode::parse("{flow: f, direction: " + direction + ", system: s, stream: m, mapping: x, hours: " + hours + "}",
                      "flow.yaml", violations));
}

}  // namespace

TEST_CASE("within the hours nothing waits, outside it waits for the opening") {
  const OpenHours day{6 * hour, 22 * hour, ""};
  CHECK(day.next_open(midnight + 6 * hour) == midnight + 6 * hour);
  CHECK(day.next_open(midnight + 22 * hour - 1) == midnight + 22 * hour - 1);
  CHECK(day.next_open(midnight + 22 * hour) == midnight + 30 * hour);
  CHECK(day.next_open(midnight) == midnight + 6 * hour);
  CHECK(day.next_open(midnight + 6 * hour - 1) == midnight + 6 * hour);
}

TEST_CASE("hours may go over midnight") {
  const OpenHours night{22 * hour, 5 * hour, ""};
  CHECK(night.next_open(midnight + 23 * hour) == midnight + 23 * hour);
  CHECK(night.next_open(midnight + 1 * hour) == midnight + 1 * hour);
  CHECK(night.next_open(midnight + 5 * hour) == midnight + 22 * hour);
}

TEST_CASE("hours are read from a flow, and what is none is refused at its line") {
  Violations violations;
  const auto flow = flow_with(R"({from: "06:00", to: "21:30", except: urgent})", violations);
  REQUIRE(flow.hours);
  CHECK(flow.hours->from == 6 * hour);
  CHECK(flow.hours->to == 21 * hour + hour / 2);
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
