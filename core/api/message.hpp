// A request to the hub and its answer, as routes see them.
#pragma once

#include "api/stream.hpp"
#include "plugin_host/http_transport.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::api {

using plugin_host::HttpHeader;

struct Request {
  std::string method;
  std::string target;  // path and query as they came, percent-encoded
  std::vector<HttpHeader> headers;
  std::string body;
  std::string remote_address;  // of the peer, or of the one that a trusted proxy names
  bool secure = false;         // came over TLS, to the hub or to a trusted proxy

  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
};

struct Response {
  int status = 200;
  std::vector<HttpHeader> headers = {};
  std::string body = {};
  std::shared_ptr<Stream> stream = {};  // in the body's place, where there is one: until it ends
};

// The first of that name, whatever its capitals; empty where there is none.
std::string_view header(const Request& request, std::string_view name);

// {"error": code, "message": …} as application/json.
Response error_response(int status, std::string_view code, std::string_view message);
Response json_response(int status, std::string body);

}  // namespace lt::api
