// A wire between the hub and what it speaks to, which the test can hold still, cut and slow down.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace lt::chaos {

// Passes bytes between a port of its own and another of 127.0.0.1, until destroyed. Every member may be called from any
// thread.
class Relay {
 public:
  // Throws std::runtime_error where there is no free port.
  explicit Relay(std::uint16_t to);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  std::uint16_t port() const;
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

  // Nothing passes any more, either way, and nothing is closed: what is left of a connection when the network is lost.
  // New connections are taken and are as silent.
  void freeze();
  void thaw();
  // Resets every connection that is open now.
  void cut();
  // Each piece waits so long before it is passed on.
  void delay(std::chrono::milliseconds time);
  // Bytes passed on to those who connected.
  std::uint64_t bytes_back() const;
  int connections() const;  // taken so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::chaos
