// Dead letters sent again in their original order, through today's mapping, at a pace: what command and API share.
#pragma once

#include "app/flow_runner.hpp"
#include "app/letters.hpp"
#include "sync/pace.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::app {

struct ReplayOrder {
  LetterChoice choice;
  int rate = sync::usual_rate;  // a second, up to sync::highest_rate
  bool everywhere = false;      // also those of the same rows that wait on the way to other systems
};

// Letters by flow, in their order.
using ReplayPlan = std::map<std::string, std::vector<std::int64_t>>;

// Throws Error misconfigured where a letter that was named is none, does not wait, or cannot be read.
ReplayPlan plan_replay(const ReplayOrder& order, const Configuration& configuration, store::Reader& reader);

struct ReplayPlace {
  const Configuration& configuration;
  const FlowRunner& runner;
  store::Store& store;
  const Clock& clock;
};

// Who hears of it; called on the replay's thread. What is not set is not told.
struct ReplayListener {
  std::function<void(const sync::FlowDefinition&, const sync::RunResult&)> run = {};  // one ended
  std::function<void(const std::string& why)> unreadable = {};  // some letters of a flow no key opens
  std::function<void(std::int64_t letters)> came_to = {};       // so many of the plan's have had their turn
};

// Returns when every flow's letters have had their turn, or soon after a stop; what was not its turn stays a letter.
void replay_letters(const ReplayPlan& plan, const ReplayPlace& place, int rate, const ReplayListener& listener,
                    const std::stop_token& stop);

}  // namespace lt::app
