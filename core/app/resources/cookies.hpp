// Cookies of the hub's own page, all of them out of reach for scripts and other hosts.
#pragma once

#include "api/endpoint.hpp"

#include <string_view>

namespace lt::app {

// Over TLS a name with __Host- before it, which browsers take from no other host and no other path.
// Without Max-Age among the attributes it ends with the browser.
api::HttpHeader set_cookie(const api::Call& call, std::string_view name, std::string_view value,
                           std::string_view attributes);
// Of the request's session. Strict: no request that another site's page causes carries it.
api::HttpHeader set_session_cookie(const api::Call& call, std::string_view token);
api::HttpHeader end_session_cookie(const api::Call& call);

}  // namespace lt::app
