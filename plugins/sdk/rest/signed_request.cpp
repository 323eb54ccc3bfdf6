// HMAC-SHA256 over the timestamp, a point and the body, within a window of time.
#include <lienthong/rest/signed_request.hpp>
#include <lienthong/rest/signing.hpp>

#include <charconv>
#include <cstdlib>

namespace lt::rest {

using namespace lt::sdk;

namespace {

std::int64_t seconds_of(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  constexpr std::int64_t most = 100'000'000'000;  // the year 5138; more would not fit as milliseconds everywhere
  if (!whole || seconds < 0 || seconds > most) throw denied("the request's timestamp is no number of seconds");
  return seconds;
}

}  // namespace

SignedRequest::SignedRequest(const Settings& settings)
    : settings_(settings),
      signature_header_(settings.text_or("signature_header", "X-Signature")),
      signature_prefix_(settings.text_or("signature_prefix", "sha256=")),
      timestamp_header_(settings.text_or("timestamp_header", "X-Timestamp")),
      tolerance_ms_(settings.integer_or("tolerance_s", 300) * 1000) {
  if (settings.text("secret").empty()) throw misconfigured("the setting 'secret' names no secret");
}

std::string SignedRequest::secret(const Host& host) const {
  std::string value = host.secret(settings_, "secret");
  if (value.empty()) throw misconfigured("the webhook's secret is empty, so anybody could sign");
  return value;
}

void SignedRequest::require(const Host& host, const Incoming& request) const {
  const std::string_view timestamp = request.header(timestamp_header_);
  const std::string_view signature = request.header(signature_header_);
  if (timestamp.empty() || signature.empty()) {
    throw denied("the request lacks " + timestamp_header_ + " or " + signature_header_);
  }
  const std::int64_t age = host.now() - seconds_of(timestamp) * 1000;
  if (std::abs(age) > tolerance_ms_) {
    throw denied("the request was signed " + std::to_string(age / 1000) +
                 " s ago, which is outside of tolerance_s; somebody repeats an old one, or a clock is wrong");
  }
  const std::string text = std::string(timestamp) + "." + std::string(request.body);
  const std::string expected = signature_prefix_ + hex(hmac_sha256(secret(host), text));
  if (!equal_in_constant_time(expected, signature)) {
    throw denied("the request's signature is not the one that the secret makes");
  }
}

}  // namespace lt::rest
