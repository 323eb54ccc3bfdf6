// Two threads a connection, one each way; one that accepts.
#include "chaos/relay.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <cstring>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace lt::chaos {
class RelaySocket {
 public:
  explicit RelaySocket(int handle) : handle_(handle) {}
  ~RelaySocket() {
    if (handle_ >= 0) ::close(handle_);
  }
  RelaySocket(const RelaySocket&) = delete;
  RelaySocket& operator=(const RelaySocket&) = delete;
  int get() const { return handle_; }

 private:
  int handle_;
};

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int new_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

bool send_all(int to, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(to, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

// A connection that is taken back to "no address" sends a reset, whatever lies unsent. Kernels that refuse this while
// somebody reads from it (6.4, 6.5) close it in order.
void reset(const RelaySocket& socket) {
  sockaddr nobody{};
  nobody.sa_family = AF_UNSPEC;
  if (::connect(socket.get(), &nobody, sizeof nobody) != 0) ::shutdown(socket.get(), SHUT_RDWR);
}

}  // namespace

// Of the hub's side and the other's.
struct RelayPair {
  RelayPair(int near_handle, int far_handle) : near(near_handle), far(far_handle) {}
  void end() const {
    ::shutdown(near.get(), SHUT_RDWR);
    ::shutdown(far.get(), SHUT_RDWR);
  }

  const RelaySocket near;
  const RelaySocket far;
  bool cut = false;
};

struct Relay::State {
  explicit State(std::uint16_t target) : to(target), listening(new_socket()) {}

  const std::uint16_t to;
  const RelaySocket listening;
  std::uint16_t port = 0;
  mutable std::mutex mutex;
  std::condition_variable moved;
  // Under the mutex, as all below.
  bool frozen = false;
  bool ended = false;
  std::chrono::milliseconds wait{0};
  std::uint64_t back = 0;
  std::list<RelayPair> pairs;
  std::vector<std::thread> pumps;
  std::thread accepting;

  void listen();
  void accept();
  void join(int near);
  void pump(RelayPair& pair, bool towards_hub);
  bool may_pass(const RelayPair& pair);
};

void Relay::State::listen() {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  const bool open = listening.get() >= 0 && ::bind(listening.get(), raw, size) == 0 &&
                    ::listen(listening.get(), 64) == 0 && ::getsockname(listening.get(), raw, &size) == 0;
  if (!open) throw std::runtime_error(std::string("the relay has no port on 127.0.0.1: ") + std::strerror(errno));
  port = ntohs(address.sin_port);
}

void Relay::State::accept() {
  for (;;) {
    const int near = ::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (near < 0) return;
    join(near);
  }
}

void Relay::State::join(int near) {
  const int far = new_socket();
  const int yes = 1;
  for (const int side : {near, far}) ::setsockopt(side, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  const sockaddr_in address = loopback(to);
  const bool reached = ::connect(far, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const std::lock_guard lock(mutex);
  RelayPair& pair = pairs.emplace_back(near, far);
  if (!reached || ended) return pair.end();
  pumps.emplace_back([this, &pair] { pump(pair, false); });
  pumps.emplace_back([this, &pair] { pump(pair, true); });
}

// Waits as long as nothing may pass; false where the connection is no more.
bool Relay::State::may_pass(const RelayPair& pair) {
  std::unique_lock lock(mutex);
  const auto gone = [&] { return ended || pair.cut; };
  if (wait.count() > 0) moved.wait_for(lock, wait, gone);
  moved.wait(lock, [&] { return !frozen || gone(); });
  return !gone();
}

void Relay::State::pump(RelayPair& pair, bool towards_hub) {
  const int from = towards_hub ? pair.far.get() : pair.near.get();
  const int onto = towards_hub ? pair.near.get() : pair.far.get();
  std::array<char, 65536> bytes{};
  for (;;) {
    const ssize_t got = ::recv(from, bytes.data(), bytes.size(), 0);
    if (got < 0 || !may_pass(pair)) break;
    if (got == 0 || !send_all(onto, bytes.data(), static_cast<std::size_t>(got))) break;
    if (!towards_hub) continue;
    const std::lock_guard lock(mutex);
    back += static_cast<std::uint64_t>(got);
  }
  const std::lock_guard lock(mutex);
  if (!pair.cut) pair.end();
}

Relay::Relay(std::uint16_t to) : state_(std::make_unique<State>(to)) {
  state_->listen();
  state_->accepting = std::thread([this] { state_->accept(); });
}

Relay::~Relay() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ended = true;
    for (const RelayPair& pair : state_->pairs) pair.end();
  }
  state_->moved.notify_all();
  ::shutdown(state_->listening.get(), SHUT_RDWR);
  state_->accepting.join();
  for (std::thread& pump : state_->pumps) pump.join();
}

std::uint16_t Relay::port() const { return state_->port; }

void Relay::freeze() {
  const std::lock_guard lock(state_->mutex);
  state_->frozen = true;
}

void Relay::thaw() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->frozen = false;
  }
  state_->moved.notify_all();
}

void Relay::cut() {
  {
    const std::lock_guard lock(state_->mutex);
    for (RelayPair& pair : state_->pairs) {
      if (std::exchange(pair.cut, true)) continue;
      reset(pair.near);
      reset(pair.far);
    }
  }
  state_->moved.notify_all();
}

void Relay::delay(std::chrono::milliseconds time) {
  const std::lock_guard lock(state_->mutex);
  state_->wait = time;
}

std::uint64_t Relay::bytes_back() const {
  const std::lock_guard lock(state_->mutex);
  return state_->back;
}

int Relay::connections() const {
  const std::lock_guard lock(state_->mutex);
  return static_cast<int>(state_->pairs.size());
}

}  // namespace lt::chaos
