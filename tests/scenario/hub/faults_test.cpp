// A bad day: every fault of the partners in turn, the reaction it calls for, and nothing lost when it is over.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr std::int64_t records = 5'000;
constexpr int done = 0;
constexpr int unavailable = 4;
constexpr int misconfigured = 3;
constexpr int attention = 5;

struct Fault {
  const char* kind;
  int exit;           // of the run that meets it
  const char* error;  // the run's own word for it; empty where it went through
};

// Struck once, on the third page.
const Fault on_reading[] = {
    {"slow;ms=300", attention, ""},
    {"401", attention, ""},
    {"403", unavailable, "denied"},
    {"404", misconfigured, "misconfigured"},
    {"409", 1, "failed"},
    {"422", misconfigured, "misconfigured"},
    {"429;retry_after=1", unavailable, "unavailable"},
    {"500", unavailable, "unavailable"},
    {"503;retry_after=1", unavailable, "unavailable"},
    {"cut", unavailable, "unavailable"},
    {"truncate", unavailable, "unavailable"},
    {"repeat_page", unavailable, "unavailable"},
    {"reorder", attention, ""},
    {"bad_utf8", attention, ""},
    {"drop_field", attention, ""},
    {"rename_field;to=renamed", attention, ""},
    {"huge_field", attention, ""},
    {"bomb", attention, ""},
};

const Fault on_writing[] = {
    {"slow;ms=300", done, ""},
    {"401", unavailable, "denied"},
    {"403", unavailable, "denied"},
    {"404", misconfigured, "misconfigured"},
    {"429;retry_after=1", unavailable, "unavailable"},
    {"500", unavailable, "unavailable"},
    {"503;retry_after=1", unavailable, "unavailable"},
    {"cut", unavailable, "unavailable"},
};

void check_balanced(Installation& hub) {
  const auto unbalanced_flows = unbalanced(hub.ask({"status"}, attention));
  CHECK(unbalanced_flows.empty());
}

}  // namespace

TEST_CASE("whatever the portal does wrong, the run says so, its ledger balances, and the next run makes it good") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, attention);
  const std::string undisturbed = hub.dump();
  for (const auto& fault : on_reading) {
    INFO(fault.kind);
    hub.start_over();
    hub.twins().fault("portal", std::string("path=/api/vaccination/records;after=2;count=1;kind=") + fault.kind);
    const json::value met = hub.ask({"run", "portal_injections"}, fault.exit);
    CHECK((met.as_object().contains("error") ? text(met, "/error") : "") == fault.error);
    check_balanced(hub);
    hub.twins().clear_faults("portal");
    hub.ask({"run", "portal_injections", "--from-the-start"}, attention);
    check_balanced(hub);
    CHECK(difference(undisturbed, hub.dump()) == "");
  }
}

TEST_CASE("whatever the app does wrong, each record reaches it once it is well, and none twice as new") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, attention);
  const auto persons = number(hub.ask({"run", "app_persons", "--dry-run"}, done), "/counts/pending");
  for (const auto& fault : on_writing) {
    INFO(fault.kind);
    hub.start_over();
    hub.ask({"run", "portal_injections"}, attention);
    hub.twins().fault("app", std::string("path=/api/v1/records/persons;after=1;count=1;kind=") + fault.kind);
    const json::value met = hub.ask({"run", "app_persons"}, fault.exit);
    CHECK((met.as_object().contains("error") ? text(met, "/error") : "") == fault.error);
    check_balanced(hub);
    hub.twins().clear_faults("app");
    hub.ask({"run", "app_persons"}, done);
    CHECK(number(hub.ask({"run", "app_persons", "--dry-run"}, done), "/counts/due") == 0);
    CHECK(number(json::value(hub.twin_state("app")), "/streams/persons/held") == persons);
  }
  CHECK(number(json::value(hub.twin_state("app")), "/redeliveredSameContent") == 0);
}
