// Promises of what starts when: policies over a simulated night, priorities, fairness, pauses, retries.
#include "schedule/agenda.hpp"

#include "flows.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using lt::ErrorKind;
using lt::hour_ms;
using lt::Milliseconds;
using lt::minute_ms;
using namespace lt::schedule;

namespace {

constexpr Milliseconds second = 1'000;
constexpr Milliseconds midnight = 1'795'219'200'000 - 7 * hour_ms;  // 2026-11-21 00:00 in Viet Nam

struct Fixture {
  Flows flows;
  Agenda agenda;
  Milliseconds now = midnight;

  explicit Fixture(Limits limits = {}) : agenda(std::move(limits)) {}

  void configure(const std::map<std::string, LastStart>& last = {}) {
    std::vector<DefinitionPointer> list;
    for (const auto& flow : flows.list) list.push_back(std::make_shared<lt::sync::FlowDefinition>(flow));
    agenda.configure(list, last, now);
    REQUIRE(lt::to_string(flows.violations->list()).empty());
  }
  std::string start() {
    const auto flow = agenda.start_next(now);
    return flow ? flow->name : "";
  }
  // Runs whatever is ready, each run at once, and gives how many there were.
  int run_ready(const RunResult& result = {}) {
    int count = 0;
    for (std::string flow = start(); !flow.empty(); flow = start(), ++count) agenda.finished(flow, result, now);
    return count;
  }
  // Lets time pass as a live hub does: from wake to wake. Gives the starts.
  std::vector<Milliseconds> live_until(Milliseconds end, const RunResult& result = {}) {
    std::vector<Milliseconds> starts;
    for (int guard = 0; guard < 10'000; ++guard) {
      for (int i = run_ready(result); i > 0; --i) starts.push_back(now);
      const auto wake = agenda.next_wake(now);
      if (!wake || *wake > end) break;
      now = *wake;
    }
    now = end;
    return starts;
  }
};

}  // namespace

TEST_CASE("an interval runs at once the first time and then each time it has passed") {
  Fixture f;
  f.flows.add("a", "{every: 15m}");
  f.configure();
  CHECK(f.live_until(midnight + hour_ms) ==
        std::vector<Milliseconds>{midnight, midnight + 15 * minute_ms, midnight + 30 * minute_ms,
                                  midnight + 45 * minute_ms, midnight + 60 * minute_ms});
}

TEST_CASE("over a night without the hub each policy makes up for what it promises") {
  const Milliseconds last = midnight - 8 * hour_ms - 30 * minute_ms;
  const std::vector<std::pair<std::string, int>> cases = {{"", 1},
                                                          {", missed: run_once", 1},
                                                          {", missed: skip", 0},
                                                          {", missed: run_all", 9},
                                                          {", missed: run_all, missed_at_most: 3", 3}};
  for (const auto& [policy, runs] : cases) {
    Fixture f;
    f.now = midnight + minute_ms * 30;
    f.flows.add("a", "{cron: \"0 * * * *\"" + policy + "}");
    f.configure({{"a", {.at = last}}});
    INFO(policy);
    CHECK(f.run_ready() == runs);
    CHECK(f.live_until(midnight + 2 * hour_ms) ==
          std::vector<Milliseconds>{midnight + hour_ms, midnight + 2 * hour_ms});
  }
}

TEST_CASE("a run that was cut off runs again as soon as the hub is back, however its flow is planned") {
  struct Case {
    const char* schedule;
    const char* direction;
    std::vector<Milliseconds> then;  // of the next two hours
  };
  const Milliseconds back = midnight + 30 * minute_ms;
  const Case cases[] = {
      {"{cron: \"0 1 * * *\"}", "in", {back, midnight + hour_ms}},
      {"{cron: \"0 1 * * *\", missed: skip}", "in", {back, midnight + hour_ms}},
      {"{cron: \"0 1 * * *\", missed: run_all}", "in", {back, midnight + hour_ms}},
      {"{every: 1h}", "in", {back, back + hour_ms, back + 2 * hour_ms}},
      {"{on_change: true, at_most_every: 1h}", "out", {back}},
      {"{by_hand: true}", "in", {}},
      {"{on_receive: true}", "in", {}},
      {"{on_receive: true, every: 1h}", "in", {back, back + hour_ms, back + 2 * hour_ms}},
  };
  for (const auto& [schedule, direction, starts] : cases) {
    INFO(schedule);
    Fixture f;
    f.now = back;
    f.flows.add("a", schedule, "", direction);
    f.configure({{"a", {.at = back - minute_ms, .cut_off = true}}});
    CHECK(f.live_until(back + 2 * hour_ms) == starts);
  }
}

TEST_CASE("a machine that slept treats the times it slept through as missed") {
  for (const auto& [policy, runs] :
       std::vector<std::pair<std::string, int>>{{"skip", 0}, {"run_once", 1}, {"run_all", 5}}) {
    Fixture f;
    f.flows.add("a", "{cron: \"0 * * * *\", missed: " + policy + "}");
    f.configure({{"a", {.at = midnight}}});
    CHECK(f.run_ready() == 0);
    f.now = midnight + 5 * hour_ms + 20 * minute_ms;
    INFO(policy);
    CHECK(f.run_ready() == runs);
    CHECK(f.agenda.next_wake(f.now) == midnight + 6 * hour_ms);
  }
}

TEST_CASE("a flow never runs twice at once, and what came meanwhile runs after") {
  Fixture f;
  f.flows.add("a", "{every: 1m}");
  f.configure();
  REQUIRE(f.start() == "a");
  f.now += 10 * minute_ms;
  CHECK_FALSE(f.agenda.ask("a", f.now));
  CHECK(f.start().empty());
  f.agenda.finished("a", {}, f.now);
  CHECK(f.start() == "a");
  CHECK(f.start().empty());
}

TEST_CASE("the higher priority starts first, but waiting raises the lower") {
  Fixture f;
  f.flows.add("low", "{by_hand: true, priority: 0}");
  f.flows.add("high", "{by_hand: true, priority: 5}");
  f.configure();
  CHECK_FALSE(f.agenda.ask("low", f.now));
  CHECK_FALSE(f.agenda.ask("high", f.now));
  CHECK(f.start() == "high");
  f.agenda.finished("high", {}, f.now);
  f.now += 6 * minute_ms;
  CHECK_FALSE(f.agenda.ask("high", f.now));
  CHECK(f.start() == "low");
}

TEST_CASE("systems take turns, and none has more runs at once than its limit") {
  Fixture f(Limits{.runs_per_system = 2, .for_system = {{"portal", 1}}});
  for (const std::string name : {"p1", "p2", "p3"}) f.flows.add(name, "{by_hand: true}");
  for (const std::string name : {"x1", "x2", "x3"}) {
    f.flows.add(name, "{by_hand: true}").system = "app";
  }
  f.configure();
  for (const auto& flow : f.flows.list) CHECK_FALSE(f.agenda.ask(flow.name, f.now));
  std::map<char, int> started;
  const std::string first = f.start();
  const std::string second_start = f.start();
  CHECK(first[0] != second_start[0]);
  started[first[0]]++;
  started[second_start[0]]++;
  for (std::string flow = f.start(); !flow.empty(); flow = f.start()) started[flow[0]]++;
  CHECK(started['p'] == 1);
  CHECK(started['x'] == 2);
}

TEST_CASE("a refusal of credentials or settings pauses the flow until a person asks") {
  for (const ErrorKind kind : {ErrorKind::denied, ErrorKind::misconfigured, ErrorKind::unsupported}) {
    Fixture f;
    f.flows.add("a", "{every: 1m}");
    f.configure();
    CHECK(f.run_ready({kind, "401 from the token endpoint", {}}) == 1);
    f.now += 24 * hour_ms;
    CHECK(f.start().empty());
    CHECK_FALSE(f.agenda.next_wake(f.now));
    CHECK_THAT(f.agenda.states(f.now)[0].paused_because, Catch::Contains("401 from the token endpoint"));
    CHECK_FALSE(f.agenda.ask("a", f.now));
    CHECK(f.run_ready() == 1);
    CHECK(f.agenda.states(f.now)[0].paused_because.empty());
    CHECK(f.agenda.next_wake(f.now) == f.now + minute_ms);
  }
}

TEST_CASE("a new configuration ends a pause and tries again") {
  Fixture f;
  f.flows.add("a", "{cron: \"0 2 * * *\"}");
  f.configure();
  CHECK_FALSE(f.agenda.ask("a", f.now));
  CHECK(f.run_ready({ErrorKind::denied, "no", {}}) == 1);
  f.configure();
  CHECK(f.start() == "a");
}

TEST_CASE("a flow that a person paused rests, whatever is due or configured, until a person lets it go on") {
  Fixture f;
  f.flows.add("a", "{every: 1m}");
  f.flows.add("b", "{on_change: true}", "", "out");
  f.configure();
  f.run_ready();
  for (const char* flow : {"a", "b"}) f.agenda.hold(flow, "mai: the certificate has run out", f.now);
  f.agenda.changed(f.now);
  CHECK(f.live_until(f.now + hour_ms).empty());
  f.configure();
  CHECK(f.live_until(f.now + hour_ms).empty());
  CHECK(f.agenda.states(f.now)[0].paused_because == "mai: the certificate has run out");
  CHECK_THAT(f.agenda.ask("a", f.now).value_or(""), Catch::Contains("mai: the certificate"));
  f.agenda.hold("a", "", f.now);
  f.agenda.hold("b", "", f.now);
  CHECK(f.agenda.states(f.now)[0].paused_because.empty());
  CHECK(f.run_ready() == 2);
}

TEST_CASE("letting a flow go on ends the pause that the hub itself made") {
  Fixture f;
  f.flows.add("a", "{every: 1h}");
  f.configure();
  REQUIRE(f.start() == "a");
  f.agenda.finished("a", {ErrorKind::denied, "401", {}}, f.now);
  CHECK(f.live_until(f.now + 2 * hour_ms).empty());
  f.agenda.hold("a", "", f.now);
  CHECK(f.run_ready() == 1);
}

TEST_CASE("a flow that its file pauses is never started, not even by hand") {
  Fixture f;
  f.flows.add("a", "{every: 1m}", "paused: true");
  f.configure();
  CHECK(f.start().empty());
  CHECK_THAT(f.agenda.ask("a", f.now).value_or(""), Catch::Contains("a.yaml:1") && Catch::Contains("paused: false"));
}

TEST_CASE("a flow whose system is switched off is never started, not even by hand") {
  Fixture f;
  f.flows.add("a", "{every: 1m}").switched_off = true;
  f.configure();
  CHECK(f.start().empty());
  CHECK_THAT(f.agenda.ask("a", f.now).value_or(""),
             Catch::Contains("'portal'") && Catch::Contains("switched off") && Catch::Contains("enabled: true"));
}

TEST_CASE("asking for an unknown flow names the nearest one") {
  Fixture f;
  f.flows.add("portal_in", "{every: 1m}");
  f.configure();
  CHECK_THAT(f.agenda.ask("portal_inn", f.now).value_or(""), Catch::Contains("did you mean 'portal_in'?"));
}

TEST_CASE("an unavailable system is tried again after doubling waits, whatever its interval") {
  Fixture f;
  f.flows.add("a", "{every: 1s}", "retry: {first: 10s, most: 1m}");
  f.configure();
  const auto starts = f.live_until(midnight + 10 * minute_ms, {ErrorKind::unavailable, "503", {}});
  REQUIRE(starts.size() > 5);
  const std::vector<Milliseconds> expected = {10, 20, 40, 60, 60};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Milliseconds wait = starts[i + 1] - starts[i];
    INFO("wait " << i << " was " << wait);
    CHECK((wait >= expected[i] * 800 && wait <= expected[i] * 1200));
  }
  f.live_until(f.now + 2 * minute_ms);
  CHECK(f.agenda.states(f.now)[0].failures == 0);
  CHECK(f.agenda.next_wake(f.now).value() <= f.now + second);
}

TEST_CASE("a run that names its time is called again then, within bounds") {
  Fixture f;
  f.flows.add("a", "{by_hand: true}");
  f.configure();
  CHECK_FALSE(f.agenda.ask("a", f.now));
  f.run_ready({ErrorKind::unavailable, "429", f.now + 90 * second});
  CHECK(f.agenda.next_wake(f.now) == f.now + 90 * second);
  f.now += 90 * second;
  CHECK(f.run_ready({{}, "3 pending", f.now + 5 * minute_ms}) == 1);
  CHECK(f.agenda.next_wake(f.now) == f.now + 5 * minute_ms);
  f.now += 5 * minute_ms;
  CHECK(f.run_ready({{}, "3 pending", f.now - hour_ms}) == 1);
  CHECK(f.agenda.next_wake(f.now) == f.now + second);
  f.now += second;
  CHECK(f.run_ready({ErrorKind::unavailable, "429", f.now + 1000 * hour_ms}) == 1);
  CHECK(f.agenda.next_wake(f.now) == f.now + 24 * hour_ms);
}

TEST_CASE("a failed run waits for its next time, and one on changes is tried again") {
  Fixture f;
  f.flows.add("timed", "{every: 1h}");
  f.flows.add("follower", "{on_change: true}", "retry: {first: 10s, most: 1m}", "out");
  f.configure();
  CHECK(f.run_ready({ErrorKind::failed, "a defect", {}}) == 2);
  const auto wake = f.agenda.next_wake(f.now).value();
  CHECK((wake >= f.now + 8 * second && wake <= f.now + 12 * second));
  f.now = wake;
  CHECK(f.run_ready() == 1);
  CHECK(f.agenda.next_wake(f.now) == midnight + hour_ms);
}

TEST_CASE("a follower of changes runs after each change, spaced as asked, and once at the start") {
  Fixture f;
  f.flows.add("out", "{on_change: true, at_most_every: 5s}", "", "out");
  f.configure();
  CHECK(f.run_ready() == 1);
  CHECK_FALSE(f.agenda.next_wake(f.now));
  f.now += second;
  for (int i = 0; i < 100; ++i) f.agenda.changed(f.now);
  CHECK(f.run_ready() == 0);
  CHECK(f.agenda.next_wake(f.now) == midnight + 5 * second);
  f.now = midnight + 5 * second;
  REQUIRE(f.start() == "out");
  f.agenda.changed(f.now + second);  // while it runs: what it already read may lack this one
  f.agenda.finished("out", {}, f.now + 2 * second);
  CHECK(f.agenda.next_wake(f.now + 2 * second) == midnight + 10 * second);
}

TEST_CASE("a window holds runs back, but not those that a person asks for") {
  Fixture f;
  f.now = midnight + 12 * hour_ms;
  f.flows.add("a", "{every: 10m, window: {from: \"22:00\", to: \"05:00\"}}");
  f.configure();
  CHECK(f.start().empty());
  CHECK(f.agenda.next_wake(f.now) == midnight + 22 * hour_ms);
  CHECK_FALSE(f.agenda.ask("a", f.now));
  CHECK(f.run_ready() == 1);
  const auto starts = f.live_until(midnight + 48 * hour_ms);
  CHECK(starts.front() == midnight + 22 * hour_ms);
  for (const Milliseconds start : starts) {
    const Milliseconds into_day = (start - midnight) % (24 * hour_ms);
    CHECK((into_day >= 22 * hour_ms || into_day < 5 * hour_ms));
  }
}

TEST_CASE("a flow that left the configuration ends its run and does not start again") {
  Fixture f;
  f.flows.add("a", "{every: 1m}");
  f.configure();
  REQUIRE(f.start() == "a");
  f.agenda.configure({}, {}, f.now);
  CHECK(f.agenda.running() == std::vector<std::string>{"a"});
  f.configure();
  CHECK(f.start().empty());
  f.agenda.configure({}, {}, f.now);
  f.agenda.finished("a", {}, f.now);
  CHECK(f.agenda.states(f.now).empty());
  f.now += hour_ms;
  CHECK(f.start().empty());
}

TEST_CASE("a clock that was set back does not silence a flow") {
  Fixture f;
  f.flows.add("a", "{every: 15m}");
  f.configure({{"a", {.at = midnight + 1000 * hour_ms}}});
  CHECK(f.agenda.next_wake(f.now) == f.now + 15 * minute_ms);
}

TEST_CASE("a clock that is set back while flows follow changes does not silence them") {
  Fixture f;
  f.flows.add("out", "{on_change: true, at_most_every: 5s}", "", "out");
  f.configure();
  CHECK(f.run_ready() == 1);
  f.now -= hour_ms;
  f.agenda.changed(f.now);
  CHECK(f.agenda.next_wake(f.now) == f.now + 5 * second);
  f.now += 5 * second;
  CHECK(f.run_ready() == 1);
}

TEST_CASE("a clock that was set back while the hub was down does not silence a follower of changes") {
  Fixture f;
  f.flows.add("out", "{on_change: true, at_most_every: 5s}", "", "out");
  f.configure({{"out", {.at = midnight + hour_ms}}});
  f.now += 5 * second;
  CHECK(f.run_ready() == 1);
}

TEST_CASE("a clock that is set back leaves intervals and waits as long as they were, and keeps times of the day") {
  Fixture f;
  f.flows.add("interval", "{every: 15m}");
  f.flows.add("three", "{cron: \"0 3 * * *\"}");
  f.configure({{"interval", {.at = midnight}}, {"three", {.at = midnight}}});
  f.now = midnight + 2 * hour_ms;
  CHECK(f.run_ready() == 1);
  f.now -= hour_ms;
  CHECK(f.run_ready() == 0);
  CHECK(f.agenda.next_wake(f.now) == f.now + 15 * minute_ms);
  CHECK(f.live_until(midnight + 3 * hour_ms).size() == 9);  // eight quarters of an hour, and three o'clock
}

TEST_CASE("a clock that is set back does not lengthen the wait for a partner that did not answer") {
  Fixture f;
  f.flows.add("a", "{every: 15m}", "retry: {first: 10s, most: 10s}");
  f.configure();
  REQUIRE(f.start() == "a");
  f.agenda.finished("a", {ErrorKind::unavailable, "gone", std::nullopt}, f.now);
  const auto wake = f.agenda.next_wake(f.now);
  REQUIRE(wake);
  const Milliseconds wait = *wake - f.now;
  f.now -= hour_ms;
  CHECK(f.start().empty());
  CHECK(f.agenda.next_wake(f.now) == f.now + wait);
}
