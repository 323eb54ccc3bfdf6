// Promises of reading, describing and following a flow's schedule.
#include "schedule/plan.hpp"

#include "flows.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using lt::hour_ms;
using lt::Milliseconds;
using lt::minute_ms;
using namespace lt::schedule;

namespace {

constexpr Milliseconds vietnam = 7 * hour_ms;
constexpr Milliseconds evening = 1'795'219'200'000 - vietnam;  // 2026-11-21 00:00 in Viet Nam

Plan plan_of(const std::string& schedule, const std::string& direction = "in") {
  Flows flows;
  const Plan plan = Plan::read(flows.add("f", schedule, "", direction));
  INFO(schedule << ": " << lt::to_string(flows.violations->list()));
  REQUIRE(flows.violations->empty());
  return plan;
}

}  // namespace

TEST_CASE("a wrong schedule is refused at its line with the next right thing") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{every: soon}", "a duration is expected here, like 500ms"},
      {"{every: 10ms}", "an interval goes from 1s to 366d"},
      {"{cron: \"61 * * * *\"}", "cron: '61' is no minute: it goes from 0 to 59"},
      {"{cron: \"0 2 * * *\", time_zone: Asia/Ho_Chi_Min}", "did you mean 'Asia/Ho_Chi_Minh'?"},
      {"{cron: \"0 2 * * *\", every: 5m}", "either 'cron' or 'every'; remove one"},
      {"{evry: 5m}", "unknown key 'evry'; did you mean 'every'?"},
      {"{priority: 1}", "say when: every: 15m"},
      {"{every: 5m, missed: run_twice}", "missed cannot be 'run_twice'"},
      {"{every: 5m, missed: run_all, missed_at_most: 0}", "a number from 1 to 1000"},
      {"{every: 5m, missed_at_most: 5}", "it bounds missed: run_all"},
      {"{every: 5m, window: {from: \"22:00\"}}", "a value is missing here"},
      {"{every: 5m, window: {from: \"22:00\", to: \"24:00\"}}", "a time of day in quotes is expected here"},
      {"{every: 5m, window: {from: \"9\", to: \"10:5\"}}", "a time of day in quotes is expected here"},
      {"{every: 5m, window: {from: \"22:00\", to: \"22:00\"}}", "is never open"},
      {"{cron: \"0 12 * * *\", window: {from: \"22:00\", to: \"05:00\"}}", "no time of the cron expression falls into"},
      {"{every: 5m, priority: 1000}", "a number from -100 to 100"},
      {"{every: 5m, jitter: 5m}", "jitter must be shorter"},
      {"{every: 5m, at_most_every: 5s}", "it belongs to on_change"},
      {"{by_hand: true, window: {from: \"22:00\", to: \"05:00\"}}", "it starts when asked or called"},
      {"{by_hand: false}", "by_hand is true"},
      {"{on_change: true}", "an in-flow has no change feed"},
      {"{on_receive: false}", "on_receive is true or absent"},
      {"{on_receive: true, by_hand: true}", "a schedule is either"},
      {"{on_receive: false, every: 5m}", "on_receive is true or absent"},
      {"{every: 5m, cron: \"0 2 * * *\", on_receive: true}", "a schedule is either"},
      {"{on_receive: true, window: {from: \"22:00\", to: \"05:00\"}}", "it starts when asked or called"},
      {"daily", "a schedule has keys"}};
  for (const auto& [schedule, hint] : cases) {
    Flows flows;
    Plan::read(flows.add("f", schedule));
    INFO(schedule);
    CHECK_THAT(lt::to_string(flows.violations->list()), Catch::Contains(hint));
    REQUIRE_FALSE(flows.violations->empty());
    CHECK(flows.violations->list()[0].file == "f.yaml");
    CHECK(flows.violations->list()[0].line == 7);
  }
}

TEST_CASE("a schedule says itself in Vietnamese and English") {
  struct Case {
    std::string schedule, vi, en;
  };
  const std::string zone = " (Asia/Ho_Chi_Minh)";
  const std::vector<Case> cases = {
      {"{every: 15m}", "mỗi 15 phút", "every 15 minutes"},
      {"{every: 1h}", "mỗi giờ", "every hour"},
      {"{every: 90s}", "mỗi 90 giây", "every 90 seconds"},
      {"{cron: \"0 2 * * 1-5\"}", "02:00 từ thứ Hai đến thứ Sáu" + zone, "at 02:00 from Monday to Friday" + zone},
      {"{cron: \"0 2 * * *\"}", "02:00 hằng ngày" + zone, "at 02:00 every day" + zone},
      {"{cron: \"@weekly\"}", "00:00 Chủ nhật" + zone, "at 00:00 on Sunday" + zone},
      {"{cron: \"30 6,18 * * mon,wed\"}", "06:30 và 18:30 thứ Hai và thứ Tư" + zone,
       "at 06:30 and 18:30 on Monday and Wednesday" + zone},
      {"{cron: \"*/15 * * * *\"}", "mỗi 15 phút" + zone, "every 15 minutes" + zone},
      {"{cron: \"*/5 8-17 * * 1-5\"}", "mỗi 5 phút, trong các giờ từ 8 đến 17 từ thứ Hai đến thứ Sáu" + zone,
       "every 5 minutes, in the hours from 8 to 17 from Monday to Friday" + zone},
      {"{cron: \"5 * * * *\"}", "phút thứ 5 của mỗi giờ" + zone, "at minute 5 of every hour" + zone},
      {"{cron: \"0 3 1,15 * *\"}", "03:00 ngày 1 và 15 hằng tháng" + zone,
       "at 03:00 on day 1 and 15 of every month" + zone},
      {"{cron: \"0 0 1 jan *\"}", "00:00 ngày 1, tháng 1" + zone, "at 00:00 on day 1, in January" + zone},
      {"{cron: \"0 1 13 * fri\"}", "01:00 ngày 13 hoặc thứ Sáu hằng tháng" + zone,
       "at 01:00 on day 13 or on Friday of every month" + zone},
      {"{every: 10m, window: {from: \"22:00\", to: \"05:00\"}}", "mỗi 10 phút, chỉ trong khoảng 22:00–05:00" + zone,
       "every 10 minutes, only between 22:00 and 05:00" + zone},
      {"{on_receive: true}", "khi hệ thống đó gửi tới", "when the system sends"},
      {"{on_receive: true, every: 10m}", "mỗi 10 phút, và khi hệ thống đó gửi tới",
       "every 10 minutes, and when the system sends"},
      {"{by_hand: true}", "chỉ khi có người yêu cầu", "only when a person asks"}};
  for (const auto& item : cases) {
    const auto text = describe(plan_of(item.schedule));
    CHECK(text.vi == item.vi);
    CHECK(text.en == item.en);
  }
  const auto change = describe(plan_of("{on_change: true, at_most_every: 5s}", "out"));
  CHECK(change.vi == "khi có thay đổi, cách nhau ít nhất 5 giây");
  CHECK(change.en == "when something changed, at least 5 seconds apart");
  const auto minutely = describe(plan_of("{on_change: true, at_most_every: 1m}", "out"));
  CHECK(minutely.vi == "khi có thay đổi, cách nhau ít nhất 1 phút");
  CHECK(minutely.en == "when something changed, at least 1 minute apart");
}

TEST_CASE("the next five times of a schedule are told in its own zone") {
  const Plan plan = plan_of("{cron: \"0 2 * * 1-5\", time_zone: Asia/Ho_Chi_Minh}");
  std::vector<std::string> texts;
  for (const Milliseconds time : plan.next_times(evening, 5)) texts.push_back(local_text(plan, time));
  CHECK(texts == std::vector<std::string>{"23/11/2026 02:00", "24/11/2026 02:00", "25/11/2026 02:00",
                                          "26/11/2026 02:00", "27/11/2026 02:00"});
}

TEST_CASE("a flow without a schedule runs by hand only") {
  Flows flows;
  const Plan plan = Plan::read(flows.add("f", "~"));
  CHECK(flows.violations->empty());
  CHECK(plan.trigger == Trigger::by_hand);
  CHECK_FALSE(plan.next_after(evening));
}

TEST_CASE("a window past midnight holds a time back until it opens") {
  const Plan plan = plan_of("{every: 1h, window: {from: \"22:00\", to: \"05:00\"}}");
  CHECK(plan.next_after(evening + 3 * hour_ms) == evening + 4 * hour_ms);
  CHECK(plan.next_after(evening + 4 * hour_ms) == evening + 22 * hour_ms);
  CHECK(plan.next_after(evening + 23 * hour_ms + 30 * minute_ms) == evening + 24 * hour_ms + 30 * minute_ms);
}

TEST_CASE("a cron expression keeps only its times within the window") {
  const Plan plan = plan_of("{cron: \"0 */3 * * *\", window: {from: \"22:00\", to: \"05:00\"}}");
  const auto times = plan.next_times(evening, 3);
  REQUIRE(times.size() == 3);
  CHECK(times[0] == evening + 3 * hour_ms);
  CHECK(times[1] == evening + 24 * hour_ms);
  CHECK(times[2] == evening + 27 * hour_ms);
}

TEST_CASE("after a night without the hub each policy owes what it promises") {
  const Milliseconds served = evening + 1 * hour_ms;
  const Milliseconds now = evening + 7 * hour_ms + 30 * minute_ms;
  const std::string hourly = "cron: \"0 * * * *\"";
  const Owed once = plan_of("{" + hourly + "}").owed(served, now);
  CHECK(once.runs == 1);
  CHECK(once.next == evening + 8 * hour_ms);
  const Owed none = plan_of("{" + hourly + ", missed: skip}").owed(served, now);
  CHECK(none.runs == 0);
  CHECK(none.next == evening + 8 * hour_ms);
  const Owed all = plan_of("{" + hourly + ", missed: run_all}").owed(served, now);
  CHECK(all.runs == 6);
  CHECK(all.next == evening + 8 * hour_ms);
  const Owed bounded = plan_of("{" + hourly + ", missed: run_all, missed_at_most: 4}").owed(served, now);
  CHECK(bounded.runs == 4);
  CHECK(bounded.next == evening + 8 * hour_ms);
}

TEST_CASE("a time that came seconds ago is due and not missed") {
  const Plan plan = plan_of("{cron: \"0 * * * *\", missed: skip}");
  CHECK(plan.owed(evening, evening + hour_ms + 5'000).runs == 1);
  CHECK(plan.owed(evening, evening + hour_ms + 2 * minute_ms).runs == 0);
}

TEST_CASE("jitter differs between flows, stays below its bound and is the same each time") {
  const Plan plan = plan_of("{every: 1h, jitter: 10m}");
  const Milliseconds a = plan.jitter_of("a", evening);
  CHECK(a == plan.jitter_of("a", evening));
  CHECK(a != plan.jitter_of("b", evening));
  for (int i = 0; i < 200; ++i) {
    const Milliseconds jitter = plan.jitter_of("flow" + std::to_string(i), evening + i);
    CHECK((jitter >= 0 && jitter < 10 * minute_ms));
  }
}
