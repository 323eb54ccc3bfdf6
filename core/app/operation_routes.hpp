// What those who run the hub ask it by HTTP: does it live, is it ready, what are its figures.
#pragma once

#include "access/access.hpp"
#include "api/router.hpp"
#include "app/metrics.hpp"

#include <functional>
#include <string>
#include <vector>

namespace lt::app {

// Why no work should be given to the hub now, a sentence each; empty: it is ready.
using Unready = std::function<std::vector<std::string>()>;

// GET /healthz: 200 while the hub serves. GET /readyz: 200, or 503 with the reasons. GET /metrics: for this machine, or
// with a token of the scope "look" over TLS. All of it outlives the routes.
std::vector<api::Route> operation_routes(Metrics& metrics, access::Access& access, Unready unready);

}  // namespace lt::app
