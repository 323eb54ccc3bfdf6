// A signature over the request's moment and body, within a window of time.
#include <lienthong/rest/signed_request.hpp>
#include <lienthong/rest/signing.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace lt::rest {

using namespace lt::sdk;

namespace {

struct NamedAlgorithm {
  std::string_view name;
  SignedRequest::Algorithm make;
};
constexpr std::array algorithms{NamedAlgorithm{"hmac_sha256", hmac_sha256}, NamedAlgorithm{"hmac_sha512", hmac_sha512},
                                NamedAlgorithm{"hmac_sha1", hmac_sha1}};

SignedRequest::Algorithm algorithm_named(std::string_view name) {
  const auto found = std::ranges::find(algorithms, name, &NamedAlgorithm::name);
  if (found == algorithms.end())
    throw misconfigured("'" + std::string(name) + "' is no algorithm of a webhook's signature");
  return found->make;
}

}  // namespace

SignedRequest::SignedRequest(const Settings& settings)
    : settings_(settings),
      algorithm_(algorithm_named(settings.text_or("algorithm", "hmac_sha256"))),
      signature_header_(settings.text_or("signature_header", "X-Signature")),
      signature_prefix_(settings.text_or("signature_prefix", "sha256=")),
      in_base64_(settings.text_or("encoding", "hex") == "base64"),
      signed_text_(settings.text_or("signed_text", "{timestamp}.{body}")),
      timestamp_header_(settings.text_or("timestamp_header", "X-Timestamp")),
      timestamp_format_(settings.text_or("timestamp_format", "epoch_s")),
      tolerance_ms_(settings.integer_or("tolerance_s", 300) * 1000) {
  if (settings.text("secret").empty()) throw misconfigured("the setting 'secret' names no secret");
  if (signed_text_.find("{body}") == std::string::npos)
    throw misconfigured("'signed_text' must hold {body}, or anybody could send another one under the same signature");
  // A moment that is not signed can be written anew by who repeats an old request.
  if (timestamp_header_.empty() != (signed_text_.find("{timestamp}") == std::string::npos))
    throw misconfigured("'timestamp_header' and {timestamp} in 'signed_text' go together; give both or neither");
}

std::string SignedRequest::secret(const Host& host) const {
  std::string value = host.secret(settings_, "secret");
  if (value.empty()) throw misconfigured("the webhook's secret is empty, so anybody could sign");
  return value;
}

void SignedRequest::require_now(const Host& host, std::string_view timestamp) const {
  const auto signed_at = timestamp_format_.read(timestamp);
  if (!signed_at) throw denied("the request's timestamp is none that can be read");
  const std::int64_t age = host.now() - *signed_at;
  if (std::abs(age) > tolerance_ms_) {
    throw denied("the request was signed " + std::to_string(age / 1000) +
                 " s ago, which is outside of tolerance_s; somebody repeats an old one, or a clock is wrong");
  }
}

std::string SignedRequest::expected(const Host& host, std::string_view timestamp, std::string_view body) const {
  const std::pair<std::string_view, std::string_view> placeholders[] = {{"{timestamp}", timestamp}, {"{body}", body}};
  const std::string signature = algorithm_(secret(host), filled(signed_text_, placeholders));
  return signature_prefix_ + (in_base64_ ? base64(signature) : hex(signature));
}

void SignedRequest::require(const Host& host, const Incoming& request) const {
  const std::string_view signature = request.header(signature_header_);
  if (signature.empty()) throw denied("the request lacks " + signature_header_);
  std::string_view timestamp;
  if (!timestamp_header_.empty()) {
    timestamp = request.header(timestamp_header_);
    if (timestamp.empty()) throw denied("the request lacks " + timestamp_header_);
    require_now(host, timestamp);
  }
  if (!equal_in_constant_time(expected(host, timestamp, request.body), signature)) {
    throw denied("the request's signature is not the one that the secret makes");
  }
}

}  // namespace lt::rest
