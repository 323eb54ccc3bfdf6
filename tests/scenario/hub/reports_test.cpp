// Kept reports on their way to the document system: a delivery like any other.
#include "base/encoding.hpp"
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr int done = 0;
constexpr int unavailable = 4;
constexpr int attention = 5;

std::string keep(const Installation& hub, const std::string& kind) {
  return text(hub.ask({"report", "--kind", kind, "--keep", "--number", "12"}, attention), "/id");
}

// The first run makes the store.
void begin(Installation& hub) {
  hub.enable("document_system");
  hub.run({"run", "portal_injections"});
}

// Into the store, from which the out-flow takes it.
void send(const Installation& hub, const std::string& id) {
  REQUIRE(hub.run({"report", "send", id, "--to", "flow"}).exit_code == done);
}

// What the document system holds, by the number of the row that the hub gave it: one of the first thousand.
json::value held(const Installation& hub) {
  const Ended ended = hub.shell("curl -sf -H 'Authorization: Bearer twin-rest-token' '" + hub.twins_url("rest") +
                                "/bearer/items/sync_report:[1-999]' || true");
  return json::parse(ended.out);
}

}  // namespace

TEST_CASE("a kept report waits out a document system that fails, arrives once, and is the kept one to the byte") {
  Installation hub({.seed = 38, .records = 100});
  begin(hub);
  const std::string id = keep(hub, "daily");
  send(hub, id);
  hub.twins().fault("rest", "path=/bearer/items;kind=503;retry_after=1;count=1");
  const json::value met = hub.ask({"run", "document_reports"}, unavailable);
  CHECK(number(met, "/counts/due") == 1);
  CHECK(number(met, "/counts/pending") == 1);
  CHECK(number(met, "/counts/delivered") == 0);
  hub.twins().clear_faults("rest");
  CHECK(number(hub.ask({"run", "document_reports"}, done), "/counts/delivered") == 1);
  send(hub, id);
  CHECK(number(hub.ask({"run", "document_reports"}, done), "/counts/delivered") == 0);
  // The answer that was lost came after the document was taken: the same key tells that it is the same one.
  CHECK(number(hub.twin_state("rest"), "/held") == 1);
  CHECK(number(hub.twin_state("rest"), "/writes") == 2);
  CHECK(number(hub.twin_state("rest"), "/repeatedKeys") == 1);

  const json::value report = held(hub);
  CHECK(text(report, "/code") == id);
  CHECK(text(report, "/number") == "12");
  CHECK(text(report, "/symbol") == "BC-TTCNTT");
  CHECK_FALSE(text(report, "/subject").empty());
  const auto pdf = lt::from_base64(text(report, "/file/content"));
  REQUIRE(pdf);
  CHECK(*pdf == read_text(hub.folder() / "var/reports" / id / (id + ".pdf")));
  write_text(hub.folder() / "received.pdf", *pdf);
  CHECK(hub.run({"report", "verify", "received.pdf"}).exit_code == done);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("a report that the document system refuses is a dead letter with its reason, and goes when it is replayed") {
  Installation hub({.seed = 38, .records = 100});
  begin(hub);
  send(hub, keep(hub, "weekly"));
  hub.twins().fault("rest", "path=/bearer/items;kind=422;count=1");
  const json::value met = hub.ask({"run", "document_reports"}, attention);
  CHECK(number(met, "/counts/dead") == 1);
  const auto waiting = [&] {
    return hub.ask({"dead-letters", "list", "--flow", "document_reports"}, done).as_array().size();
  };
  CHECK(waiting() == 1);
  hub.ask({"dead-letters", "replay", "--flow", "document_reports"}, done);
  CHECK(waiting() == 0);
  CHECK(number(hub.twin_state("rest"), "/held") == 1);
  CHECK(unbalanced(hub.status()).empty());
}
