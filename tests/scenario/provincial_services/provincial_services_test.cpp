// Tests, home quarantine, cameras, industrial zones and the health book by configuration alone, on good days and bad.
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

struct List {
  const char* flow;
  const char* twin;
  const char* path;
};

// In an order in which what is named comes before who names it, though none needs it.
const List lists[] = {{"test_samples", "test_results", "/api/samples"},
                      {"test_results", "test_results", "/api/results"},
                      {"home_stays", "home_quarantine", "/api/stays"},
                      {"home_checkins", "home_quarantine", "/api/checkins"},
                      {"home_breaches", "home_quarantine", "/api/breaches"},
                      {"camera_facilities", "quarantine_cameras", "/v1/facilities"},
                      {"camera_stays", "quarantine_cameras", "/v1/stays"},
                      {"camera_events", "quarantine_cameras", "/v1/events"},
                      {"zone_enterprises", "industrial_zones", "/api/enterprises"},
                      {"zone_workers", "industrial_zones", "/api/workers"},
                      {"zone_contacts", "industrial_zones", "/api/contacts"},
                      {"zone_assessments", "industrial_zones", "/api/assessments"}};

// A small epidemic, and pages so small that a list fills several.
struct Province : Installation {
  static constexpr const char* systems[] = {"test_results", "home_quarantine", "quarantine_cameras", "industrial_zones",
                                            "health_book"};

  Province() : Installation({.seed = 38, .records = 400, .people = 400, .cases_a_day = 3}) { make_small(); }

  void make_small() {
    for (const auto* system : systems) {
      enable(system);
      const auto file = config(std::string("systems/") + system + ".yaml");
      std::string text = read_text(file);
      for (std::size_t at = 0; (at = text.find("size: 500", at)) != std::string::npos;)
        text.replace(at, 9, system == std::string("home_quarantine") ? "size: 3" : "size: 20");
      write_text(file, text);
    }
  }
  void begin_again() {
    start_over();
    make_small();
  }
  json::value truth(const List& list) {
    return json::parse(twins().command(list.twin, "GET", "/twin/truth")).as_object().at(list.path);
  }
  void next_day() {
    for (const auto* system : systems) twins().command(system, "POST", "/twin/advance");
  }
  json::value run_whole(const std::string& flow) { return json::parse(run({"run", flow, "--json"}).out); }
};

Target target(const char* twin, const char* flow, const char* path, int after = 1) {
  return {twin, flow, path, after, [](Installation& hub) { static_cast<Province&>(hub).begin_again(); }};
}

// A system with client credentials gets a new token when it is refused, and the request goes through.
std::vector<Fault> with_tokens(std::vector<Fault> faults) {
  for (auto& fault : faults)
    if (std::string_view(fault.kind) == "401") fault = {"401", as_usual, ""};
  return faults;
}

}  // namespace

TEST_CASE("each list of three days is stored but for what is wrong in it, whatever comes first") {
  Province hub;
  const auto week = [&] {
    for (int day = 0; day < 3; ++day) {
      if (day > 0) hub.next_day();
      for (const auto& list : lists) {
        INFO(list.flow << ", day " << day);
        const json::value run = hub.run_whole(list.flow);
        CHECK(text(run, "/state") == "succeeded");
        if (day == 0) {
          CHECK(number(run, "/counts/read") == number(hub.truth(list), "/rows"));
          CHECK(number(run, "/counts/dead") == number(hub.truth(list), "/wrong"));
        }
      }
    }
  };
  week();
  CHECK(unbalanced(hub.status()).empty());
  for (const auto& list : lists) {
    INFO(list.flow);
    const json::value again = hub.run_whole(list.flow);
    CHECK(number(again, "/counts/created") + number(again, "/counts/updated") == 0);
    const json::value waiting = hub.ask({"dead-letters", "list", "--flow", list.flow, "--limit", "1000"}, done);
    CHECK(static_cast<std::int64_t>(waiting.as_array().size()) == number(hub.truth(list), "/wrong"));
  }
  CHECK(hub.rows_of("quarantine_facility") == 12);
  CHECK(hub.rows_of("workplace") == 8);
  const std::string in_order = hub.dump();

  // Backwards: events before the stays and facilities that they name, results before their samples.
  hub.begin_again();
  for (auto list = std::rbegin(lists); list != std::rend(lists); ++list) hub.run({"run", list->flow});
  CHECK(unbalanced(hub.status()).empty());
  CHECK(hub.rows_of("quarantine_facility") == 12);
  CHECK(std::count(in_order.begin(), in_order.end(), '\n') == [&] {
    const std::string backwards = hub.dump();
    return std::count(backwards.begin(), backwards.end(), '\n');
  }());
}

TEST_CASE("whatever a list of any manner of paging does wrong, the next whole run makes it good") {
  Province hub;
  const auto faults = faults_on_reading();
  strike_reading(hub, target("test_results", "test_samples", "/api/samples"), faults);
  strike_reading(hub, target("home_quarantine", "home_stays", "/api/stays"), faults);
  strike_reading(hub, target("quarantine_cameras", "camera_events", "/v1/events"), faults);
  strike_reading(hub, target("industrial_zones", "zone_workers", "/api/workers"), with_tokens(faults));
}

TEST_CASE("doses and results reach the health book once, whatever it does, and its confirmations come back") {
  Province hub;
  const auto prepare = [](Installation& again) {
    static_cast<Province&>(again).begin_again();
    again.run({"run", "portal_injections"});
    again.run({"run", "test_samples"});
    again.run({"run", "test_results"});
  };
  prepare(hub);
  for (const auto& [flow, path] : {std::pair("book_doses", "/api/doses"), std::pair("book_results", "/api/results")}) {
    const auto due = number(hub.ask({"run", flow, "--dry-run"}, done), "/counts/pending");
    CHECK(due > 0);
    Target book{"health_book", flow, path, 0, prepare};
    auto faults = faults_on_writing();
    for (auto& fault : faults)
      if (std::string_view(fault.kind) == "401") fault = {"401", done, ""};
    strike_writing(hub, book, faults, due);
  }

  const auto doses = hub.rows_of("immunization");
  prepare(hub);
  hub.twins().command("health_book", "POST", "/twin/reset");
  const json::value sent = hub.ask({"run", "book_doses"}, done);
  const json::value confirmed = hub.run_whole("book_confirmations");
  CHECK(number(confirmed, "/counts/read") == number(sent, "/counts/delivered"));
  CHECK(number(confirmed, "/counts/dead") == 0);
  // A confirmation speaks of the dose that was sent: no second one comes of it, and nothing is due again.
  CHECK(hub.rows_of("immunization") == doses);
  CHECK(number(hub.ask({"run", "book_doses"}, done), "/counts/delivered") == 0);

  // A dose that the portal corrects is corrected in the book.
  hub.twins().advance();
  hub.run({"run", "portal_injections"});
  CHECK(number(hub.ask({"run", "book_doses"}, done), "/counts/delivered") > 0);
  CHECK(unbalanced(hub.status()).empty());
}
