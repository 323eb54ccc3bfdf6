// Promises of cron expressions: their next times, their faults, the changes of clocks.
#include "schedule/cron.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using lt::Milliseconds;
using lt::schedule::Cron;
using lt::schedule::TimeZone;

namespace {

// "2026-11-21 02:00" as if it were UTC.
Milliseconds parse_time(const std::string& text) {
  int year = 0, hours = 0, minutes = 0;
  unsigned month = 0, day = 0;
  REQUIRE(std::sscanf(text.c_str(), "%d-%u-%u %d:%d", &year, &month, &day, &hours, &minutes) == 5);
  const std::chrono::sys_days date =
      std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
  return std::chrono::duration_cast<std::chrono::milliseconds>(date.time_since_epoch()).count() +
         (hours * 60 + minutes) * 60'000LL;
}

std::string text_of(Milliseconds time) {
  const std::chrono::sys_time<std::chrono::milliseconds> point{std::chrono::milliseconds(time)};
  const auto date = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day parts(date);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(point - date).count();
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d", static_cast<int>(parts.year()),
                static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()),
                static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
  return text;
}

Cron cron_of(const std::string& text) {
  std::string fault;
  const auto cron = Cron::parse(text, fault);
  INFO(text << ": " << fault);
  REQUIRE(cron);
  return *cron;
}

// Times of the zone's clocks from one such time on.
std::vector<std::string> next_local(const std::string& expression, const std::string& zone_name,
                                    const std::string& after, std::size_t count) {
  const auto zone = TimeZone::find(zone_name);
  REQUIRE(zone);
  const Cron cron = cron_of(expression);
  Milliseconds now = zone->first_at_or_past(parse_time(after));
  std::vector<std::string> times;
  for (std::size_t i = 0; i < count; ++i) {
    const auto next = cron.next_after(now, *zone);
    REQUIRE(next);
    now = *next;
    times.push_back(text_of(zone->local(now)));
  }
  return times;
}

std::string fault_of(const std::string& text) {
  std::string fault;
  CHECK_FALSE(Cron::parse(text, fault));
  return fault;
}

}  // namespace

#include "croniter_golden.hpp"

TEST_CASE("next times agree with croniter's") {
  for (const auto& golden : croniter_golden) {
    INFO(golden.expression << " after " << golden.after);
    CHECK(next_local(golden.expression, "Asia/Ho_Chi_Minh", golden.after, golden.times.size()) == golden.times);
  }
}

TEST_CASE("a day of month and a day of week that are both given are alternatives") {
  CHECK(next_local("0 0 13 * fri", "Asia/Ho_Chi_Minh", "2026-11-01 00:00", 4) ==
        std::vector<std::string>{"2026-11-06 00:00", "2026-11-13 00:00", "2026-11-20 00:00", "2026-11-27 00:00"});
}

TEST_CASE("a day field that begins with a star narrows the other one, as in Vixie cron") {
  CHECK(next_local("0 0 */2 * mon", "Asia/Ho_Chi_Minh", "2026-11-01 00:00", 3) ==
        std::vector<std::string>{"2026-11-09 00:00", "2026-11-23 00:00", "2026-12-07 00:00"});
}

TEST_CASE("a fixed time that the clocks skip runs at the change, once") {
  CHECK(next_local("30 2 * * *", "Europe/Paris", "2026-03-28 12:00", 2) ==
        std::vector<std::string>{"2026-03-29 03:00", "2026-03-30 02:30"});
}

TEST_CASE("a fixed time that comes twice runs the first time only") {
  const auto zone = TimeZone::find("Europe/Paris");
  const Cron cron = cron_of("30 2 * * *");
  const auto first = cron.next_after(parse_time("2026-10-24 12:00"), *zone);
  REQUIRE(first);
  CHECK(text_of(*first) == "2026-10-25 00:30");  // UTC, still summer time
  CHECK(text_of(cron.next_after(*first, *zone).value()) == "2026-10-26 01:30");
}

TEST_CASE("an expression of every hour follows the real hours through both changes of the clocks") {
  for (const std::string change : {"2026-03-28 22:00", "2026-10-24 22:00"}) {
    const auto zone = TimeZone::find("Europe/Paris");
    const Cron cron = cron_of("15 * * * *");
    Milliseconds now = parse_time(change);
    for (int i = 0; i < 8; ++i) {
      const Milliseconds next = cron.next_after(now, *zone).value();
      CHECK(next - now == (i == 0 ? 15 : 60) * 60'000LL);
      now = next;
    }
  }
}

TEST_CASE("a change of the clocks at midnight neither loses nor doubles a daily time") {
  CHECK(next_local("0 0 * * *", "America/Sao_Paulo", "2018-11-02 12:00", 3) ==
        std::vector<std::string>{"2018-11-03 00:00", "2018-11-04 01:00", "2018-11-05 00:00"});
  CHECK(next_local("30 23 * * *", "America/Sao_Paulo", "2018-02-16 12:00", 3) ==
        std::vector<std::string>{"2018-02-16 23:30", "2018-02-17 23:30", "2018-02-18 23:30"});
}

TEST_CASE("a leap day is found across a century without one") {
  CHECK(next_local("0 0 29 2 *", "Asia/Ho_Chi_Minh", "2096-03-01 00:00", 1) ==
        std::vector<std::string>{"2104-02-29 00:00"});
}

TEST_CASE("a wrong cron expression is refused with the next right thing") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"0 2 * *", "has 5 fields"},
      {"", "has 5 fields"},
      {"60 2 * * *", "'60' is no minute: it goes from 0 to 59"},
      {"0 24 * * *", "'24' is no hour: it goes from 0 to 23"},
      {"0 2 0 * *", "'0' is no day of month: it goes from 1 to 31"},
      {"0 2 * 13 *", "'13' is no month"},
      {"0 2 * * mom", "did you mean 'mon'?"},
      {"0 2 * * 8", "'8' is no day of week"},
      {"0 2 * * fri-mon", "a range goes upwards"},
      {"*/0 * * * *", "a step is a whole number from 1 to 59"},
      {"*/x * * * *", "a step is a whole number"},
      {"1-2-3 * * * *", "write a value, a range a-b, or a step */n"},
      {"1,,2 * * * *", "'' is no minute"},
      {"-5 * * * *", "'' is no minute"},
      {"0 0 30 2 *", "this date never comes"},
      {"@dayly", "did you mean '@daily'?"},
      {"99999999999999999999 * * * *", "is no minute"}};
  for (const auto& [text, hint] : cases) {
    INFO(text);
    CHECK_THAT(fault_of(text), Catch::Contains(hint));
  }
}
