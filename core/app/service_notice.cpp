// A Unix datagram socket for each message: they are few.
#include "app/service_notice.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace lt::app {
namespace {

constexpr const char* variable = "NOTIFY_SOCKET";

std::string monotonic_microseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace

ServiceNotice::ServiceNotice() {
  const char* named = std::getenv(variable);
  if (named != nullptr) socket_ = named;
  unsetenv(variable);
}

void ServiceNotice::ready(std::string_view status) const {
  std::string message = "READY=1\nSTATUS=";
  message += status;
  send(message);
}

void ServiceNotice::reloading() const { send("RELOADING=1\nMONOTONIC_USEC=" + monotonic_microseconds()); }

void ServiceNotice::stopping() const { send("STOPPING=1"); }

void ServiceNotice::alive() const { send("WATCHDOG=1"); }

void ServiceNotice::send(std::string_view message) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_.front() == '@') address.sun_path[0] = '\0';
  const int handle = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  (void)sendto(handle, message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
  close(handle);
}

}  // namespace lt::app
