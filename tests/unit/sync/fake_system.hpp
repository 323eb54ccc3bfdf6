// A partner system in memory behind the real plugin line, a small configuration and a store: what runs need.
#pragma once

#include "base/clock.hpp"
#include "mapping/mappings.hpp"
#include "model/entity.hpp"
#include "plugin_host/session.hpp"
#include "store/store.hpp"
#include "sync/in_run.hpp"
#include "sync/out_run.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace lt::sync::test {

// One record that arrived at the system.
struct Arrived {
  std::string json;
  std::string key;
  std::string idempotency_key;
  bool erase = false;
  int attempt = 1;
};

// What the system does, set by the test; the connector asks it through one global, so one world at a time.
struct FakeSystem {
  std::vector<std::string> pages;                // bodies with records under /items, key /id
  std::function<void(std::size_t page)> before;  // may throw what a connector throws
  // Empty text accepts; "transient", "permanent" or "dead destination" do what they say.
  std::function<std::string(const Arrived&)> judge;
  std::vector<Arrived> arrived;
  std::vector<std::size_t> batch_sizes;
  std::vector<std::string> results;  // written to the stream "results"
  std::vector<std::string> start_states;
};

// A model of one entity `person` (citizen_id, name, phone), one mapping each way, one flow each way.
class World {
  std::filesystem::path folder_;
  Violations violations_;

 public:
  World();
  ~World();

  FakeSystem system;
  FixedClock clock{1'790'000'000'000};
  FlowDefinition in_definition;
  FlowDefinition out_definition;

  RunResult read(InRunOptions options = {}, std::stop_token stop = {});
  RunResult write(std::stop_token stop = {});
  InFlow in();
  OutFlow out();
  store::Store& store() { return *store_; }
  void reopen();
  // Keeps to an empty PostgreSQL database from now on.
  void keep_in(const std::string& store_url);
  std::string dump();
  std::vector<store::DeadLetter> letters(store::LetterState state = store::LetterState::waiting);
  const model::Model& model() const { return model_; }
  const mapping::Mappings& mappings() const { return *mappings_; }
  std::shared_ptr<const mapping::InMapping> in_mapping() const { return mappings_->in("people"); }

 private:
  model::Model model_;
  mapping::ReferenceTables tables_;
  std::unique_ptr<mapping::Mappings> mappings_;
  std::string store_url_;
  std::optional<store::Store> store_;
  std::unique_ptr<plugin_host::HttpTransport> http_;
  std::unique_ptr<plugin_host::TcpTransport> tcp_;
  std::unique_ptr<plugin_host::Secrets> secrets_;
  std::unique_ptr<plugin_host::Session> session_;
};

// {"items":[{"id":"1","number":"…","name":"…","phone":"…"}]} for the given people, "number:name:phone" each.
std::string page_of(const std::vector<std::string>& people);
std::string record_of(const std::string& person);

// A second later the system holds these people, and all of them are read.
void give(World& world, const std::vector<std::string>& people);

}  // namespace lt::sync::test
