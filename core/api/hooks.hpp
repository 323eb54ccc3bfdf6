// What partner systems send to /hooks/<system>/<stream>: to their connector, and into their flow.
#pragma once

#include "api/message.hpp"
#include "base/clock.hpp"
#include "plugin_host/session.hpp"
#include "store/store.hpp"
#include "sync/receiver.hpp"

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lt::api {

// A flow with schedule {on_receive: true}; both outlive the hooks.
struct ReceivingFlow {
  const sync::FlowDefinition& definition;
  std::shared_ptr<const mapping::InMapping> mapping;
  std::function<bool()> paused = [] { return false; };  // by a person, for now; asked with each request
};

// A system whose connector receives.
struct ReceivingSystem {
  std::string name;
  std::function<plugin_host::Session()> open;
  std::vector<ReceivingFlow> flows;
};

// Any number of threads. Requests of one system wait for one another while the connector looks at them, since a session
// is one thread at a time, and those of one stream while they are stored: who only asks waits for nobody's batch.
class Hooks {
 public:
  // `changed` is called after canonical rows changed. Store and clock outlive it.
  Hooks(std::vector<ReceivingSystem> systems, store::Store& store, const Clock& clock, std::function<void()> changed);
  ~Hooks();  // as close()

  // Of /hooks/…; what was emitted is stored when this returns.
  Response answer(const Request& request, const std::stop_token& stop);
  // Closes runs that have been idle or open for long; to be called about every second.
  void look_at_the_clock();
  void close();

 private:
  struct System;
  Response receive(System& system, std::string_view stream, const Request& request, const std::stop_token& stop);

  store::Store& store_;
  const Clock& clock_;
  std::function<void()> changed_;
  std::map<std::string, std::unique_ptr<System>, std::less<>> systems_;
};

}  // namespace lt::api
