// Headers by name, answers in JSON.
#include "api/message.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

namespace lt::api {

std::string_view header(const Request& request, std::string_view name) {
  for (const HttpHeader& each : request.headers)
    if (boost::beast::iequals(each.name, name)) return each.value;
  return {};
}

Response json_response(int status, std::string body) {
  return {.status = status, .headers = {{"Content-Type", "application/json; charset=utf-8"}}, .body = std::move(body)};
}

Response error_response(int status, std::string_view code, std::string_view message) {
  return json_response(status, boost::json::serialize(boost::json::object{{"error", code}, {"message", message}}));
}

}  // namespace lt::api
