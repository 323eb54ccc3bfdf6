// Signature first, body after.
#include "webhook.hpp"

#include <lienthong/rest/signing.hpp>
#include <lienthong/rest/system.hpp>

#include <charconv>
#include <cstdlib>

namespace citizen_app {

using namespace lt::sdk;

namespace {

std::vector<std::string> texts(const Settings& settings, std::string_view name, std::vector<std::string> usual) {
  std::vector<std::string> list;
  for (const auto& item : settings.list(name)) list.push_back(lt::rest::text_of(item));
  return list.empty() ? usual : list;
}

std::int64_t seconds_of(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  constexpr std::int64_t most = 100'000'000'000;  // the year 5138; more would not fit as milliseconds everywhere
  if (!whole || seconds < 0 || seconds > most) throw denied("the request's timestamp is no number of seconds");
  return seconds;
}

}  // namespace

Webhook::Webhook(const Settings& settings)
    : settings_(settings),
      signature_header_(settings.text_or("signature_header", "X-Signature")),
      signature_prefix_(settings.text_or("signature_prefix", "sha256=")),
      timestamp_header_(settings.text_or("timestamp_header", "X-Timestamp")),
      tolerance_ms_(settings.integer_or("tolerance_s", 300) * 1000),
      records_(settings.text_or("records", "/records")),
      streams_(texts(settings, "streams", {"declarations", "checkins", "reports"})),
      key_(texts(settings, "key", {"/id"})) {}

void Webhook::require_signature(const Receiver& receiver, const Incoming& request) const {
  const std::string_view timestamp = request.header(timestamp_header_);
  const std::string_view signature = request.header(signature_header_);
  if (timestamp.empty() || signature.empty()) {
    throw denied("the request lacks " + timestamp_header_ + " or " + signature_header_);
  }
  const std::int64_t age = receiver.now() - seconds_of(timestamp) * 1000;
  if (std::abs(age) > tolerance_ms_) {
    throw denied("the request was signed " + std::to_string(age / 1000) +
                 " s ago, which is outside of tolerance_s; somebody repeats an old one, or a clock is wrong");
  }
  const std::string secret = receiver.secret(settings_, "secret");
  if (secret.empty()) throw misconfigured("the webhook's secret is empty, so anybody could sign");
  const std::string text = std::string(timestamp) + "." + std::string(request.body);
  const std::string expected = signature_prefix_ + lt::rest::hex(lt::rest::hmac_sha256(secret, text));
  if (!lt::rest::equal_in_constant_time(expected, signature)) {
    throw denied("the request's signature is not the one that the secret makes");
  }
}

void Webhook::receive(Receiver& receiver, const Incoming& request) const {
  require_signature(receiver, request);
  const auto refuse = [&](int status, const std::string& why) {
    receiver.reply(status, json::serialize(json::object{{"error", why}}));
  };
  if (request.method != "POST") return refuse(405, "this address takes POST");
  boost::system::error_code error;
  const json::value document = json::parse(request.body, error);
  const json::value* list = error ? nullptr : document.find_pointer(records_, error);
  if (!list || !list->is_array()) {
    const std::string why = "the body is no JSON document with an array of records at '" + records_ + "'";
    receiver.reject(request.body, why);
    return refuse(400, why);
  }
  const std::vector<std::string_view> key(key_.begin(), key_.end());
  receiver.page(request.body, records_, key);
  receiver.reply(200, json::serialize(json::object{{"received", list->get_array().size()}}));
}

}  // namespace citizen_app
