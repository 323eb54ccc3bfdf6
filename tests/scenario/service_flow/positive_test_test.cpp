// A positive test makes a case, and its contacts come onto the list of home quarantine: by hand, by the service, on bad
// days.
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

const std::vector<std::string> told{"run",          "test_samples", "test_results", "zone_enterprises",
                                    "zone_workers", "zone_contacts"};
const std::vector<std::string> concluded{"run", "derived_cases", "derived_home_stays"};

std::string member(const json::value& row, const std::string& name) {
  const auto* found = row.as_object().if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

// Laboratories, enterprises and those who supervise at home; no list of doses or of calls.
struct Province : Installation {
  Province() : Installation({.seed = 38, .records = 10, .people = 2'000, .cases_a_day = 8}) { open(); }

  void open() {
    for (const char* system : {"test_results", "home_quarantine", "industrial_zones"}) enable(system);
    conclude_too();
  }
  void begin_again() {
    start_over();
    open();
  }
  json::array rows(const std::string& entity) const {
    return ask({"store", "dump", entity}, done).as_object().at(entity).as_array();
  }
  // Person and day of what is confirmed by a sample.
  std::set<std::pair<std::string, std::string>> positive() const {
    std::set<std::pair<std::string, std::string>> found;
    for (const auto& sample : rows("test_sample"))
      if (member(sample, "result") == "positive" && !member(sample, "person").empty())
        found.emplace(member(sample, "person"), member(sample, "resulted_on"));
    return found;
  }
  std::set<std::pair<std::string, std::string>> confirmed() const {
    std::set<std::pair<std::string, std::string>> found;
    for (const auto& one : rows("infection_case"))
      if (member(one, "level") == "F0" && !member(one, "test_sample").empty() && !member(one, "person").empty())
        found.emplace(member(one, "person"), member(one, "detected_on"));
    return found;
  }
  // Of whom a contact is told, and on which day.
  std::multiset<std::pair<std::string, std::string>> contacts() const {
    std::multiset<std::pair<std::string, std::string>> found;
    for (const auto& contact : rows("contact"))
      if (member(contact, "level") == "F1")
        found.emplace(member(contact, "person"), member(contact, "last_contact_on"));
    return found;
  }
  std::multiset<std::pair<std::string, std::string>> to_supervise() const {
    std::multiset<std::pair<std::string, std::string>> found;
    for (const auto& stay : rows("quarantine_stay"))
      if (member(stay, "status") == "planned" && member(stay, "kind") == "home")
        found.emplace(member(stay, "person"), member(stay, "started_on"));
    return found;
  }
  std::int64_t supervised() const {
    const json::object state = twin_state("home_quarantine");  // an inbox is there once something was put into it
    const auto* inbox = state.at("inboxes").as_object().if_contains("/api/subjects");
    return inbox ? number(*inbox, "/held") : 0;
  }
  void next_day() {
    for (const char* twin : {"test_results", "industrial_zones"}) twins().command(twin, "POST", "/twin/advance");
  }
};

}  // namespace

TEST_CASE("every positive test makes a case and every F1 of it is given to those who supervise, day after day, once") {
  Province hub;
  for (int day = 0; day < 3; ++day) {
    INFO("day " << day);
    if (day > 0) hub.next_day();
    hub.run(told);
    hub.run(concluded);
    hub.ask({"run", "home_subjects"}, done);
    CHECK(hub.positive().size() > 2);
    CHECK(hub.positive() == hub.confirmed());
    CHECK(hub.contacts().size() > 1);
    CHECK(hub.contacts() == hub.to_supervise());
    CHECK(hub.supervised() == static_cast<std::int64_t>(hub.to_supervise().size()));
    // Nothing new: nothing concluded, nothing sent.
    for (const char* flow : {"derived_cases", "derived_home_stays", "home_subjects"})
      CHECK(number(hub.ask({"run", flow}, done),
                   flow == std::string("home_subjects") ? "/counts/delivered" : "/counts/read") == 0);
  }
  const auto inbox = hub.twin_state("home_quarantine").at("inboxes").at("/api/subjects");
  CHECK(number(inbox, "/redeliveredSameContent") == 0);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, done), "/problems").as_array().empty());
}

TEST_CASE("the app is told the result of everyone who is tested and has a phone, once") {
  Province hub;
  if (!std::filesystem::exists(hub.config("flows/app_results.yaml"))) {
    WARN("this configuration has no flow app_results: nothing was tried");
    return;
  }
  std::set<std::string> reachable;
  for (int day = 0; day < 2; ++day) {
    INFO("day " << day);
    if (day > 0) hub.next_day();
    hub.run(told);
    for (const auto& person : hub.rows("person"))
      if (!member(person, "phone").empty() && !member(person, "citizen_id").empty())
        reachable.insert(member(person, "citizen_id"));
    std::int64_t positive = 0, due = 0;
    for (const auto& sample : hub.rows("test_sample")) {
      const bool due_now = !member(sample, "result").empty() && reachable.contains(member(sample, "person"));
      due += due_now ? 1 : 0;
      positive += due_now && member(sample, "result") == "positive" ? 1 : 0;
    }
    REQUIRE(positive > 2);
    hub.ask({"run", "app_results"}, done);
    // Who has no citizen number is told, too; the dump does not name them.
    CHECK(number(hub.twin_state("app"), "/streams/results/held") >= due);
    CHECK(number(hub.ask({"run", "app_results"}, done), "/counts/delivered") == 0);
  }
  CHECK(number(hub.twin_state("app"), "/redeliveredSameContent") == 0);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("contacts that are told before the test, and whatever those who supervise do wrong, come to the same") {
  Province hub;
  const auto prepare = [](Installation& again) {
    static_cast<Province&>(again).begin_again();
    again.run({"run", "zone_contacts"});
    again.run({"run", "test_results", "test_samples"});
    again.run(concluded);
  };
  prepare(hub);
  CHECK(hub.positive() == hub.confirmed());
  CHECK(hub.contacts() == hub.to_supervise());
  const auto due = number(hub.ask({"run", "home_subjects", "--dry-run"}, done), "/counts/pending");
  CHECK(due == static_cast<std::int64_t>(hub.to_supervise().size()));
  strike_writing(hub, {"home_quarantine", "home_subjects", "/api/subjects", 0, prepare}, faults_on_writing(), due);
}

TEST_CASE("the service carries a positive test through by itself, though it is killed on the way") {
  Province by_hand;
  by_hand.run(told);
  by_hand.run(concluded);
  by_hand.run({"run", "home_subjects"});
  const auto wanted = by_hand.supervised();
  REQUIRE(wanted > 1);

  Province hub;
  for (const char* flow : {"derived_cases", "derived_home_stays"})
    replace_in(hub.config(std::string("flows/") + flow + ".yaml"), "at_most_every: 5s", "at_most_every: 1s");
  replace_in(hub.config("flows/home_subjects.yaml"), "at_most_every: 10s", "at_most_every: 1s");
  {
    Child killed = hub.start({"serve"});
    for (std::string log; log.find("derived_cases") == std::string::npos; log = killed.err())
      if (const auto early = killed.wait(std::chrono::milliseconds(20))) FAIL("serve ended by itself: " << early->err);
    killed.signal(SIGKILL);
    CHECK(killed.must_end(std::chrono::seconds(10)).signal == SIGKILL);
  }
  Child serving = hub.start({"serve"});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(3);
  while (hub.supervised() < wanted && std::chrono::steady_clock::now() < deadline)
    if (const auto early = serving.wait(std::chrono::milliseconds(50))) FAIL("serve ended by itself: " << early->err);
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(60)).exit_code == done);
  CHECK(hub.supervised() == wanted);
  CHECK(hub.positive() == hub.confirmed());
  CHECK(number(hub.twin_state("home_quarantine").at("inboxes").at("/api/subjects"), "/redeliveredSameContent") == 0);
  CHECK(unbalanced(hub.status()).empty());
}
