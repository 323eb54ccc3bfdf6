// Rehearsals: what a run would do is shown, nothing is stored, nothing is sent, and the run then does just that.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace lt::scenario;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t records = 3'000;

// All that a person or a partner could see; the times at which it is looked at left out.
struct Seen {
  std::string dump;
  std::string status;
  std::string flows;
  std::string letters;
  std::string app;
  std::set<std::string> lists;
};

json::value timeless(json::value value) {
  if (auto* list = value.if_array()) {
    for (auto& item : *list) item = timeless(std::move(item));
  }
  if (auto* object = value.if_object()) {
    for (const auto* moving : {"from", "to", "generated_at", "age_seconds", "next", "next_one", "availability",
                               "availability_by_part", "sha256"})
      object->erase(moving);
    for (auto& [name, member] : *object) member = timeless(std::move(member));
  }
  return value;
}

Seen seen(const Installation& hub) {
  const auto said = [&](const std::vector<std::string>& words) {
    json::value answer = json::parse(hub.run(words).out);
    if (auto* report = answer.if_object()) report->erase("id");  // says when it was made
    return json::serialize(timeless(std::move(answer)));
  };
  Seen now{.dump = hub.dump(),
           .status = said({"status", "--json"}),
           .flows = said({"flows", "--json"}),
           .letters = said({"dead-letters", "list", "--state", "all", "--limit", "10000", "--json"}),
           .app = json::serialize(hub.twin_state("app")),
           .lists = {}};
  for (const auto& file : fs::directory_iterator(hub.lists())) now.lists.insert(file.path().filename());
  return now;
}

json::value rehearse(const Installation& hub, const char* flow) {
  const Seen before = seen(hub);
  json::value dry = hub.ask({"run", flow, "--dry-run", "--samples", "10000"}, 0);
  const Seen after = seen(hub);
  CHECK(after.dump == before.dump);
  CHECK(after.status == before.status);
  CHECK(after.flows == before.flows);
  CHECK(after.letters == before.letters);
  CHECK(after.app == before.app);
  CHECK(after.lists == before.lists);
  CHECK(at(dry, "/dry_run").as_bool());
  return dry;
}

std::int64_t count(const json::value& dry, const std::string& outcome) {
  std::int64_t found = 0;
  for (const auto& sample : at(dry, "/samples").as_array()) found += text(sample, "/outcome") == outcome ? 1 : 0;
  return found;
}

// Samples name fields with what stands there and what would.
void check_changes(const json::value& dry) {
  std::int64_t named = 0;
  for (const auto& sample : at(dry, "/samples").as_array()) {
    const auto* changes = sample.as_object().if_contains("changes");
    if (!changes || text(sample, "/outcome") != "updated") continue;
    INFO(json::serialize(sample));
    for (const auto& [field, change] : changes->as_object()) CHECK(change.at("before") != change.at("after"));
    ++named;
  }
  CHECK(named > 0);
}

}  // namespace

TEST_CASE("a rehearsal of an in-flow shows what the run then does, and touches nothing") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, 5);
  hub.twins().advance();
  const json::value dry = rehearse(hub, "portal_injections");
  CHECK(number(dry, "/counts/updated") > 0);
  CHECK(count(dry, "updated") == number(dry, "/counts/updated"));
  check_changes(dry);
  const json::value run = hub.ask({"run", "portal_injections"}, 0);  // no bad record is among what changed
  CHECK(at(run, "/counts") == at(dry, "/counts"));
}

TEST_CASE("a rehearsal of a list shows its bad rows with reasons, and writes no copy beside it") {
  Installation hub({.seed = 38, .records = records});
  lt::twins::write_list({.portal_records = records, .rows = 200, .bad = 10}, hub.lists() / "people.xlsx");
  hub.ask({"run", "portal_injections"}, 5);
  const json::value dry = rehearse(hub, "ministry_lists");
  CHECK(number(dry, "/counts/read") == 200);
  CHECK(number(dry, "/counts/dead") == 10);
  CHECK(count(dry, "dead") == 10);
  for (const auto& sample : at(dry, "/samples").as_array()) {
    if (text(sample, "/outcome") == "dead") CHECK_FALSE(text(sample, "/reasons/0/code").empty());
  }
  const json::value run = hub.ask({"run", "ministry_lists"}, 5);
  CHECK(at(run, "/counts") == at(dry, "/counts"));
}

TEST_CASE("a rehearsal of an out-flow shows each document that the run then sends, and asks the partner nothing") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, 5);
  const json::value dry = rehearse(hub, "app_persons");
  CHECK(hub.twins().requests("app", "/") == 0);
  std::set<std::string> documents;
  for (const auto& sample : at(dry, "/samples").as_array()) {
    if (const auto* document = sample.as_object().if_contains("document")) documents.insert(json::serialize(*document));
  }
  CHECK(number(dry, "/counts/pending") > 0);
  CHECK(documents.size() == static_cast<std::size_t>(number(dry, "/counts/pending")));

  const json::value run = hub.ask({"run", "app_persons"}, 0);
  CHECK(number(run, "/counts/delivered") == number(dry, "/counts/pending"));
  CHECK(number(run, "/counts/withheld") == number(dry, "/counts/withheld"));
  CHECK(number(json::value(hub.twin_state("app")), "/streams/persons/held") == number(dry, "/counts/pending"));
  CHECK(number(rehearse(hub, "app_persons"), "/counts/due") == 0);
}
