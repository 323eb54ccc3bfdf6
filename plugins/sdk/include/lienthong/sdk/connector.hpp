// What a connector is: a class that is made of settings and overrides the calls that its system knows.
#pragma once

#include <boost/json.hpp>
#include <lienthong/sdk/host.hpp>
#include <lienthong/sdk/incoming.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::sdk {

enum class Direction { in, out, both };

struct Stream {
  std::string name;
  Direction direction = Direction::in;
  std::vector<std::string> key;  // JSON pointers inside a record
  std::string title;
  json::value schema;  // JSON Schema of a record; null where there is none
};

// One session: one thread at a time. Made by a constructor `Type(const Settings&)` that touches no network and throws
// Failure misconfigured for what the schema cannot say. The roles are read, write, receive and call as overridden.
class Connector {
 public:
  virtual ~Connector() = default;

  // Reaches the system with its credentials and changes nothing there.
  virtual void check(Host& host) = 0;
  virtual std::vector<Stream> streams(Host& host) = 0;
  // Emits what changed since `state` (empty: everything), with a checkpoint at least at the end.
  virtual void read(Reader& reader, std::string_view stream, std::string_view state);
  // Accepts or rejects each record; may be repeated with the same idempotency keys.
  virtual void write(Writer& writer, std::string_view stream, std::span<const Record> records);
  // Verifies who speaks, emits, replies.
  virtual void receive(Receiver& receiver, const Incoming& request);
  // Answers a question now.
  virtual json::value call(Host& host, std::string_view operation, const json::value& input);
};

inline void Connector::read(Reader&, std::string_view, std::string_view) {
  throw unsupported("this connector does not read");
}
inline void Connector::write(Writer&, std::string_view, std::span<const Record>) {
  throw unsupported("this connector does not write");
}
inline void Connector::receive(Receiver&, const Incoming&) { throw unsupported("this connector receives no calls"); }
inline json::value Connector::call(Host&, std::string_view, const json::value&) {
  throw unsupported("this connector answers no questions");
}

}  // namespace lt::sdk
