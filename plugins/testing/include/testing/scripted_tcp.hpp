// A peer on the other end of a connection that answers bytes with bytes.
#pragma once

#include "plugin_host/tcp_transport.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_testing {

// For each connection, `peer` gets what the connector wrote and gives what it reads next; a peer that gives nothing
// lets a read time out at once. Thread-safe as far as `peer` is.
class ScriptedTcp : public plugin_host::TcpTransport {
 public:
  using Peer = std::function<std::string(std::string_view written)>;

  void answer_with(Peer peer);
  void refuse(std::string message);  // connect() fails as unavailable from now on
  std::vector<plugin_host::TcpTarget> targets() const;

  std::unique_ptr<plugin_host::TcpConnection> connect(const plugin_host::TcpTarget& target,
                                                      std::stop_token stop) override;

 private:
  mutable std::mutex mutex_;
  Peer peer_ = [](std::string_view) { return std::string(); };
  std::string refusal_;
  std::vector<plugin_host::TcpTarget> targets_;
};

}  // namespace lt::plugin_testing
