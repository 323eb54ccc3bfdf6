// A system that sends, in memory behind the real plugin line, with a store, a mapping and hooks.
#pragma once

#include "api/hooks.hpp"
#include "mapping/mappings.hpp"
#include "model/entity.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace lt::api::test {

// The connector emits {"records": […]} of a body with keys at /id into the stream it came to; the header X-Do makes it
// "deny", "fail", "wait" (unavailable, 7 s), "misconfigure", "reject" (the body is no record) or "reply" (201).
class World {
 public:
  explicit World(std::int64_t store_size = 0);
  ~World();

  FixedClock clock{1'790'000'000'000};

  Response post(const std::string& path, const std::string& body, const std::string& what = "");
  Hooks& hooks() { return *hooks_; }
  store::Store& store() { return *store_; }
  std::int64_t people();
  std::vector<store::Run> runs();
  bool paused = false;  // the flow, by a person
  int changes = 0;      // how often the hooks said that rows changed

 private:
  std::filesystem::path folder_;
  Violations violations_;
  model::Model model_;
  mapping::ReferenceTables tables_;
  std::unique_ptr<mapping::Mappings> mappings_;
  std::optional<store::Store> store_;
  std::optional<sync::FlowDefinition> flow_;
  struct Outside;
  std::unique_ptr<Outside> outside_;
  std::unique_ptr<Hooks> hooks_;
};

// How many requests the connector has looked at, of every world.
std::atomic<int>& looked_at();

// {"records":[{"id":…,"name":…}, …]} of "1:An".
std::string body_of(const std::vector<std::string>& people);

}  // namespace lt::api::test
