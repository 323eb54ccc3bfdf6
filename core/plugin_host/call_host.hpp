// The host's side of the plugin line: the services that a plugin may ask for, and what it did in the running call.
#pragma once

#include "plugin_host/session.hpp"

#include <lienthong/answers.h>
#include <lienthong/plugin.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lt::plugin_host {

inline std::string_view view(lt_bytes text) { return {text.data, text.size}; }
inline lt_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }
lt_status status_of(ErrorKind kind);

// One call as it runs: what the plugin may use, what it has done, why it is about to fail.
struct Call {
  std::string_view name;  // "read", for messages
  std::stop_token stop;
  ReadSink* read_sink = nullptr;
  WriteSink* write_sink = nullptr;
  bool may_checkpoint = false;
  std::vector<char> settled = {};  // one a record of a write: 1 when it has its result

  std::thread::id thread = std::this_thread::get_id();
  std::atomic<bool> told_cancelled = false;  // read by cancelled() of any thread
  std::exception_ptr sink_error = nullptr;
  std::string violation = {};    // the first rule of the contract that the plugin broke
  std::string explanation = {};  // the plugin's, or that of the host's function that failed last
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;
  std::deque<std::string> secrets = {};  // given out, valid as long as the call
  HttpResponse response = {};            // the latest
  std::vector<lt_header> response_headers = {};
};

// Belongs to one session. Its table outlives the calls, so that a plugin that kept it is noticed instead of crashing.
class CallHost {
 public:
  CallHost(std::shared_ptr<const Plugin> plugin, SystemOptions options, Services services);
  CallHost(const CallHost&) = delete;

  const lt_host* table() const { return &table_; }
  const Plugin& plugin() const { return *plugin_; }
  const SystemOptions& options() const { return options_; }

  void begin(Call& call) { call_.store(&call); }
  void abandon() { call_.store(nullptr); }  // an exception came out of the plugin
  // Judges what the plugin returned and did; throws CallError or what a sink threw.
  void end(Call& call, lt_status status);
  [[noreturn]] void fail(ErrorKind kind, const std::string& message,
                         std::optional<std::chrono::milliseconds> retry_after = std::nullopt) const;

  // For the functions of the table. -----------------------------------------------------------------------------------
  // The running call, or null (and a line in the log) outside of one or on another thread than the call's.
  Call* call_here(std::string_view function);
  bool cancelled() const;
  // The extension, or null where the system's session was given no answers.
  const lt_answers* answers() const { return options_.answers ? &answers_ : nullptr; }
  void log(lt_log_level level, std::string_view message) const;
  std::int64_t now() const { return services_.clock.now(); }
  // Keeps the first one; the call will fail with it.
  static lt_status violate(Call& call, const std::string& rule);
  // These throw lt::Error.
  std::string_view secret(Call& call, std::string_view name);
  void http(Call& call, const lt_http_request& request, lt_http_response& response);
  void sleep(const Call& call, std::int64_t milliseconds) const;
  std::int64_t tcp_connect(const Call& call, const lt_tcp_target& target);
  TcpConnection& tcp(std::int64_t connection);
  void tcp_close(std::int64_t connection) { connections_.erase(connection); }

  // What the plugin says, for people: no secrets, no control characters, no more than they read.
  std::string readable(std::string_view text) const;

 private:
  std::string address() const;  // "system 'x' (connector y 1.0.0)"

  std::shared_ptr<const Plugin> plugin_;
  SystemOptions options_;
  Services services_;
  Egress egress_;
  std::vector<SecretName> secret_names_;
  Redactor redactor_;
  lt_host table_;
  lt_answers answers_;
  std::atomic<Call*> call_ = nullptr;
  std::map<std::int64_t, std::unique_ptr<TcpConnection>> connections_;
  std::int64_t next_connection_ = 1;
};

// The table with every function set; `self` is the host.
lt_host make_host_table(CallHost& host);
lt_answers make_answers_table(CallHost& host);

}  // namespace lt::plugin_host
