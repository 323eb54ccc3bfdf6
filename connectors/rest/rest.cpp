// Any REST system from settings alone.
#include <lienthong/rest/system.hpp>
#include <lienthong/sdk.hpp>

namespace {

class Rest : public lt::rest::System {
 public:
  using System::System;

  void receive(lt::sdk::Receiver& receiver, const lt::sdk::Incoming& request) override { take(receiver, request); }
};

}  // namespace

LT_CONNECTOR(Rest, .version = "0.2.0", .vendor = "Liên Thông",
             .summary = "Any system that speaks JSON over HTTP, from settings alone.");
