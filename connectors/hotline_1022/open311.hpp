// The documents of Open311 GeoReport v2, as JSON or XML, and the errors of both sides.
#pragma once

#include <lienthong/sdk.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace hotline_1022 {

inline constexpr std::int64_t day_ms = 86'400'000;

// A list or object of the convention with the name of its XML root: services, service_definition, service_requests,
// errors.
struct Document {
  std::string_view root;
  lt::sdk::json::value content;
};

// A value outside of JSON: a text as it is, a number without an exponent, which XML and forms do not know.
std::string text_of(const lt::sdk::json::value& value);

std::string as_json(const Document& document);
std::string as_xml(const Document& document);

// What a peer's error answer says, "404: no such service"; the beginning of the body where it is no list of errors.
std::string errors_in(std::string_view body);

// A report with only the members that the convention knows, and coordinates as numbers.
lt::sdk::json::object as_request(const lt::sdk::json::object& report);

}  // namespace hotline_1022
