// The connector of a runner: loaded, described, and called as the hub asks.
#pragma once

#include "runner/host_stub.hpp"

#include <lienthong/plugin.h>

#include <string>

namespace lt::runner {

// One thread.
class ServedPlugin {
 public:
  explicit ServedPlugin(Channel& channel) : channel_(channel), host_(channel) {}

  // Loads and sends what the library says of itself, or why it cannot be used.
  void load(const std::string& library, const std::string& open_doors);
  // Makes the call that a message asks for and sends what came of it. False: the session is closed.
  bool serve(const Frame& frame);

 private:
  lt_status make(Kind kind, Fields& fields);
  lt_status write(Fields& fields);
  lt_status receive(Fields& fields);
  void describe(const std::string& open_doors);

  Channel& channel_;
  HostStub host_;
  const lt_plugin* table_ = nullptr;
  lt_session* session_ = nullptr;
};

}  // namespace lt::runner
