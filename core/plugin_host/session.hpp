// One system as configured, behind its connector: the calls that the hub makes, with the host's services around them.
#pragma once

#include "base/clock.hpp"
#include "plugin_host/answers.hpp"
#include "plugin_host/call_error.hpp"
#include "plugin_host/egress.hpp"
#include "plugin_host/http_transport.hpp"
#include "plugin_host/plugin.hpp"
#include "plugin_host/secrets.hpp"
#include "plugin_host/sinks.hpp"
#include "plugin_host/tcp_transport.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spdlog {
class logger;
}

namespace lt::plugin_host {

// How one system is reached: the `network` part of its configuration.
struct NetworkOptions {
  TlsOptions tls;
  std::string proxy;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds timeout{60'000};
  std::size_t max_body_bytes = 64u << 20;
  std::set<std::string> egress;  // hosts beside those that the settings name
};

// What all sessions share; all of it outlives them and is thread-safe.
struct Services {
  HttpTransport& http;
  TcpTransport& tcp;
  const Secrets& secrets;
  const Clock& clock;
  spdlog::logger* log = nullptr;  // null: the program's default
  // Returns after the time or when `stop` is asked; empty: really waits. For tests that own time.
  std::function<void(std::chrono::milliseconds, std::stop_token)> wait = {};
};

// What a session is of.
struct SystemOptions {
  std::string name;           // as configured: "national_vaccination"
  std::string settings_json;  // one JSON object that fits the connector's schema
  NetworkOptions network;
  std::shared_ptr<Answers> answers = nullptr;  // what it may look up; null: nothing
};

struct StreamInfo {
  std::string name;
  bool readable = false;
  bool writable = false;
  std::vector<std::string> key;  // JSON pointers inside a record
  std::string title;             // empty where the connector gives none
  std::string schema;            // JSON Schema of a record; empty where it gives none
};

enum class Operation { upsert, erase };

struct OutRecord {
  std::string_view json;
  std::string_view key;
  std::string_view idempotency_key;
  std::string_view remote_id;  // what accept() gave before, or empty
  Operation operation = Operation::upsert;
  int attempt = 1;
};

// A request of the system to the hub, and its answer.
struct IncomingRequest {
  std::string_view stream;
  std::string_view method;
  std::string_view target;  // path and query as they came
  std::vector<HttpHeader> headers;
  std::string_view body;
  std::string_view remote_address;
};
struct Reply {
  int status = 204;
  std::vector<HttpHeader> headers;
  std::string body;
};

// One thread at a time; different sessions in parallel. Every function throws CallError with the kind of the plugin's
// status and its explanation (secrets hidden), or what a sink threw, and CallError cancelled soon after `stop` is
// asked. A plugin that breaks the contract (a result twice, an index out of range, ok without a result for each record,
// an unknown status, a role that it does not have) gives CallError failed that says which rule.
class Session {
 public:
  // Opens; throws CallError (misconfigured: the plugin refuses its settings).
  Session(std::shared_ptr<const Plugin> plugin, SystemOptions options, Services services);
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) = delete;

  // Reaches the system and changes nothing there.
  void check(std::stop_token stop);
  std::vector<StreamInfo> streams(std::stop_token stop);
  // Emits what changed since `state` (empty: everything).
  void read(std::string_view stream, std::string_view state, ReadSink& sink, std::stop_token stop);
  // Each record gets one accept or reject when this returns. When it throws, those without a result are not known to
  // have arrived: write them again.
  void write(std::string_view stream, std::span<const OutRecord> records, WriteSink& sink, std::stop_token stop);
  // The reply may be sent after what `sink` got is stored.
  Reply receive(const IncomingRequest& request, ReadSink& sink, std::stop_token stop);
  // One JSON document for another.
  std::string call(std::string_view operation, std::string_view input_json, std::stop_token stop);

  const Plugin& plugin() const;
  const std::string& system() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::plugin_host
