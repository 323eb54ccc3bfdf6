// Telling the service manager how the hub stands: sd_notify(3)'s protocol, one datagram a message.
#pragma once

#include <string>
#include <string_view>

namespace lt::app {

// Silent where nobody asked for it (no NOTIFY_SOCKET) or listens. Thread-safe.
class ServiceNotice {
 public:
  // Takes NOTIFY_SOCKET out of the environment, so that no child speaks in the hub's name.
  ServiceNotice();
  explicit ServiceNotice(std::string socket) : socket_(std::move(socket)) {}

  void ready(std::string_view status) const;  // after start and after each reload
  void reloading() const;
  void stopping() const;
  void alive() const;  // again and again within WatchdogSec

 private:
  void send(std::string_view message) const;

  std::string socket_;  // a path, or an abstract name behind '@'; empty: nobody listens
};

}  // namespace lt::app
