// Promises of reading the facts of a report from a store.
#include "report/store_source.hpp"

#include "sample.hpp"
#include "store/store.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace lt::report;
namespace store = lt::store;

namespace {

// A store of its own with an empty model.
struct Hub {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "lienthong_report_store";
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
