// From a choice of letters to runs, a flow after the other.
#include "app/replaying.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace lt::app {
namespace {

using Ids = std::vector<std::int64_t>;

// Of the flow's letters that still wait.
std::vector<store::DeadLetter> waiting(store::Reader& reader, std::span<const std::int64_t> ids) {
  std::vector<store::DeadLetter> letters;
  letters.reserve(ids.size());
  for (const auto id : ids) {
    auto letter = reader.dead_letter(id);
    if (letter && letter->state == store::LetterState::waiting) letters.push_back(std::move(*letter));
  }
  return letters;
}

class Replaying {
 public:
  Replaying(const ReplayPlace& place, int rate, const ReplayListener& listener, const std::stop_token& stop)
      : place_(place), listener_(listener), stop_(stop), pace_(sync::real_pace(rate, stop)) {}

  void flow(const std::string& name, const Ids& ids) {
    const sync::FlowDefinition& flow = place_.configuration.flow(name);
    if (flow.direction == sync::Direction::out) return out(flow, ids);
    if (flow.direction == sync::Direction::in) return in(flow, ids);
    // What the hub concludes is made of its own rows: all of them are read again, known ones cost a look-up.
    tell(flow,
         place_.runner.run(flow, place_.store, {.trigger = "replay", .from_the_start = true, .progress = {}}, stop_));
    came_to(ids.size());
  }

 private:
  // Stretch by stretch; passes over letters that no key opens.
  void in(const sync::FlowDefinition& flow, std::span<const std::int64_t> ids) {
    store::Reader reader = place_.store.reader();
    std::string unreadable;
    const auto next = [&](std::size_t most) {
      std::vector<store::DeadLetter> letters;
      while (letters.empty() && !ids.empty()) {
        const auto taken = ids.first(std::min(most, ids.size()));
        ids = ids.subspan(taken.size());
        letters = waiting(reader, taken);
        std::erase_if(letters, [&](const store::DeadLetter& letter) {
          if (!letter.unreadable.empty()) unreadable = letter.unreadable;
          return !letter.unreadable.empty();
        });
        came_to(taken.size());
      }
      return letters;
    };
    tell(flow,
         sync::replay_in(flow, place_.configuration.mappings().in(flow.mapping), next, place_.store, pace_, stop_));
    if (!unreadable.empty() && listener_.unreadable) listener_.unreadable(unreadable);
  }

  // A run a stretch: what is not its turn yet stays a letter, whatever happens meanwhile.
  void out(const sync::FlowDefinition& flow, std::span<const std::int64_t> ids) {
    store::Reader reader = place_.store.reader();
    while (!ids.empty() && !stop_.stop_requested()) {
      const auto taken = ids.first(std::min(pace_.at_once(), ids.size()));
      ids = ids.subspan(taken.size());
      sync::requeue_out(flow, waiting(reader, taken), place_.store, place_.clock);
      const sync::RunResult result =
          place_.runner.run(flow, place_.store, {.trigger = "replay", .progress = {}}, stop_);
      came_to(taken.size());
      tell(flow, result);
      if (result.error) return;
      if (!ids.empty()) pace_.wait(pace_.time_of(taken.size()));
    }
  }

  void tell(const sync::FlowDefinition& flow, const sync::RunResult& result) const {
    if (listener_.run) listener_.run(flow, result);
  }
  void came_to(std::size_t letters) {
    done_ += static_cast<std::int64_t>(letters);
    if (listener_.came_to) listener_.came_to(done_);
  }

  const ReplayPlace& place_;
  const ReplayListener& listener_;
  const std::stop_token& stop_;
  sync::Pace pace_;
  std::int64_t done_ = 0;
};

}  // namespace

ReplayPlan plan_replay(const ReplayOrder& order, const Configuration& configuration, store::Reader& reader) {
  for (const auto id : order.choice.ids) require_readable(letter_of(reader, id));
  const Ids ids = chosen(order.choice, configuration, reader);
  ReplayPlan flows;
  if (ids.empty()) return flows;
  if (order.choice.ids.empty() && !order.everywhere) {  // a flow's or a cause's are of one flow
    flows[letter_of(reader, ids.front()).flow] = ids;
    return flows;
  }
  std::set<std::int64_t> taken;
  for (const auto id : ids) {
    const store::DeadLetter letter = letter_of(reader, id);
    if (taken.insert(id).second) flows[letter.flow].push_back(id);
    if (!order.everywhere || letter.row == 0) continue;
    for (const auto& other : reader.dead_letters({.row = letter.row}))
      if (taken.insert(other.id).second) flows[other.flow].push_back(other.id);
  }
  return flows;
}

void replay_letters(const ReplayPlan& plan, const ReplayPlace& place, int rate, const ReplayListener& listener,
                    const std::stop_token& stop) {
  Replaying replaying(place, rate, listener, stop);
  for (const auto& [name, ids] : plan)
    if (!stop.stop_requested()) replaying.flow(name, ids);
}

}  // namespace lt::app
