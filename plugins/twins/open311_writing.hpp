// The documents of Open311 GeoReport v2 as a centre writes them, in JSON or XML.
#pragma once

#include "twins/hotline_desk.hpp"
#include "twins/http_service.hpp"

#include <boost/json/value.hpp>

#include <span>
#include <stdexcept>
#include <string>

namespace lt::twins {

// What the caller did wrong, with the status that says it.
struct Open311Refusal : std::runtime_error {
  Open311Refusal(int code_, const std::string& description) : std::runtime_error(description), code(code_) {}
  int code;
};

struct Open311Document {
  std::string root;  // of the XML: services, service_definition, service_requests, errors
  boost::json::value content;
  int status = 200;
};

Reply open311_reply(const Open311Document& document, bool xml);

boost::json::array open311_services(std::span<const HotlineService> services);
boost::json::object open311_definition(const HotlineService& service);
boost::json::object open311_request(const HotlineReport& report);

}  // namespace lt::twins
