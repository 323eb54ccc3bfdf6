// The host as a plugin in a runner sees it: each function is a message to the hub, which alone checks and does it.
#pragma once

#include "runner/wire.hpp"

#include <lienthong/answers.h>
#include <lienthong/plugin.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lt::runner {

class HostStub {
 public:
  explicit HostStub(Channel& channel);
  HostStub(const HostStub&) = delete;

  const lt_host* table() const { return &table_; }
  void has_answers(bool value) { has_answers_ = value; }
  // Around each function of the session: only in between, and only on this thread, may the host be used.
  void begin();
  void end();

  // For the functions of the tables. ----------------------------------------------------------------------------------
  bool cancelled() const;
  // Whether the hub has said that nothing counts any more, or has been told that the plugin knows it.
  bool told_cancelled() const { return told_cancelled_; }
  lt_status tell_unless_cancelled(const char* function, const Message& message);
  const lt_answers* answers() const { return has_answers_ ? &answers_ : nullptr; }
  // Sends and goes on. LT_FAILED, and a line in the log, outside of a call or on another thread.
  lt_status tell(const char* function, const Message& message, bool now = true);
  // The same and waits; `take(fields)` reads what follows the status.
  template <class Take>
  lt_status ask(const char* function, const Message& message, Take&& take) {
    if (tell(function, message) != LT_OK) return LT_FAILED;
    return answered([&](Fields& fields) { take(fields); });
  }
  void log(lt_log_level level, lt_bytes message);
  lt_status walk(const lt_answers_query& query, const lt_sink& sink);

  std::deque<std::string> kept;  // given out, valid until the call ends
  std::string response;          // the latest of http()
  std::vector<lt_header> response_headers;

 private:
  lt_status answered(const std::function<void(Fields&)>& take);

  Channel& channel_;
  lt_host table_;
  lt_answers answers_;
  bool has_answers_ = false;
  std::atomic<bool> running_ = false;
  std::atomic<std::thread::id> thread_;
  std::atomic<bool> told_cancelled_ = false;
  std::mutex sending_;  // log() comes from any thread
};

// The table with every function set; `self` is the stub.
lt_host make_stub_table(HostStub& stub);

inline std::string_view view(lt_bytes text) { return {text.data, text.size}; }

}  // namespace lt::runner
