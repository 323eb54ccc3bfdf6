// Promises of days, weeks and months in Viet Nam's calendar.
#include "report/period.hpp"

#include "base/timestamp.hpp"
#include "sample.hpp"

#include <catch2/catch.hpp>

using namespace lt::report;

namespace {

lt::Milliseconds at(const std::string& moment) { return lt::from_canonical_timestamp(moment + "+07:00").value(); }

std::string text(Period period) {
  return iso_time(vietnam(), period.from).substr(0, 16) + " " + iso_time(vietnam(), period.to).substr(0, 16);
}

}  // namespace

TEST_CASE("a period begins and ends at midnight in Viet Nam") {
  const auto noon = at("2026-11-21T12:00:00");  // a Saturday
  CHECK(text(period_around(Kind::daily, noon)) == "2026-11-21T00:00 2026-11-22T00:00");
  CHECK(text(period_around(Kind::daily, at("2026-11-21T00:00:00"))) == "2026-11-21T00:00 2026-11-22T00:00");
  CHECK(text(period_around(Kind::daily, at("2026-11-21T23:59:59"))) == "2026-11-21T00:00 2026-11-22T00:00");
  CHECK(text(period_around(Kind::weekly, noon)) == "2026-11-16T00:00 2026-11-23T00:00");
  CHECK(text(period_around(Kind::monthly, noon)) == "2026-11-01T00:00 2026-12-01T00:00");
  CHECK(text(period_around(Kind::monthly, at("2026-12-31T23:00:00"))) == "2026-12-01T00:00 2027-01-01T00:00");
  CHECK(text(last_whole_period(Kind::weekly, noon)) == "2026-11-09T00:00 2026-11-16T00:00");
  CHECK(text(last_whole_period(Kind::monthly, at("2027-01-01T00:00:00"))) == "2026-12-01T00:00 2027-01-01T00:00");
  CHECK(text(last_whole_period(Kind::monthly, at("2028-03-05T00:00:00"))) == "2028-02-01T00:00 2028-03-01T00:00");
}

TEST_CASE("a report is called by its kind and period, and a week belongs to the year of its Thursday") {
  const auto id = [](Kind kind, const std::string& moment) {
    return report_id(kind, period_around(kind, at(moment)), at(moment));
  };
  CHECK(id(Kind::daily, "2026-03-05T10:00:00") == "daily-2026-03-05");
  CHECK(id(Kind::weekly, "2027-01-01T10:00:00") == "weekly-2026-W53");
  CHECK(id(Kind::weekly, "2027-01-04T10:00:00") == "weekly-2027-W01");
  CHECK(id(Kind::weekly, "2024-12-30T10:00:00") == "weekly-2025-W01");
  CHECK(id(Kind::monthly, "2026-03-05T10:00:00") == "monthly-2026-03");
  CHECK(id(Kind::on_demand, "2026-03-05T06:07:08") == "on-demand-2026-03-05T060708");
}

TEST_CASE("the parts of a period meet and cover it") {
  for (const Period period : {Period{morning, morning + 90 * minute}, period_around(Kind::daily, morning),
                              period_around(Kind::weekly, morning), period_around(Kind::monthly, morning),
                              Period{morning, morning + 400 * 24 * hour}}) {
    const auto parts = parts_of(period);
    REQUIRE_FALSE(parts.empty());
    CHECK(parts.size() <= 62);
    CHECK(parts.front().from == period.from);
    CHECK(parts.back().to == period.to);
    for (std::size_t i = 1; i < parts.size(); ++i) CHECK(parts[i].from == parts[i - 1].to);
  }
  CHECK(parts_of(period_around(Kind::daily, morning)).size() == 24);
  CHECK(parts_of(period_around(Kind::weekly, morning)).size() == 7);
}

TEST_CASE("kinds are read back from their words") {
  for (const Kind kind : {Kind::on_demand, Kind::daily, Kind::weekly, Kind::monthly})
    CHECK(kind_of(to_string(kind)) == kind);
  CHECK_FALSE(kind_of("yearly"));
}

TEST_CASE("a report is due once its period is over and the hour has come, and missed ones are made up in order") {
  const lt::Milliseconds half_past_six = 6 * hour + 30 * minute;
  const auto ids = [&](Kind kind, const std::string& now, std::optional<std::string> last) {
    std::string text;
    const auto from = last ? std::optional(period_around(kind, at(*last)).from) : std::nullopt;
    for (const Period& period : due_periods(kind, half_past_six, at(now), from, 4)) {
      text += report_id(kind, period, 0) + " ";
    }
    return text;
  };
  const std::string saturday = "2026-11-21T06:29:59";
  CHECK(ids(Kind::daily, saturday, {}) == "daily-2026-11-19 ");
  CHECK(ids(Kind::daily, "2026-11-21T06:30:00", {}) == "daily-2026-11-20 ");
  CHECK(ids(Kind::daily, saturday, "2026-11-19T00:00:00").empty());
  CHECK(ids(Kind::daily, saturday, "2026-11-16T00:00:00") == "daily-2026-11-17 daily-2026-11-18 daily-2026-11-19 ");
  CHECK(ids(Kind::daily, saturday, "2026-01-01T00:00:00") ==
        "daily-2026-11-16 daily-2026-11-17 daily-2026-11-18 daily-2026-11-19 ");
  CHECK(ids(Kind::weekly, "2026-11-23T06:30:00", "2026-11-11T00:00:00") == "weekly-2026-W47 ");
  CHECK(ids(Kind::monthly, "2026-12-01T06:00:00", "2026-10-05T00:00:00").empty());
  CHECK(ids(Kind::monthly, "2026-12-01T07:00:00", "2026-10-05T00:00:00") == "monthly-2026-11 ");
}
