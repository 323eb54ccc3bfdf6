// lienthong-runner: one connector in a process of its own, started by the hub and by nobody else.
#include "confinement.hpp"
#include "served_plugin.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

namespace {

using namespace lt::runner;

void wait_for(short events) {
  pollfd wanted{.fd = socket_descriptor, .events = events, .revents = 0};
  while (poll(&wanted, 1, -1) < 0 && errno == EINTR) {
  }
}

std::vector<std::string> read_paths(Fields& fields) {
  std::vector<std::string> paths(fields.count(sizeof(std::int64_t)));
  for (auto& path : paths) path = fields.text();
  return paths;
}

void serve(Channel& channel) {
  const Frame first = channel.receive();
  if (first.kind != Kind::start) throw Broken("the hub starts with something else");
  Fields fields(first.payload);
  const std::string library(fields.text());
  Allowance allowance;
  allowance.memory_bytes = static_cast<std::size_t>(fields.number());
  allowance.readable = read_paths(fields);
  allowance.writable = read_paths(fields);
  std::string open_doors;
  for (const auto& door : confine(allowance)) open_doors += (open_doors.empty() ? "" : "; ") + door;

  ServedPlugin plugin(channel);
  plugin.load(library, open_doors);
  while (plugin.serve(channel.receive())) {
  }
}

}  // namespace

int main() {
  int kind = 0;
  socklen_t size = sizeof(kind);
  if (getsockopt(socket_descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) != 0) {
    std::fputs("lienthong-runner is started by lienthong, for systems with `isolation: process`\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  Channel channel(wait_for, socket_descriptor);
  try {
    serve(channel);
  } catch (const Closed&) {
    _exit(0);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    std::fflush(stderr);
    _exit(1);
  }
  _exit(0);  // what a connector does at the end of a process is its own affair and nobody waits for it
}
