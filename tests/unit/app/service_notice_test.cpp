// Promises of what the service manager is told.
#include "app/service_notice.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <filesystem>

using lt::app::ServiceNotice;

namespace {

// A service manager's end: a datagram socket under a path, or an abstract name behind '@'.
class Manager {
 public:
  explicit Manager(std::string name) : name_(std::move(name)), handle_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name_.data(), name_.size());
    if (name_.front() == '@') address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    REQUIRE(bind(handle_, reinterpret_cast<sockaddr*>(&address), size) == 0);
  }
  ~Manager() {
    close(handle_);
    if (name_.front() != '@') std::filesystem::remove(name_);
  }

  std::string heard() const {
    char buffer[512];
    const auto got = recv(handle_, buffer, sizeof buffer, MSG_DONTWAIT);
    return got > 0 ? std::string(buffer, static_cast<std::size_t>(got)) : std::string();
  }

 private:
  std::string name_;
  int handle_;
};

std::string unique(const char* before) { return before + std::to_string(getpid()); }

}  // namespace

TEST_CASE("the service manager hears each state by a path and by an abstract name") {
  for (const std::string& name : {unique("/tmp/lt_notice_"), unique("@lt_notice_")}) {
    const Manager manager(name);
    const ServiceNotice notice(name);
    notice.ready("serving 3 flows");
    CHECK(manager.heard() == "READY=1\nSTATUS=serving 3 flows");
    notice.reloading();
    CHECK(manager.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    notice.alive();
    CHECK(manager.heard() == "WATCHDOG=1");
    notice.stopping();
    CHECK(manager.heard() == "STOPPING=1");
  }
}

TEST_CASE("who takes the service manager's socket leaves it to no child") {
  const std::string name = unique("@lt_notice_of_child_");
  const Manager manager(name);
  setenv("NOTIFY_SOCKET", name.c_str(), 1);
  const ServiceNotice notice;
  CHECK(getenv("NOTIFY_SOCKET") == nullptr);
  notice.alive();
  CHECK(manager.heard() == "WATCHDOG=1");
}

TEST_CASE("without a service manager nothing is told, and nothing fails") {
  unsetenv("NOTIFY_SOCKET");
  ServiceNotice().ready("serving");
  ServiceNotice(unique("/tmp/nobody_listens_")).alive();
  ServiceNotice(std::string(200, 'x')).alive();
}
