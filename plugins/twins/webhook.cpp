// Signing and sending.
#include "twins/webhook.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <stdexcept>

namespace lt::twins {
namespace {

namespace json = boost::json;

std::int64_t now_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

constexpr std::array forms{"list", "lines", "one"};
constexpr std::array signatures{"good", "wrong", "old", "none"};
constexpr std::array bodies{"whole", "half", "broken", "cut"};

template <std::size_t N>
void require_one_of(const std::array<const char*, N>& words, const std::string& word, const char* what) {
  if (std::ranges::find(words, word) == words.end()) throw std::invalid_argument(std::string(what) + ": " + word);
}

void take_word(WebhookOrder& order, std::string_view name, const json::value& value) {
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
  else if (name == "form")
    order.form = value.as_string();
  else if (name == "body")
    order.body = value.as_string();
  else
    throw std::invalid_argument("unknown word: " + std::string(name));
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
    for (const auto& member : parsed.as_object()) take_word(order, member.key(), member.value());
  } catch (const boost::system::system_error& error) {
    throw std::invalid_argument(error.what());
  }
  if (!order.url.starts_with("http://")) throw std::invalid_argument("url must be http://HOST:PORT/…");
  require_one_of(signatures, order.signature, "signature is good, wrong, old or none, not");
  require_one_of(forms, order.form, "form is list, lines or one, not");
  require_one_of(bodies, order.body, "body is whole, half, broken or cut, not");
  if (order.form == "one") order.batch = 1;
  return order;
}

std::vector<WebhookEvent> Webhook::wanted(const WebhookOrder& order) const {
  std::vector<WebhookEvent> events = events_(order);
  if (!order.again) {
    const std::lock_guard lock(mutex_);
    std::erase_if(events, [&](const auto& event) { return acknowledged_.contains(order.stream + "/" + event.id); });
  }
  if (order.reversed) std::ranges::reverse(events);
  return events;
}

std::string Webhook::body_of(const WebhookOrder& order, const WebhookEvent* first, const WebhookEvent* last) const {
  if (order.form == "one") return first->json;
  std::string body;
  for (const auto* event = first; event != last; ++event) {
    if (event != first) body += order.form == "lines" ? "\n" : ",";
    body += event->json;
  }
  return order.form == "lines" ? body : "{\"" + list_ + "\":[" + body + "]}";
}

std::pair<int, std::string> Webhook::post_signed(const std::string& url, const std::string& body,
                                                 const WebhookOrder& manner) const {
  const std::string half = body.substr(0, body.size() / 2);
  const std::string& sent = manner.body == "half" || manner.body == "broken" ? half : body;
  const std::string& signed_body = manner.body == "broken" ? half : body;
  const std::string timestamp = std::to_string(now_seconds() - (manner.signature == "old" ? 3600 : 0));
  std::map<std::string, std::string> headers{
      {"Content-Type", manner.form == "lines" ? "application/x-ndjson" : "application/json"},
      {"X-Timestamp", timestamp}};
  if (manner.signature != "none") {
    headers["X-Signature"] =
        webhook_signature(manner.signature == "wrong" ? secret_ + "!" : secret_, timestamp + "." + signed_body);
  }
  return exchange(url, headers, sent, manner.body == "cut" ? body.size() / 2 : std::string::npos);
}

std::string Webhook::send(const WebhookOrder& order) {
  const std::vector<WebhookEvent> events = wanted(order);
  std::map<int, std::uint64_t> answers;
  std::uint64_t pending = 0;
  for (std::size_t at = 0; at < events.size(); at += order.batch) {
    const std::size_t end = std::min<std::size_t>(at + order.batch, events.size());
    const int status = post_signed(order.url, body_of(order, &events[at], events.data() + end), order).first;
    ++answers[status];
    if (status / 100 != 2) {
      pending += end - at;
      continue;
    }
    const std::lock_guard lock(mutex_);
    for (std::size_t i = at; i < end; ++i) acknowledged_.insert(order.stream + "/" + events[i].id);
  }
  json::object counted;
  for (const auto& [status, count] : answers) counted[std::to_string(status)] = count;
  return json::serialize(json::object{{"answers", std::move(counted)}, {"pending", pending}});
}

std::uint64_t Webhook::acknowledged() const {
  const std::lock_guard lock(mutex_);
  return acknowledged_.size();
}

void Webhook::reset() {
  const std::lock_guard lock(mutex_);
  acknowledged_.clear();
}

std::pair<int, std::string> exchange(const std::string& url, const std::map<std::string, std::string>& headers,
                                     const std::string& body, std::size_t most) {
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
  line << "\r\n" << body.substr(0, most) << std::flush;
  if (most < body.size()) return {0, {}};
  std::string version;
  int status = 0;
  line >> version >> status;
  std::string header;
  while (std::getline(line, header) && header != "\r") {
  }
  std::string answer{std::istreambuf_iterator<char>(line), {}};
  if (line.bad() || version.empty()) return {0, {}};
  return {status, std::move(answer)};
}

int post(const std::string& url, const std::map<std::string, std::string>& headers, const std::string& body) {
  return exchange(url, headers, body).first;
}

}  // namespace lt::twins
