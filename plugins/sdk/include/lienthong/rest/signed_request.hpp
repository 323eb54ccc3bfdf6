// Who speaks to the hub: a request signed with a shared secret, over its moment and its body.
#pragma once

#include <lienthong/sdk/host.hpp>
#include <lienthong/sdk/incoming.hpp>

#include <cstdint>
#include <string>

namespace lt::rest {

// Of the settings secret, signature_header, signature_prefix, timestamp_header, tolerance_s.
class SignedRequest {
 public:
  // Throws Failure misconfigured where they name no secret.
  explicit SignedRequest(const sdk::Settings& settings);

  // Throws Failure denied unless the request was signed with the secret, and signed now.
  void require(const sdk::Host& host, const sdk::Incoming& request) const;
  // Throws Failure misconfigured where the secret is empty, so that anybody could sign.
  std::string secret(const sdk::Host& host) const;

 private:
  sdk::Settings settings_;
  std::string signature_header_;
  std::string signature_prefix_;
  std::string timestamp_header_;
  std::int64_t tolerance_ms_;
};

}  // namespace lt::rest
