// One fault after another, each on a fresh installation.
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

namespace lt::scenario {
namespace json = boost::json;
namespace {

std::string error_of(Installation& hub, const std::string& flow, int exit) {
  const json::value met = hub.ask({"run", flow}, exit);
  CHECK(unbalanced(hub.status()).empty());
  return met.as_object().contains("error") ? text(met, "/error") : "";
}

void plant(Installation& hub, const Target& target, const Fault& fault) {
  hub.twins().fault(target.twin,
                    "path=" + target.path + ";count=1;after=" + std::to_string(target.after) + ";kind=" + fault.kind);
}

}  // namespace

std::vector<Fault> faults_on_reading() {
  return {{"slow;ms=300", as_usual, ""},
          {"401", unavailable, "denied"},
          {"403", unavailable, "denied"},
          {"404", misconfigured, "misconfigured"},
          {"409", failed, "failed"},
          {"422", misconfigured, "misconfigured"},
          {"429;retry_after=1", unavailable, "unavailable"},
          {"500", unavailable, "unavailable"},
          {"503;retry_after=1", unavailable, "unavailable"},
          {"cut", unavailable, "unavailable"},
          {"truncate", unavailable, "unavailable"},
          {"repeat_page", unavailable, "unavailable"},
          {"reorder", as_usual, ""},
          {"bad_utf8", attention, ""},
          {"drop_field", attention, ""},
          {"rename_field;to=renamed", attention, ""},
          {"huge_field", attention, ""},
          {"bomb", attention, ""}};
}

std::vector<Fault> faults_on_writing() {
  return {{"slow;ms=300", done, ""},
          {"401", unavailable, "denied"},
          {"403", unavailable, "denied"},
          {"404", misconfigured, "misconfigured"},
          {"429;retry_after=1", unavailable, "unavailable"},
          {"500", unavailable, "unavailable"},
          {"503;retry_after=1", unavailable, "unavailable"},
          {"cut", unavailable, "unavailable"}};
}

void strike_reading(Installation& hub, const Target& target, std::span<const Fault> faults) {
  target.begin_again(hub);
  const int usual = hub.run({"run", target.flow}).exit_code;
  const std::string undisturbed = hub.dump();
  for (const auto& fault : faults) {
    INFO(target.flow << " " << fault.kind);
    target.begin_again(hub);
    plant(hub, target, fault);
    CHECK(error_of(hub, target.flow, fault.exit == as_usual ? usual : fault.exit) == fault.error);
    hub.twins().clear_faults(target.twin);
    hub.run({"run", target.flow, "--from-the-start"});
    CHECK(unbalanced(hub.status()).empty());
    CHECK(difference(undisturbed, hub.dump()) == "");
  }
}

void strike_writing(Installation& hub, const Target& target, std::span<const Fault> faults, std::int64_t held) {
  for (const auto& fault : faults) {
    INFO(target.flow << " " << fault.kind);
    target.begin_again(hub);
    hub.twins().command(target.twin, "POST", "/twin/reset");
    plant(hub, target, fault);
    CHECK(error_of(hub, target.flow, fault.exit) == fault.error);
    hub.twins().clear_faults(target.twin);
    hub.ask({"run", target.flow}, done);
    const auto inbox = hub.twin_state(target.twin).at("inboxes").at(target.path);
    CHECK(number(inbox, "/held") == held);
    CHECK(number(inbox, "/redeliveredSameContent") == 0);
  }
}

}  // namespace lt::scenario
