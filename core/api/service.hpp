// The API: a request goes through the table's checks in one order and reaches its handler, or is refused.
#pragma once

#include "access/access.hpp"
#include "api/endpoint.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::api {

// The cookie that bears a session's token. Over TLS browsers take it from no other host and no other path.
std::string_view session_cookie(bool secure);
// What the request brings under this name; empty where it brings none.
std::string cookie_of(const Request& request, std::string_view name);

// Thread-safe.
class Service {
 public:
  // `table` gets a line more, the document itself at /api/v1/openapi.json. `access` outlives the service.
  Service(Table table, access::Access& access, const std::string& version);
  Service(const Service&) = delete;

  Response answer(const Request& request, const std::stop_token& stop) const;

  const Table& table() const { return table_; }
  const boost::json::object& document() const { return document_; }

 private:
  struct Caller {
    access::Identity who;
    std::string session_token;
    bool by_cookie = false;
  };
  Response served(const Request& request, Language language, const std::stop_token& stop) const;
  const Endpoint& endpoint_for(const Request& request, const std::vector<std::string>& segments, Values& values) const;
  Caller caller_of(const Request& request) const;
  static void check_rights(const Endpoint& endpoint, const Caller& caller, const Request& request);
  Values checked_query(const Endpoint& endpoint, const Request& request) const;
  boost::json::object checked_body(const Endpoint& endpoint, const Request& request) const;

  Table table_;
  access::Access& access_;
  boost::json::object document_;
};

}  // namespace lt::api
