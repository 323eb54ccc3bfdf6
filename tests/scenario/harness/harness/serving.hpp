// The hub while it serves: where it listens, and calls to it as a system signs them.
#pragma once

#include "harness/installation.hpp"

#include <cstdint>
#include <string>

namespace lt::scenario {

// A port of 127.0.0.1 that nobody listens on now.
int free_port();

// "http://127.0.0.1:PORT" of `lienthong serve`, as soon as it listens. Throws std::runtime_error with what it said
// where it ends by itself or does not listen within a minute.
std::string address_of(Child& serving);

// `lienthong serve` from its start on; killed by the destructor where stop() was not called.
class Serving {
 public:
  // Throws as address_of().
  explicit Serving(const Installation& hub);

  // "http://127.0.0.1:41234"
  const std::string& url() const { return url_; }
  Child& child() { return child_; }
  // SIGTERM, and how it ended.
  Ended stop();

 private:
  Child child_;
  std::string url_;
};

struct SignedCall {
  std::string url;
  std::string body;
  std::string type = "application/json";
  std::string secret = "twin-secret";
  std::int64_t age_s = 0;  // signed so long ago
};

// Posts it with X-Timestamp and X-Signature: the answer's body and, on a line of its own, its status.
std::string post_signed(const Installation& hub, const SignedCall& call);

}  // namespace lt::scenario
