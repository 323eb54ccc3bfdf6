// Connections without sockets.
#include "testing/scripted_tcp.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstring>

namespace lt::plugin_testing {
namespace {

class ScriptedConnection : public plugin_host::TcpConnection {
 public:
  explicit ScriptedConnection(ScriptedTcp::Peer peer) : peer_(std::move(peer)) {}

  std::size_t read(char* buffer, std::size_t capacity, std::chrono::milliseconds, std::stop_token stop) override {
    if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while reading");
    const std::size_t count = std::min(capacity, waiting_.size());
    std::memcpy(buffer, waiting_.data(), count);
    waiting_.erase(0, count);
    return count;
  }
  void write(std::string_view bytes, std::chrono::milliseconds, std::stop_token stop) override {
    if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while writing");
    waiting_ += peer_(bytes);
  }

 private:
  ScriptedTcp::Peer peer_;
  std::string waiting_;
};

}  // namespace

void ScriptedTcp::answer_with(Peer peer) {
  const std::lock_guard lock(mutex_);
  peer_ = std::move(peer);
}

void ScriptedTcp::refuse(std::string message) {
  const std::lock_guard lock(mutex_);
  refusal_ = std::move(message);
}

std::vector<plugin_host::TcpTarget> ScriptedTcp::targets() const {
  const std::lock_guard lock(mutex_);
  return targets_;
}

std::unique_ptr<plugin_host::TcpConnection> ScriptedTcp::connect(const plugin_host::TcpTarget& target,
                                                                 std::stop_token stop) {
  if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped before connecting");
  const std::lock_guard lock(mutex_);
  targets_.push_back(target);
  if (!refusal_.empty()) throw Error(ErrorKind::unavailable, refusal_);
  return std::make_unique<ScriptedConnection>(peer_);
}

}  // namespace lt::plugin_testing
