// The text of a request before its body, and which of its headers may go where.
#pragma once

#include "plugin_host/http_transport.hpp"
#include "plugin_host/http_url.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_host {

// Request line and headers up to the empty line; adds Host, User-Agent, Accept-Encoding and Content-Length where the
// caller gave none. `proxy`: null for none; a plain http request goes to it in absolute form.
// Throws Error failed where a method or header could smuggle a second request.
std::string request_head(const HttpRequest& request, const HttpUrl& url, const HttpUrl* proxy,
                         std::string_view user_agent);

// Asks a proxy for a tunnel.
std::string connect_head(const HttpUrl& url, const HttpUrl& proxy);

// The request has the same effect sent twice (RFC 9110, 9.2.2), or says so by an Idempotency-Key.
bool may_be_repeated(const HttpRequest& request);

// Drops whatever could be a secret: all but a few headers about the format of the content.
void keep_only_harmless(std::vector<HttpHeader>& headers);

}  // namespace lt::plugin_host
