// Who speaks to the hub: a request signed with a shared secret, over its moment and its body.
#pragma once

#include <lienthong/rest/moment.hpp>
#include <lienthong/sdk/host.hpp>
#include <lienthong/sdk/incoming.hpp>

#include <cstdint>
#include <string>

namespace lt::rest {

// Of the settings secret, algorithm, signature_header, signature_prefix, encoding, signed_text, timestamp_header,
// timestamp_format, tolerance_s; connectors/rest/settings.schema.json says what each means. Immutable: thread-safe.
class SignedRequest {
 public:
  // Throws Failure misconfigured where they name no secret, an unknown algorithm, or sign a moment that no header
  // tells.
  explicit SignedRequest(const sdk::Settings& settings);

  // Throws Failure denied unless the request was signed with the secret, and signed now.
  void require(const sdk::Host& host, const sdk::Incoming& request) const;
  // Throws Failure misconfigured where the secret is empty, so that anybody could sign.
  std::string secret(const sdk::Host& host) const;

  // Makes the raw signature of a text with a secret.
  using Algorithm = std::string (*)(std::string_view secret, std::string_view text);

 private:
  void require_now(const sdk::Host& host, std::string_view timestamp) const;
  std::string expected(const sdk::Host& host, std::string_view timestamp, std::string_view body) const;

  sdk::Settings settings_;
  Algorithm algorithm_;
  std::string signature_header_;
  std::string signature_prefix_;
  bool in_base64_;
  std::string signed_text_;
  std::string timestamp_header_;  // empty: the request does not say when it was signed
  MomentFormat timestamp_format_;
  std::int64_t tolerance_ms_;
};

}  // namespace lt::rest
