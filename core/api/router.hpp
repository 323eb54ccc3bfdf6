// Which function answers which address: a table.
#pragma once

#include "api/message.hpp"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::api {

using Handler = std::function<Response(const Request&, const std::stop_token&)>;

struct Route {
  std::string method;  // "GET" answers HEAD too; "*": any
  std::string path;    // exact, or with a trailing "*" a beginning
  Handler handler;
};

// The first route that fits; 404 where no path does, 405 with Allow where only the method does not.
Handler route_by(std::vector<Route> routes);

}  // namespace lt::api
