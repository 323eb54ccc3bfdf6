// Stock, plans, invitations and statistics of the portal, on good days and bad.
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

struct List {
  const char* flow;
  const char* path;
};
const List lists[] = {{"portal_stock", "/api/vaccination/stock"},
                      {"portal_plans", "/api/vaccination/plans"},
                      {"portal_invitations", "/api/vaccination/invitations"}};
const std::vector<std::string> public_numbers{"portal_statistics", "portal_statistics_summary",
                                              "portal_statistics_latest"};

struct Portal : Installation {
  Portal() : Installation({.seed = 38, .records = 400, .people = 40}) { make_small(); }

  // Pages so small that a list fills several.
  void make_small() {
    const auto file = config("systems/national_vaccination.yaml");
    std::string text = read_text(file);
    for (std::size_t at = 0; (at = text.find("size: 1000", at)) != std::string::npos;) text.replace(at, 10, "size: 15");
    write_text(file, text);
  }
  void begin_again() {
    start_over();
    make_small();
  }
  json::value run_whole(const std::string& flow) { return json::parse(run({"run", flow, "--json"}).out); }
  json::value truth(const List& list) {
    return json::parse(twins().command("portal", "GET", "/twin/lists")).as_object().at(list.path);
  }
  json::array rows(const std::string& entity) {
    return ask({"store", "dump", entity}, done).as_object().at(entity).as_array();
  }
  static std::string text_of(const json::value& row, const char* field) {
    const auto* value = row.as_object().if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
  }
};

Portal& portal_of(Installation& hub) { return static_cast<Portal&>(hub); }

std::vector<Fault> with(std::vector<Fault> faults, const std::string& kind, const Fault& instead) {
  for (auto& fault : faults)
    if (fault.kind == kind) fault = instead;
  return faults;
}

}  // namespace

TEST_CASE("stock, plans and invitations are stored but for what is wrong in them, and follow the portal day by day") {
  Portal hub;
  for (int day = 0; day < 3; ++day) {
    if (day > 0) hub.twins().advance();
    for (const auto& list : lists) {
      INFO(list.flow << ", day " << day);
      const json::value run = hub.run_whole(list.flow);
      CHECK(text(run, "/state") == "succeeded");
      if (day == 0) CHECK(number(run, "/counts/read") == number(hub.truth(list), "/rows"));
      if (day == 0) CHECK(number(run, "/counts/dead") == number(hub.truth(list), "/wrong"));
      const json::value again = hub.run_whole(list.flow);
      CHECK(number(again, "/counts/created") + number(again, "/counts/updated") == 0);
    }
  }
  const auto good = [&](const List& list) {
    return number(hub.truth(list), "/rows") - number(hub.truth(list), "/wrong");
  };
  CHECK(hub.rows_of("vaccine_stock") == good(lists[0]));
  CHECK(hub.rows_of("vaccination_plan") >= good(lists[1]));  // what a wrong plan's invitations mention is there too
  CHECK(hub.rows_of("invitation") == good(lists[2]));
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, done), "/problems").as_array().empty());

  // Backwards: invitations before the plans and facilities that they name.
  const std::string in_order = hub.dump();
  hub.begin_again();
  for (auto list = std::rbegin(lists); list != std::rend(lists); ++list) hub.run({"run", list->flow});
  CHECK(difference(in_order, hub.dump()) == "");
}

TEST_CASE("the portal's public numbers are daily summaries, the same however often they are read") {
  Portal hub;
  for (const auto& flow : public_numbers) {
    INFO(flow);
    const json::value run = hub.run_whole(flow);
    CHECK(text(run, "/state") == "succeeded");
    CHECK(number(run, "/counts/dead") == 0);
    CHECK(number(run, "/counts/created") == number(run, "/counts/read"));
    CHECK(number(hub.run_whole(flow), "/counts/unchanged") == number(run, "/counts/read"));
  }
  int provinces = 0;
  int days = 0;
  for (const auto& row : hub.rows("daily_summary")) {
    const std::string measure = Portal::text_of(row, "measure");
    if (measure == "portal_population" && Portal::text_of(row, "category") == "adults") ++provinces;
    if (measure == "portal_doses_of_day") ++days;
  }
  CHECK(provinces == 63);
  CHECK(days == 63 * 7);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("whatever a list of the portal does wrong, the next whole run makes it good") {
  Portal hub;
  const auto again = [](Installation& there) { portal_of(there).begin_again(); };
  // A token that is refused is renewed; a record without its id has no key.
  auto faults = with(faults_on_reading(), "401", {"401", as_usual, ""});
  faults = with(faults, "drop_field", {"drop_field;field=id", attention, ""});
  faults = with(faults, "rename_field;to=renamed", {"rename_field;to=renamed;field=id", attention, ""});
  for (const auto& list : lists) strike_reading(hub, {"portal", list.flow, list.path, 1, again}, faults);

  auto open = with(faults_on_reading(), "drop_field", {"drop_field;field=provinceCode", attention, ""});
  open = with(open, "rename_field;to=renamed", {"rename_field;to=renamed;field=provinceCode", attention, ""});
  open = with(open, "repeat_page", {"overlap_page", as_usual, ""});  // it is one page, and no other came before
  strike_reading(hub, {"portal", "portal_statistics", "/api/public/dashboard/vaccination-statistics/all", 0, again},
                 open);
}
