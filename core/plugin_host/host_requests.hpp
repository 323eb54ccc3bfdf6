// What a plugin in a runner asks of its host, done with the very table that a plugin in this process would use.
#pragma once

#include "runner/wire.hpp"

#include <lienthong/plugin.h>

#include <functional>
#include <set>

namespace lt::plugin_host {

// The running call, for one thread.
struct Desk {
  const lt_host* host;
  runner::Channel& channel;
  const lt_sink* sink = nullptr;    // of streams() and call()
  const lt_reply* reply = nullptr;  // of receive()
  std::function<void()> stop;       // the plugin has to be told that nothing counts any more
  std::function<void()> hold;       // throws where it has gone on for too long since then
  std::set<std::int64_t>& connections;
  int questions = 0;  // to `answers` that wait for one another
};

// Serves until a message of this kind comes, or `threw`. Throws what the channel throws, Broken for a message that is
// none of a plugin's.
runner::Frame serve_until(Desk& desk, runner::Kind last);

}  // namespace lt::plugin_host
