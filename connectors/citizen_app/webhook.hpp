// What the app sends by itself: who speaks is known by an HMAC over the time and the body.
#pragma once

#include <lienthong/rest/receiving.hpp>
#include <lienthong/rest/signed_request.hpp>
#include <lienthong/sdk.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace citizen_app {

// The `webhook` part of the settings.
class Webhook {
 public:
  explicit Webhook(const lt::sdk::Settings& settings);

  const std::vector<std::string>& streams() const { return streams_; }
  const std::vector<std::string>& key() const { return key_; }
  // Emits the records of a request whose signature is good and fresh; throws Failure denied for any other.
  void receive(const lt::sdk::Receiver& receiver, const lt::sdk::Incoming& request) const;

 private:
  lt::rest::SignedRequest signed_request_;
  lt::rest::ReceivePlan plan_;
  std::vector<std::string> streams_;
  std::vector<std::string> key_;
};

}  // namespace citizen_app
