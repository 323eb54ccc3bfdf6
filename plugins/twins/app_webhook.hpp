// The app calls the hub: signed events, again until they are acknowledged, out of order, or badly signed on demand.
#pragma once

#include "twins/app_events.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace lt::twins {

// What POST /twin/webhook asks for.
struct WebhookOrder {
  std::string url;  // of the hub: http://127.0.0.1:PORT/hooks/SYSTEM/STREAM
  std::string stream;
  std::uint64_t from = 0, count = 0;
  std::uint64_t batch = 10;        // events a request
  bool reversed = false;           // the newest first
  bool again = false;              // also what was acknowledged before
  std::string signature = "good";  // good, wrong, old (of an hour ago), none

  // Throws std::invalid_argument saying which word is wrong.
  static WebhookOrder parse(std::string_view json);
};

// X-Timestamp: epoch seconds, X-Signature: sha256=HEX(HMAC-SHA256(secret, timestamp "." body)), body
// {"records":[…]}. An event counts as acknowledged when its request was answered 2xx.
class AppWebhook {
 public:
  AppWebhook(const AppEvents& events, std::string secret) : events_(events), secret_(std::move(secret)) {}

  // Sends what the order names, one request after another, each once. {"answers":{"200":5,"0":1},"pending":10}; 0
  // stands for no answer.
  std::string send(const WebhookOrder& order);
  void reset();

 private:
  using Place = std::tuple<std::string, std::uint64_t, int>;  // stream, number, version

  std::vector<Place> places(const WebhookOrder& order);

  const AppEvents& events_;
  std::string secret_;
  std::mutex mutex_;
  std::set<Place> acknowledged_;
};

// "sha256=" and the HMAC-SHA256 of a text in small hexadecimal letters.
std::string webhook_signature(const std::string& secret, const std::string& text);

// The status of one POST; 0 where nothing answers.
int post(const std::string& url, const std::map<std::string, std::string>& headers, const std::string& body);

}  // namespace lt::twins
