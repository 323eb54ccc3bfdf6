// Promises of what a hub that comes back knows of the runs before.
#include "app/last_starts.hpp"

#include "model/entity.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

using namespace lt;

namespace {

// A store in a folder that goes with the test.
class World {
 public:
  World() : folder_(make_folder()) { open(); }
  ~World() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  store::Store& store() { return *store_; }
  // Leaves runs under way behind, as a crash does.
  void reopen() {
    store_.reset();
    open();
  }
  store::RunId begin(const std::string& flow) {
    clock_.advance(1'000);
    auto transaction = store_->begin();
    const auto run = transaction.begin_run(flow, store::Direction::in, "schedule");
    transaction.commit();
    return run;
  }
  void run(const std::string& flow, store::RunState state) {
    const auto run = begin(flow);
    auto transaction = store_->begin();
    transaction.end_run(run, state, {}, {});
    transaction.commit();
  }
  Milliseconds now() const { return clock_.now(); }

 private:
  static std::filesystem::path make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lt_last_starts_XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    return pattern;
  }
  void open() { store_.emplace(store::Store::open({.path = folder_ / "hub.db"}, model_, clock_)); }

  std::filesystem::path folder_;
  model::Model model_;
  FixedClock clock_{1'790'000'000'000};
  std::optional<store::Store> store_;
};

// Keeps what the definitions' YAML nodes point to.
struct Flows {
  explicit Flows(const std::vector<std::string>& names) {
    for (const auto& name : names) {
      const std::string text = "flow: " + name + "\ndirection: in\nsystem: s\nstream: s\nmapping: m\n";
      list.push_back(sync::FlowDefinition::read(YamlNode::parse(text, name + ".yaml", violations)));
    }
  }
  Violations violations;
  std::vector<sync::FlowDefinition> list;
};

}  // namespace

TEST_CASE("a run that went through or failed is whole, one that a crash or a stop ended is cut off") {
  World world;
  world.run("through", store::RunState::succeeded);
  world.run("failed", store::RunState::failed);
  world.run("stopped", store::RunState::cancelled);
  world.begin("crashed");
  world.begin("crashed and found out");
  world.reopen();
  world.run("crashed and found out", store::RunState::succeeded);
  const Flows flows({"through", "failed", "stopped", "crashed", "crashed and found out", "never run"});
  const auto last = app::LastStarts(flows.list, world.store()).load();
  CHECK(last.size() == 5);
  CHECK_FALSE(last.at("through").cut_off);
  CHECK_FALSE(last.at("failed").cut_off);
  CHECK(last.at("stopped").cut_off);
  CHECK(last.at("crashed").cut_off);
  CHECK_FALSE(last.at("crashed and found out").cut_off);
  CHECK(last.at("crashed and found out").at == world.now());
}

TEST_CASE("however often a flow was cut off, its last run alone counts") {
  World world;
  world.run("portal", store::RunState::succeeded);
  for (int i = 0; i < 20; ++i) {
    world.begin("portal");
    world.reopen();
  }
  const Flows flows({"portal"});
  auto last = app::LastStarts(flows.list, world.store()).load();
  CHECK(last.at("portal").cut_off);
  CHECK(last.at("portal").at == world.now());
  world.run("portal", store::RunState::succeeded);
  last = app::LastStarts(flows.list, world.store()).load();
  CHECK_FALSE(last.at("portal").cut_off);
}
