// The calls of a plugin that lives in a runner.
#pragma once

#include "plugin_host/plugin_calls.hpp"

#include <memory>

namespace lt::plugin_host {

// A call that finds no process starts one and opens the session again; one whose process ends, or oversteps its limits,
// fails and says how.
std::unique_ptr<PluginCalls> make_runner_calls(const Plugin& plugin);

}  // namespace lt::plugin_host
