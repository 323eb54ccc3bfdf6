// One comparison for all disasters.
#include "chaos/comparison.hpp"

#include <catch2/catch.hpp>

namespace lt::chaos {

namespace json = boost::json;
using namespace scenario;

namespace {

std::set<std::string> letters(const Installation& hub) {
  std::set<std::string> said;
  const json::value list = hub.ask({"dead-letters", "list", "--limit", "10000"}, 0);
  for (const auto& letter : list.as_array())
    said.insert(text(letter, "/flow") + " " + text(letter, "/key") + " " + text(letter, "/reasons/0/code"));
  return said;
}

// Their documents name no row, so they are the same whatever the order in which rows were made.
std::set<std::string> persons(Installation& hub) {
  std::set<std::string> held;
  const json::value all = json::parse(hub.twins().ask("app", "GET", "/twin/records", {{"stream", "persons"}}).second);
  for (const auto& person : all.as_array()) held.insert(json::serialize(person));
  return held;
}

// Of an idempotency key "flow:entity:row:serial-hash".
std::int64_t serial_of(const std::string& key) { return std::stoll(key.substr(key.rfind(':') + 1)); }

// The same content twice as new, though nothing else departed in between. Where something did and a kill hid whether it
// had arrived, what the app held before must be said anew.
std::vector<std::string> told_twice(const json::value& app) {
  std::vector<std::string> found;
  for (const auto& repeat : at(app, "/repeats").as_array()) {
    const std::string first = text(repeat, "/first");
    const std::string second = text(repeat, "/second");
    if (serial_of(second) <= serial_of(first) + 1) found.push_back(first + " and " + second);
  }
  return found;
}

Peace made_in_peace() {
  Province province(Keeping::in_a_file);
  finish(province.hub());
  Peace peace{.dump = province.hub().dump(),
              .letters = letters(province.hub()),
              .persons = persons(province.hub()),
              .held = province.held()};
  REQUIRE(peace.held > 100);
  REQUIRE_FALSE(peace.letters.empty());
  REQUIRE_FALSE(peace.persons.empty());
  return peace;
}

}  // namespace

const Peace& peace() {
  static const Peace made = made_in_peace();
  return made;
}

void finish(const Installation& hub) {
  for (const auto* flow : flows) {
    const Ended ended = hub.run({"run", flow});
    INFO(ended.out << ended.err);
    CHECK((ended.exit_code == 0 || ended.exit_code == 5));  // 5: dead letters wait for a person
  }
}

void check_nothing_lost(Province& province) {
  Installation& hub = province.hub();
  const std::string differs = difference(hub.dump(), peace().dump);
  INFO(differs);
  CHECK(differs.empty());
  CHECK(letters(hub) == peace().letters);
  const auto problems = unbalanced(hub.status());
  INFO((problems.empty() ? "" : problems.front()));
  CHECK(problems.empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
  const json::value app = hub.twin_state("app");
  INFO(json::serialize(app));
  CHECK(number(app, "/held") == peace().held);
  CHECK(persons(hub) == peace().persons);
  CHECK(told_twice(app).empty());
  CHECK(number(app, "/rejected") == 0);
}

}  // namespace lt::chaos
