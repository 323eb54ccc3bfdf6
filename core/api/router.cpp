// Matching a request with the table.
#include "api/router.hpp"

namespace lt::api {
namespace {

bool fits_path(const Route& route, std::string_view path) {
  const std::string_view pattern = route.path;
  if (!pattern.ends_with('*')) return path == pattern;
  return path.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool fits_method(const Route& route, std::string_view method) {
  return route.method == "*" || route.method == method || (route.method == "GET" && method == "HEAD");
}

}  // namespace

Handler route_by(std::vector<Route> routes) {
  return [routes = std::move(routes)](const Request& request, const std::stop_token& stop) -> Response {
    std::string allowed;
    for (const Route& route : routes) {
      if (!fits_path(route, request.path())) continue;
      if (fits_method(route, request.method)) return route.handler(request, stop);
      allowed += (allowed.empty() ? "" : ", ") + route.method;
    }
    if (allowed.empty()) return error_response(404, "not_found", "nothing is served at this address");
    Response refused = error_response(405, "method_not_allowed", "this address takes " + allowed);
    refused.headers.push_back({"Allow", allowed});
    return refused;
  };
}

}  // namespace lt::api
