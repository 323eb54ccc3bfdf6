// What changes in the hub, told to whoever listens and may know it, each by a stream of server-sent events.
#pragma once

#include "access/roles.hpp"
#include "api/stream.hpp"
#include "base/clock.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace lt::app {

struct Event {
  std::string name;                  // flow, run, letters, job, review
  std::vector<std::string> systems;  // that it is about; told to those who see all of them
  boost::json::object data;
  access::Right right = access::Right::look;
};

// How things stand, by what each is about: what became different is told.
using Present = std::map<std::string, Event>;

// Thread-safe.
class Events {
 public:
  static constexpr std::size_t most_listeners = 64;

  // `present` is asked only while somebody listens. What it uses, and the clock, outlive the events.
  Events(const Clock& clock, std::function<Present()> present);

  // From now on; who has read the resources behind it misses nothing. `still`: whether he may go on listening, asked
  // with each heartbeat. Throws Error unavailable where most_listeners do already.
  std::shared_ptr<api::Stream> listen(const access::Identity& who, std::function<bool()> still);
  void tell(const Event& event);
  // Tells what became different since the last look; to be called about every second.
  void look();
  // A sign of life every 15 s, and the end of listeners that may not go on or do not read; as often.
  void look_at_the_clock();
  void end();

 private:
  struct Listener {
    access::Identity who;
    std::function<bool()> still;
    std::shared_ptr<api::Stream> stream;
  };
  void put(const Event& event);
  void forget_ended();

  const Clock& clock_;
  const std::function<Present()> present_;
  std::mutex mutex_;  // of all below
  std::vector<Listener> listeners_;
  Present told_;
  Milliseconds last_beat_ = 0;
  bool over_ = false;
};

}  // namespace lt::app
