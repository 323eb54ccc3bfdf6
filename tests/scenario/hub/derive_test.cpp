// What follows from the hub's own rows through the real program: counted, explained, withdrawn, and never by hand.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

const lt::twins::TwinsOptions world{.seed = 38, .records = 5'000};

// The lines of one entity in a dump, split at tabs.
std::vector<std::vector<std::string>> rows_of(const std::string& dump, const std::string& entity) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(dump);
  std::string line;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (line.starts_with("# ")) {
      inside = line == "# " + entity;
      continue;
    }
    if (!inside) continue;
    std::vector<std::string>& row = rows.emplace_back();
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find('\t', begin), line.size());
      row.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return rows;
}

std::size_t column(const std::vector<std::vector<std::string>>& rows, const std::string& name) {
  for (std::size_t i = 0; i < rows.front().size(); ++i) {
    if (rows.front()[i] == name) return i;
  }
  throw std::runtime_error("the dump has no column " + name);
}

std::int64_t sum(const std::vector<std::vector<std::string>>& rows, const std::string& name) {
  const std::size_t at = column(rows, name);
  std::int64_t total = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) total += std::stoll(rows[i][at]);
  return total;
}

}  // namespace

TEST_CASE("doses of the portal are counted by day and commune, explained, and withdrawn where the summary changes") {
  Installation hub(world);
  hub.conclude_too();
  hub.ask({"run", "portal_injections"}, 5);
  const json::value first = hub.ask({"run", "derived_daily_doses"}, 0);
  CHECK(number(first, "/counts/read") == number(first, "/counts/created"));
  CHECK(number(first, "/counts/created") > 0);

  const std::string dump = hub.dump();
  const auto days = rows_of(dump, "daily_summary");
  const auto persons = rows_of(dump, "person");
  const auto doses = rows_of(dump, "immunization");
  CHECK(static_cast<std::int64_t>(days.size()) - 1 == number(first, "/counts/created"));
  CHECK(sum(days, "count") > 0);
  CHECK(sum(days, "count") <= static_cast<std::int64_t>(doses.size()) - 1);

  // Nothing changed, so nothing is read; read again on purpose, all is known.
  CHECK(number(hub.ask({"run", "derived_daily_doses"}, 0), "/counts/read") == 0);
  const json::value again = hub.ask({"run", "derived_daily_doses", "--from-the-start"}, 0);
  CHECK(number(again, "/counts/unchanged") == number(again, "/counts/read"));

  const auto& day = days[1];
  const std::string key = day[column(days, "measure")] + "|" + day[column(days, "day")] + "|" +
                          day[column(days, "area_code")] + "|" + day[column(days, "category")];
  const json::value why = hub.ask({"explain", "daily_summary", key, "--field", "count"}, 0);
  CHECK(text(why, "/fields/0/winner/system") == "lienthong");
  CHECK(text(why, "/fields/0/winner/stream") == "derived_daily_doses");

  const json::value flows = hub.ask({"flows"}, 0);
  CHECK(text(flow(flows, "derived_daily_doses"), "/direction") == "derive");
  CHECK(text(flow(flows, "derived_daily_doses"), "/from") == "summary.doses_by_day");

  replace_in(hub.config("summaries/doses_by_day.yaml"), "filter: injected_on filled",
             "filter: injected_on < 1900-01-01 and injected_on filled");
  replace_in(hub.config("summaries/doses_by_day.yaml"),
             "    groups: [{day: \"2021-08-01\", area: \"14758\", count: 2}]", "    groups: []");
  const json::value gone = hub.ask({"run", "derived_daily_doses"}, 0);
  CHECK(number(gone, "/counts/updated") == number(first, "/counts/created"));
  CHECK(rows_of(hub.dump(), "daily_summary").size() == 1);
  CHECK(unbalanced(hub.ask({"status"}, 5)).empty());
}

TEST_CASE("flows that might never come to rest are refused with their circle") {
  Installation hub(world);
  hub.conclude_too();
  replace_in(hub.config("mappings/derived.invitations_to_tell.yaml"), "filter: outcome empty and",
             "filter: status != sent and outcome empty and");
  const Ended refused = hub.run({"validate"});
  CHECK(refused.exit_code != 0);
  const std::string said = refused.out + refused.err;
  CHECK(said.find("might never come to rest") != std::string::npos);
  CHECK(said.find("invitation.status") != std::string::npos);
}
