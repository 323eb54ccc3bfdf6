// Signing and sending.
#include "twins/app_webhook.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

namespace lt::twins {
namespace {

namespace json = boost::json;

std::int64_t now_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

std::string webhook_signature(const std::string& secret, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  std::string hex = "sha256=";
  for (unsigned i = 0; i < size; ++i) {
    constexpr std::string_view digits = "0123456789abcdef";
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 15U];
  }
  return hex;
}

WebhookOrder WebhookOrder::parse(std::string_view text) {
  WebhookOrder order;
  try {
    const json::value parsed = json::parse(text);
    for (const auto& [name, value] : parsed.as_object()) {
      if (name == "url")
        order.url = value.as_string();
      else if (name == "stream")
        order.stream = value.as_string();
      else if (name == "from")
        order.from = value.to_number<std::uint64_t>();
      else if (name == "count")
        order.count = value.to_number<std::uint64_t>();
      else if (name == "batch")
        order.batch = std::max<std::uint64_t>(value.to_number<std::uint64_t>(), 1);
      else if (name == "reversed")
        order.reversed = value.as_bool();
      else if (name == "again")
        order.again = value.as_bool();
      else if (name == "signature")
        order.signature = value.as_string();
      else
        throw std::invalid_argument("unknown word: " + std::string(name));
    }
  } catch (const boost::system::system_error& error) {
    throw std::invalid_argument(error.what());
  }
  if (!order.url.starts_with("http://")) throw std::invalid_argument("url must be http://HOST:PORT/…");
  if (!AppEvents::has(order.stream)) throw std::invalid_argument("stream is declarations, checkins or reports");
  return order;
}

std::vector<AppWebhook::Place> AppWebhook::places(const WebhookOrder& order) {
  std::vector<Place> places;
  const std::uint64_t end = std::min(order.from + order.count, events_.count());
  const std::lock_guard lock(mutex_);
  for (int version = 1; version <= 2; ++version) {
    for (std::uint64_t number = order.from; number < end; ++number) {
      if (version > events_.versions(number)) continue;
      Place place{order.stream, number, version};
      if (order.again || !acknowledged_.contains(place)) places.push_back(std::move(place));
    }
  }
  if (order.reversed) std::ranges::reverse(places);
  return places;
}

std::string AppWebhook::send(const WebhookOrder& order) {
  const std::vector<Place> wanted = places(order);
  std::map<int, std::uint64_t> answers;
  std::uint64_t pending = 0;
  for (std::size_t at = 0; at < wanted.size(); at += order.batch) {
    const std::size_t end = std::min<std::size_t>(at + order.batch, wanted.size());
    std::string body;
    for (std::size_t i = at; i < end; ++i) {
      const auto& [stream, number, version] = wanted[i];
      body += (body.empty() ? "" : ",") + events_.event(stream, number, version).json;
    }
    body = "{\"records\":[" + body + "]}";
    const std::string timestamp = std::to_string(now_seconds() - (order.signature == "old" ? 3600 : 0));
    std::map<std::string, std::string> headers{{"Content-Type", "application/json"}, {"X-Timestamp", timestamp}};
    if (order.signature != "none") {
      headers["X-Signature"] =
          webhook_signature(order.signature == "wrong" ? secret_ + "!" : secret_, timestamp + "." + body);
    }
    const int status = post(order.url, headers, body);
    ++answers[status];
    if (status / 100 != 2) {
      pending += end - at;
      continue;
    }
    const std::lock_guard lock(mutex_);
    acknowledged_.insert(wanted.begin() + static_cast<std::ptrdiff_t>(at),
                         wanted.begin() + static_cast<std::ptrdiff_t>(end));
  }
  json::object counted;
  for (const auto& [status, count] : answers) counted[std::to_string(status)] = count;
  return json::serialize(json::object{{"answers", std::move(counted)}, {"pending", pending}});
}

void AppWebhook::reset() {
  const std::lock_guard lock(mutex_);
  acknowledged_.clear();
}

int post(const std::string& url, const std::map<std::string, std::string>& headers, const std::string& body) {
  const std::string rest = url.substr(std::string_view("http://").size());
  const std::string authority = rest.substr(0, rest.find('/'));
  const std::string target = authority.size() < rest.size() ? rest.substr(authority.size()) : "/";
  const std::size_t colon = authority.find(':');
  boost::asio::ip::tcp::iostream line;
  line.expires_after(std::chrono::seconds(30));
  line.connect(authority.substr(0, colon), colon == std::string::npos ? "80" : authority.substr(colon + 1));
  line << "POST " << target << " HTTP/1.1\r\nHost: " << authority
       << "\r\nConnection: close\r\nContent-Length: " << body.size() << "\r\n";
  for (const auto& [name, value] : headers) line << name << ": " << value << "\r\n";
  line << "\r\n" << body << std::flush;
  std::string version;
  int status = 0;
  line >> version >> status;
  std::string ignored;
  while (std::getline(line, ignored)) {
  }
  return line.bad() || version.empty() ? 0 : status;
}

}  // namespace lt::twins
