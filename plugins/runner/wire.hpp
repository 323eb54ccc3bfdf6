// What the hub and a runner say to each other over their socket: framed messages of numbers and texts, in the machine's
// own byte order, for both ends are one machine and one release.
#pragma once

#include <lienthong/plugin.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lt::runner {

// The descriptors that a runner is born with.
inline constexpr int socket_descriptor = 3;
inline constexpr int stop_descriptor = 4;  // an eventfd: readable once the running call shall stop

// A longer message ends the runner: what a connector gives at once must fit into the hub's memory many times over.
inline constexpr std::size_t longest_message = 256u << 20;

enum class Kind : std::uint32_t {
  // The hub asks.
  start = 1,
  open,
  close,
  check,
  streams,
  read,
  write,
  receive,
  call,
  // The runner answers.
  ready,
  refused,
  returned,
  threw,
  // The plugin uses its host and goes on.
  log,
  explain,
  emit,
  reject_record,
  accept,
  reject,
  progress,
  tcp_close,
  // The plugin uses its host and waits for `answer`.
  now,
  sleep,
  secret,
  http,
  tcp_connect,
  tcp_read,
  tcp_write,
  emit_page,
  checkpoint,
  put,
  reply,
  answers,
  answer,
  // Within `answers`: one document, and what the plugin's sink said to it.
  document,
  taken,
};

// The other end is gone.
struct Closed : std::runtime_error {
  Closed() : std::runtime_error("the other end of the socket is closed") {}
};
// What came is no message.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Message {
 public:
  explicit Message(Kind kind);
  Message& number(std::int64_t value);
  Message& text(std::string_view value);
  // Of a plugin: a size without bytes is kept, for the host finds that fault and names it.
  Message& bytes(lt_bytes value);
  std::string_view encoded() const;

 private:
  mutable std::string encoded_;
};

struct Frame {
  Kind kind{};
  std::string_view payload;  // valid until the next receive()
};

// Reads a payload in the order in which it was written. Throws Broken where there is less than asked for.
class Fields {
 public:
  explicit Fields(std::string_view payload) : rest_(payload) {}
  std::int64_t number();
  std::string_view text();
  lt_bytes bytes();
  std::string_view rest() const { return rest_; }
  // How many of something of at least `smallest` bytes follow.
  std::size_t count(std::size_t smallest);

 private:
  std::string_view take(std::size_t size);
  std::string_view rest_;
};

// One end; does not own the socket, which does not block. One thread at a time receives, one at a time sends.
class Channel {
 public:
  // Returns when the socket is ready for these events of poll(); throws to give up.
  using Wait = std::function<void(short events)>;
  explicit Channel(Wait wait, int socket = -1) : wait_(std::move(wait)), socket_(socket) {}
  void use(int socket) { socket_ = socket; }

  void send(const Message& message);
  // Leaves with the next send(), or when there is enough of it.
  void queue(const Message& message);
  void flush();
  Frame receive();

 private:
  void fill(std::size_t wanted);
  Wait wait_;
  int socket_;
  std::string outgoing_;
  std::string incoming_;
  std::size_t first_ = 0;  // of incoming_ that was not yet given out
  std::size_t last_ = 0;   // of incoming_ that was received
};

}  // namespace lt::runner
