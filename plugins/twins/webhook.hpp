// A partner that calls the hub: signed events, again until they are acknowledged, out of order, badly signed or torn on
// demand.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::twins {

struct WebhookEvent {
  std::string id;  // of this state of the event: another one after it changed
  std::string json;
};

// What POST /twin/webhook asks for.
struct WebhookOrder {
  std::string url;  // of the hub: http://127.0.0.1:PORT/hooks/SYSTEM/STREAM
  std::string stream;
  std::uint64_t from = 0, count = 0;
  std::uint64_t batch = 10;        // events a request
  bool reversed = false;           // the newest first
  bool again = false;              // also what was acknowledged before
  std::string signature = "good";  // good, wrong, old (of an hour ago), none
  std::string form = "list";  // list: {"NAME":[…]}, lines: an event each line, one: an event alone, whatever `batch`
  // The body: whole, half (under the signature of the whole), broken (half, signed as it is), cut (the connection ends
  // in its middle).
  std::string body = "whole";

  // Throws std::invalid_argument saying which word is wrong.
  static WebhookOrder parse(std::string_view json);
};

// X-Timestamp: epoch seconds, X-Signature: sha256=HEX(HMAC-SHA256(secret, timestamp "." body)). An event counts as
// acknowledged when its request was answered 2xx. Thread-safe.
class Webhook {
 public:
  // Events of a stream in their order, those from a place on, so many. Throws std::invalid_argument where there is no
  // such stream.
  using Events = std::function<std::vector<WebhookEvent>(const WebhookOrder& order)>;

  // `list`: the member of the body that holds the events.
  Webhook(Events events, std::string secret, std::string list)
      : events_(std::move(events)), secret_(std::move(secret)), list_(std::move(list)) {}

  // Sends what the order names, one request after another, each once. {"answers":{"200":5,"0":1},"pending":10}; 0
  // stands for no answer.
  std::string send(const WebhookOrder& order);
  // One signed POST; `body` is sent as it is.
  std::pair<int, std::string> post_signed(const std::string& url, const std::string& body,
                                          const WebhookOrder& manner = {}) const;
  std::uint64_t acknowledged() const;
  void reset();

 private:
  std::vector<WebhookEvent> wanted(const WebhookOrder& order) const;
  std::string body_of(const WebhookOrder& order, const WebhookEvent* first, const WebhookEvent* last) const;

  Events events_;
  std::string secret_;
  std::string list_;
  mutable std::mutex mutex_;
  std::set<std::string> acknowledged_;  // "stream/id"
};

// The status and body of one POST; status 0 where nothing answers. Of the body only `most` bytes are sent, whatever its
// length was said to be.
std::pair<int, std::string> exchange(const std::string& url, const std::map<std::string, std::string>& headers,
                                     const std::string& body, std::size_t most = std::string::npos);
int post(const std::string& url, const std::map<std::string, std::string>& headers, const std::string& body);

// "sha256=" and the HMAC-SHA256 of a text in small hexadecimal letters.
std::string webhook_signature(const std::string& secret, const std::string& text);

}  // namespace lt::twins
