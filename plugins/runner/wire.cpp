// Encoding, decoding, and moving bytes through a socket that does not block.
#include "runner/wire.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace lt::runner {
namespace {

constexpr std::size_t enough = 64u << 10;

struct Header {
  std::uint32_t kind;
  std::uint32_t size;
};

}  // namespace

Message::Message(Kind kind) : encoded_(sizeof(Header), '\0') {
  const Header header{static_cast<std::uint32_t>(kind), 0};
  std::memcpy(encoded_.data(), &header, sizeof(header));
}

Message& Message::number(std::int64_t value) {
  char raw[sizeof(value)];
  std::memcpy(raw, &value, sizeof(value));
  encoded_.append(raw, sizeof(raw));
  return *this;
}

Message& Message::text(std::string_view value) {
  number(static_cast<std::int64_t>(value.size()));
  encoded_ += value;
  return *this;
}

Message& Message::bytes(lt_bytes value) {
  if (!value.data && value.size > 0) return number(-1);
  return text({value.data, value.size});
}

std::string_view Message::encoded() const {
  // One that is too long says so by its size, and the other end refuses it.
  const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(encoded_.size() - sizeof(Header), UINT32_MAX));
  std::memcpy(encoded_.data() + offsetof(Header, size), &size, sizeof(size));
  return encoded_;
}

std::string_view Fields::take(std::size_t size) {
  if (size > rest_.size()) throw Broken("a message ends before what it promises");
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

std::int64_t Fields::number() {
  std::int64_t value = 0;
  std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
  return value;
}

std::string_view Fields::text() {
  const std::int64_t size = number();
  if (size < 0) throw Broken("a message has a text without bytes");
  return take(static_cast<std::size_t>(size));
}

lt_bytes Fields::bytes() {
  const std::int64_t size = number();
  if (size < 0) return {nullptr, 1};
  const std::string_view taken = take(static_cast<std::size_t>(size));
  return {taken.data(), taken.size()};
}

std::size_t Fields::count(std::size_t smallest) {
  const std::int64_t count = number();
  if (count < 0 || static_cast<std::uint64_t>(count) > rest_.size() / smallest) {
    throw Broken("a message promises more than it holds");
  }
  return static_cast<std::size_t>(count);
}

void Channel::queue(const Message& message) {
  outgoing_ += message.encoded();
  if (outgoing_.size() >= enough) flush();
}

void Channel::send(const Message& message) {
  queue(message);
  flush();
}

void Channel::flush() {
  std::string_view rest = outgoing_;
  while (!rest.empty()) {
    const ssize_t sent = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      wait_(POLLOUT);
    } else if (errno != EINTR) {
      throw Closed();
    }
  }
  outgoing_.clear();
}

// Receives until `wanted` bytes lie at first_.
void Channel::fill(std::size_t wanted) {
  if (last_ - first_ >= wanted) return;
  std::memmove(incoming_.data(), incoming_.data() + first_, last_ - first_);
  last_ -= first_;
  first_ = 0;
  while (last_ < wanted) {
    // Memory for what came, not for what was promised.
    if (last_ == incoming_.size()) incoming_.resize(std::max(enough, std::min(wanted, 2 * incoming_.size())));
    const ssize_t got = ::recv(socket_, incoming_.data() + last_, incoming_.size() - last_, MSG_DONTWAIT);
    if (got > 0) {
      last_ += static_cast<std::size_t>(got);
    } else if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      wait_(POLLIN);
    } else if (got == 0 || errno != EINTR) {
      throw Closed();
    }
  }
}

Frame Channel::receive() {
  Header header{};
  fill(sizeof(header));
  std::memcpy(&header, incoming_.data() + first_, sizeof(header));
  if (header.size > longest_message) {
    throw Broken("a message of " + std::to_string(header.size >> 20) + " MiB, and the longest may have " +
                 std::to_string(longest_message >> 20));
  }
  fill(sizeof(header) + header.size);
  const std::string_view payload(incoming_.data() + first_ + sizeof(header), header.size);
  first_ += sizeof(header) + header.size;
  return {static_cast<Kind>(header.kind), payload};
}

}  // namespace lt::runner
