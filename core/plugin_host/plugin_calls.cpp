// The calls of a plugin that is part of this process: its table.
#include "plugin_host/plugin_calls.hpp"

#include "plugin_host/plugin.hpp"
#include "plugin_host/runner_calls.hpp"

namespace lt::plugin_host {
namespace {

class CallsHere : public PluginCalls {
 public:
  explicit CallsHere(const lt_plugin& table) : table_(table) {}
  ~CallsHere() override {
    if (session_) table_.close(session_);
  }
  CallsHere(const CallsHere&) = delete;

  bool has_session() const override { return session_ != nullptr; }
  lt_status open(const Asked& asked, lt_bytes settings) override {
    return table_.open(asked.host, settings, &session_);
  }
  lt_status check(const Asked& asked) override { return table_.check(session_, asked.host); }
  lt_status streams(const Asked& asked, const lt_sink& sink) override {
    return table_.streams(session_, asked.host, &sink);
  }
  lt_status read(const Asked& asked, lt_bytes stream, lt_bytes state) override {
    return table_.read(session_, asked.host, stream, state);
  }
  lt_status write(const Asked& asked, lt_bytes stream, const lt_record* records, std::size_t count) override {
    return table_.write(session_, asked.host, stream, records, count);
  }
  lt_status receive(const Asked& asked, const lt_request& request, const lt_reply& reply) override {
    return table_.receive(session_, asked.host, &request, &reply);
  }
  lt_status call(const Asked& asked, lt_bytes operation, lt_bytes input, const lt_sink& sink) override {
    return table_.call(session_, asked.host, operation, input, &sink);
  }

 private:
  const lt_plugin& table_;
  lt_session* session_ = nullptr;
};

}  // namespace

std::unique_ptr<PluginCalls> make_calls(const Plugin& plugin) {
  if (plugin.runner()) return make_runner_calls(plugin);
  return std::make_unique<CallsHere>(plugin.table());
}

}  // namespace lt::plugin_host
