// Requests to build, answers to read, and what an HTTP status means for the call and for one record.
#pragma once

#include <lienthong/sdk/failure.hpp>
#include <lienthong/sdk/settings.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::sdk {

// RFC 3986: everything but unreserved characters.
inline std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (unreserved.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return encoded;
}

// RFC 4648, with padding.
inline std::string base64(std::string_view data) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  for (std::size_t i = 0; i < data.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < data.size() ? static_cast<unsigned char>(data[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      encoded += i + j <= data.size() ? alphabet[group >> (18 - 6 * j) & 63] : '=';
    }
  }
  return encoded;
}

using Pairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// "a=1&b=2", encoded.
inline std::string form_encode(Pairs pairs) {
  std::string text;
  for (const auto& [name, value] : pairs) {
    text += (text.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  }
  return text;
}

struct Request {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  milliseconds timeout{0};          // of the whole exchange; 0: the system's configuration says
  std::int64_t max_body_bytes = 0;  // of the answer; 0: the system's configuration says
  bool follow_redirects = true;

  static Request get(std::string url) { return make("GET", std::move(url)); }
  static Request post(std::string url) { return make("POST", std::move(url)); }
  static Request put(std::string url) { return make("PUT", std::move(url)); }
  static Request patch(std::string url) { return make("PATCH", std::move(url)); }
  static Request erase(std::string url) { return make("DELETE", std::move(url)); }
  static Request make(std::string method, std::string url) {
    Request request;
    request.method = std::move(method);
    request.url = std::move(url);
    return request;
  }

  Request& header(std::string_view name, std::string_view value) {
    headers.emplace_back(name, value);
    return *this;
  }
  // Adds "name=value" to the query, encoded.
  Request& query(std::string_view name, std::string_view value) {
    url += (url.find('?') == std::string::npos ? "?" : "&") + percent_encode(name) + "=" + percent_encode(value);
    return *this;
  }
  Request& bearer(std::string_view token) { return header("Authorization", "Bearer " + std::string(token)); }
  Request& basic(std::string_view user, std::string_view password) {
    return header("Authorization", "Basic " + base64(std::string(user) + ":" + std::string(password)));
  }
  Request& json(std::string document) {
    body = std::move(document);
    return header("Content-Type", "application/json; charset=utf-8");
  }
  Request& json(const boost::json::value& document) { return json(boost::json::serialize(document)); }
  Request& form(Pairs pairs) {
    body = form_encode(pairs);
    return header("Content-Type", "application/x-www-form-urlencoded");
  }
};

// What the system answered. Borrowed from the host: valid until the next request of the same host or the end of the
// call; copy what lives longer.
class Response {
 public:
  explicit Response(const lt_http_response& response) : response_(response) {}

  int status() const { return response_.status; }
  bool ok() const { return status() >= 200 && status() < 300; }
  std::string_view body() const { return view(response_.body); }
  std::optional<std::string_view> header(std::string_view name) const {
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    for (std::size_t i = 0; i < response_.header_count; ++i) {
      const std::string_view candidate = view(response_.headers[i].name);
      if (std::equal(candidate.begin(), candidate.end(), name.begin(), name.end(), same)) {
        return view(response_.headers[i].value);
      }
    }
    return std::nullopt;
  }
  std::optional<milliseconds> retry_after() const {
    if (response_.retry_after_ms < 0) return std::nullopt;
    return milliseconds(response_.retry_after_ms);
  }
  // Throws Failure failed when the body is no JSON.
  boost::json::value json() const { return parse_json(body(), "the system's answer"); }

 private:
  static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

  lt_http_response response_;
};

// What a status means for the whole call; a connector whose system means something else says so itself.
inline lt_status status_of(int http_status) {
  if (http_status >= 200 && http_status < 300) return LT_OK;
  switch (http_status) {
    case 401:
    case 403:
    case 407:
      return LT_DENIED;
    case 404:
    case 405:
    case 410:
      return LT_MISCONFIGURED;
    case 408:
    case 425:
    case 429:
      return LT_UNAVAILABLE;
    case 501:
      return LT_UNSUPPORTED;
    default:
      return http_status >= 500 ? LT_UNAVAILABLE : LT_FAILED;
  }
}

// What a status means for one record of a write, where the answer is about that record alone.
inline lt_reject_class reject_class_of(int http_status) {
  switch (http_status) {
    case 403:
      return LT_REJECT_FORBIDDEN;
    case 409:
    case 412:
      return LT_REJECT_CONFLICT;
    case 424:
      return LT_REJECT_DEPENDENCY;
    case 408:
    case 425:
    case 429:
      return LT_REJECT_TRANSIENT;
    default:
      return http_status >= 500 ? LT_REJECT_TRANSIENT : LT_REJECT_PERMANENT;
  }
}

// The failure that an answer other than 2xx stands for, with the beginning of its body.
inline Failure failure_of(const Request& request, const Response& response) {
  std::string message = request.method + " " + request.url.substr(0, request.url.find('?')) + " answered " +
                        std::to_string(response.status());
  if (!response.body().empty()) message += ": " + std::string(response.body().substr(0, 300));
  const lt_status status = status_of(response.status());
  return {status == LT_OK ? LT_FAILED : status, message, response.retry_after()};
}

}  // namespace lt::sdk
