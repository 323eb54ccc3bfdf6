// Promises of reading the facts of a report from a store.
#include "report/store_source.hpp"

#include "sample.hpp"
#include "store/store.hpp"
#include "sync/serving_times.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <string>

using namespace lt::report;
namespace store = lt::store;

namespace {

// A store of its own with an empty model.
struct Hub {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("lienthong_report_store_" + std::to_string(::getpid()));
  lt::Violations violations;
  lt::model::Model model;
  lt::FixedClock clock{morning};

  Hub() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "model");
    model = lt::model::Model::load(folder / "model", violations);
  }
  ~Hub() { std::filesystem::remove_all(folder); }

  store::Store open() const {
    store::Options options;
    options.path = folder / "hub.db";
    return store::Store::open(options, model, clock);
  }
};

lt::sync::FlowDefinition flow_of(const std::string& name, const std::string& direction, lt::Violations& violations) {
  return lt::sync::FlowDefinition::read(lt::YamlNode::parse(
      "flow: " + name + "\ndirection: " + direction + "\nsystem: portal\nstream: s\nmapping: m\nfresh_within: 1h\n",
      name + ".yaml", violations));
}

}  // namespace

TEST_CASE("what the store and the scheduler say of a flow comes together in its facts") {
  Hub hub;
  const std::vector<lt::sync::FlowDefinition> flows = {flow_of("in", "in", hub.violations),
                                                       flow_of("out", "out", hub.violations)};
  store::Store opened = hub.open();
  {
    store::Transaction transaction = opened.begin();
    const auto run = transaction.begin_run("in", store::Direction::in, "hand");
    store::Counts counts;
    counts.read = 3;
    counts.created = 2;
    counts.dead = 1;
    store::DeadLetter letter;
    letter.flow = "in";
    letter.key = "k";
    letter.step = "map";
    letter.reasons = {{"unknown_vaccine", "immunization.vaccine", "/v", "'Vaxin' is not known"}};
    letter.payload = "{}";
    transaction.put_dead_letter(run, letter);
    transaction.end_run(run, store::RunState::succeeded, counts, {});
    store::Delivery delivery;
    delivery.row = 1;
    delivery.state = store::DeliveryState::retry;
    delivery.next_attempt = morning + minute;
    transaction.put_deliveries("out", std::span(&delivery, 1));
    transaction.commit();
  }
  const std::map<std::string, lt::model::Label> systems = {{"portal", {"Cổng", "Portal"}}};
  std::vector<lt::schedule::FlowState> states(1);
  states[0].flow = "out";
  states[0].paused_because = "denied: 401";
  store::Reader reader = opened.reader();
  const auto source = read_source({flows, systems, states}, reader, {morning - hour, morning + hour}, morning + minute);
  REQUIRE(source.flows.size() == 2);
  const FlowFacts& in = source.flows[0];
  CHECK(in.system_label.vi == "Cổng");
  CHECK(in.fresh_within == hour);
  CHECK(in.totals.of(store::RunState::succeeded) == 1);
  CHECK(in.totals.counts.created == 2);
  CHECK(in.last_success == morning);
  REQUIRE(in.letters.size() == 1);
  CHECK(in.letters[0].reason_code == "unknown_vaccine");
  CHECK(in.oldest_letter == morning);
  const FlowFacts& out = source.flows[1];
  CHECK(out.pending == 1);
  CHECK(out.oldest_pending == morning);
  CHECK(out.paused_because == "denied: 401");
  CHECK_FALSE(out.last_run);
  const auto status = compute(source);
  CHECK(status.flows[0].health == Health::ok);
  CHECK(status.flows[1].health == Health::paused);
  CHECK(status.verdict == Verdict::trouble);
}

TEST_CASE("a flow of the hub's own word that nobody has used yet is no fault") {
  Hub hub;
  const std::vector<lt::sync::FlowDefinition> flows = {lt::sync::FlowDefinition::read(lt::YamlNode::parse(
      "flow: passes\ndirection: in\nsystem: lienthong\nstream: s\nmapping: m\nschedule: {by_hand: true}\n",
      "passes.yaml", hub.violations))};
  const store::Store opened = hub.open();
  store::Reader reader = opened.reader();
  const Period day{morning - 24 * hour, morning};
  const SyncStatus status = compute(read_source({flows, {}, {}}, reader, day, morning));
  CHECK(status.flows.at(0).health == Health::ok);
  CHECK(status.verdict == Verdict::good);
}

TEST_CASE("an outage of the hub is no time in which a flow was up, in the whole period and in its parts") {
  Hub hub;
  const std::vector<lt::sync::FlowDefinition> flows = {flow_of("in", "in", hub.violations)};
  store::Store opened = hub.open();
  const Period day{morning - 8 * hour, morning + 16 * hour};  // of Viet Nam
  const auto at = [&](lt::Milliseconds moment) { hub.clock.advance(moment - hub.clock.now()); };
  const auto run = [&] {
    store::Transaction transaction = opened.begin();
    const auto id = transaction.begin_run("in", store::Direction::in, "hand");
    transaction.end_run(id, store::RunState::succeeded, {}, {}, "");
    transaction.commit();
  };
  {
    store::Reader reader = opened.reader();
    CHECK_FALSE(read_source({flows, {}, {}}, reader, day, morning).outages.has_value());
  }
  at(day.from);
  lt::sync::ServingTimes serving(opened, hub.clock);
  serving.note();
  run();
  for (int i = 0; i < 120; ++i) {  // two hours, then nobody for one, then another hub
    hub.clock.advance(minute);
    serving.look_at_the_clock();
  }
  hub.clock.advance(hour);
  lt::sync::ServingTimes next(opened, hub.clock);
  for (int i = 0; i < 60; ++i) {
    next.look_at_the_clock();
    hub.clock.advance(minute);
  }
  next.note();
  store::Reader reader = opened.reader();
  const SyncStatus status = compute(read_source({flows, {}, {}}, reader, day, hub.clock.now()));
  REQUIRE(status.outages.has_value());
  REQUIRE(status.outages->size() == 1);
  CHECK(status.out_of_service() == hour);
  CHECK(status.availability.measured == 4 * hour);
  CHECK(status.availability.available == 3 * hour);
  const auto& parts = status.systems.at(0).by_part;
  REQUIRE(parts.size() == 24);
  CHECK(parts[1].available == hour);
  CHECK(parts[2].available == 0);
  CHECK(parts[2].measured == hour);
  CHECK(parts[3].available == hour);
  CHECK(parts[5].measured == 0);
}
