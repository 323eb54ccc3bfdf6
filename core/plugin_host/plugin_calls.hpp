// The plugin's side of one session, wherever it runs: statuses, sinks and threads as in lienthong/plugin.h.
#pragma once

#include <lienthong/plugin.h>

#include <memory>
#include <stop_token>

namespace lt::plugin_host {

class Plugin;

// For whom a call is made.
struct Asked {
  const lt_host* host;
  const std::stop_token& stop;
};

// Functions throw what the plugin let out.
class PluginCalls {
 public:
  virtual ~PluginCalls() = default;  // closes the session
  virtual bool has_session() const = 0;
  virtual lt_status open(const Asked& asked, lt_bytes settings) = 0;
  virtual lt_status check(const Asked& asked) = 0;
  virtual lt_status streams(const Asked& asked, const lt_sink& sink) = 0;
  virtual lt_status read(const Asked& asked, lt_bytes stream, lt_bytes state) = 0;
  virtual lt_status write(const Asked& asked, lt_bytes stream, const lt_record* records, std::size_t count) = 0;
  virtual lt_status receive(const Asked& asked, const lt_request& request, const lt_reply& reply) = 0;
  virtual lt_status call(const Asked& asked, lt_bytes operation, lt_bytes input, const lt_sink& sink) = 0;
};

// In this process, or in the plugin's runner where it has one. The plugin outlives what it gives.
std::unique_ptr<PluginCalls> make_calls(const Plugin& plugin);

}  // namespace lt::plugin_host
