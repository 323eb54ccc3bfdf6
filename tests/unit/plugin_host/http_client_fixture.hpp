// What every test of the HTTP client needs: a client with a clock that stands still, and short requests.
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "loopback/server.hpp"
#include "plugin_host/http_client.hpp"

#include <optional>
#include <string>

struct ClientFixture {
  lt::FixedClock clock{1'790'000'000'000};
  lt::plugin_host::HttpClient client{clock};

  static lt::plugin_host::HttpRequest request(const std::string& url, const std::string& method = "GET",
                                              const std::string& body = {}) {
    lt::plugin_host::HttpRequest made;
    made.method = method;
    made.url = url;
    made.body = body;
    made.timeout = std::chrono::seconds(20);
    return made;
  }

  lt::plugin_host::HttpResponse get(const std::string& url) { return client.fetch(request(url), {}); }

  // The error of a fetch that must fail.
  std::optional<lt::Error> error_of(const lt::plugin_host::HttpRequest& asked, std::stop_token stop = {}) {
    try {
      client.fetch(asked, std::move(stop));
    } catch (const lt::Error& error) {
      return error;
    }
    return std::nullopt;
  }
};

inline std::string header_of(const lt::plugin_host::HttpResponse& response, const std::string& name) {
  for (const auto& each : response.headers)
    if (each.name == name) return each.value;
  return {};
}
