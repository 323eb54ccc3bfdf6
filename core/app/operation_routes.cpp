// Three small answers.
#include "app/operation_routes.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace lt::app {
namespace {

namespace json = boost::json;
using api::Request;
using api::Response;
using boost::beast::iequals;

// A proxy on this machine speaks for others, and says so.
bool asked_here(const Request& request) {
  const std::string& from = request.remote_address;
  const bool loopback = from.starts_with("127.") || from == "::1" || from == "::ffff:127.0.0.1";
  return loopback && header(request, "X-Forwarded-For").empty() && header(request, "Forwarded").empty();
}

// A vendor sees its own systems only, and these are figures of all.
bool has_token(const Request& request, access::Access& access) {
  constexpr std::string_view bearer = "Bearer ";
  const std::string_view authorization = header(request, "Authorization");
  if (!iequals(authorization.substr(0, bearer.size()), bearer)) return false;
  const auto who = access.sessions().find_token(authorization.substr(bearer.size()));
  return who && who->may(access::Right::look) && who->role != access::Role::vendor;
}

Response metrics_response(const Request& request, Metrics& metrics, access::Access& access) {
  if (!asked_here(request)) {
    if (!request.secure) return api::error_response(403, "forbidden", "beyond this machine figures are told over TLS");
    if (!has_token(request, access)) {
      Response refusal = api::error_response(401, "not_signed_in", "send a token of the scope 'look'");
      refusal.headers.push_back({"WWW-Authenticate", "Bearer"});
      return refusal;
    }
  }
  return {.status = 200,
          .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = metrics.text()};
}

Response readiness(const Unready& unready) {
  const std::vector<std::string> reasons = unready();
  const json::object answer{{"status", reasons.empty() ? "ready" : "not_ready"},
                            {"reasons", json::array(reasons.begin(), reasons.end())}};
  return api::json_response(reasons.empty() ? 200 : 503, json::serialize(answer));
}

}  // namespace

std::vector<api::Route> operation_routes(Metrics& metrics, access::Access& access, Unready unready) {
  return {{"GET", "/healthz",
           [](const Request&, const std::stop_token&) { return api::json_response(200, R"({"status":"ok"})"); }},
          {"GET", "/readyz",
           [unready = std::move(unready)](const Request&, const std::stop_token&) { return readiness(unready); }},
          {"GET", "/metrics", [&metrics, &access](const Request& request, const std::stop_token&) {
             return metrics_response(request, metrics, access);
           }}};
}

}  // namespace lt::app
