// What the convention demands of a report.
#include "submission.hpp"

#include "open311.hpp"

#include <lienthong/rest/moment.hpp>

#include <charconv>
#include <cmath>
#include <optional>

namespace hotline_1022 {

using namespace lt::sdk;

namespace {

std::string member_text(const json::object& members, std::string_view name) {
  const json::value* const value = members.if_contains(name);
  if (!value || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

std::optional<double> coordinate(const json::object& members, std::string_view name, double most) {
  const std::string text = member_text(members, name);
  if (text.empty()) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(std::abs(number) <= most))
    throw Refusal(400, std::string(name) + " is no coordinate in degrees (WGS84)");
  return number;
}

std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

void require_attributes(const Settings& service, const json::object& given) {
  for (const auto& each : service.list("attributes")) {
    const Settings attribute(each.as_object());
    const std::string code = attribute.text("code");
    if (attribute.boolean_or("required", false) && member_text(given, code).empty())
      throw Refusal(400, "attribute[" + code + "] was not provided");
  }
}

}  // namespace

std::string moment_text(std::int64_t moment) { return lt::rest::MomentFormat("iso").write(moment); }

json::object members_of(const Incoming& request) {
  if (request.header("Content-Type").find("json") != std::string_view::npos) {
    json::error_code error;
    const json::value value = json::parse(request.body, error);
    if (error || !value.is_object()) throw Refusal(400, "the body is no JSON object");
    return value.get_object();
  }
  json::object members;
  json::object attributes;
  const std::string as_query = "?" + std::string(request.body);
  Incoming form;
  form.target = as_query;
  for (const auto& [name, value] : form.query()) {
    constexpr std::string_view prefix = "attribute[";
    if (name.starts_with(prefix) && name.find(']') != std::string::npos) {
      attributes[name.substr(prefix.size(), name.find(']') - prefix.size())] = value;
    } else {
      members[name] = value;
    }
  }
  if (!attributes.empty()) members["attribute"] = std::move(attributes);
  return members;
}

json::object report_of(const json::object& members, const Settings& service, const std::string& number,
                       std::int64_t now) {
  json::object report{{"service_request_id", number},           {"status", "open"},
                      {"service_code", service.text("code")},   {"service_name", service.text("name")},
                      {"requested_datetime", moment_text(now)}, {"updated_datetime", moment_text(now)}};
  if (service.has("days")) report["expected_datetime"] = moment_text(now + service.integer("days") * day_ms);
  for (const char* const name : {"description", "address_id", "media_url", "email", "device_id", "account_id",
                                 "first_name", "last_name", "phone"}) {
    if (const std::string text = member_text(members, name); !text.empty()) report[name] = text;
  }
  std::string address = member_text(members, "address_string");
  if (address.empty()) address = member_text(members, "address");
  if (!address.empty()) report["address"] = address;
  const auto lat = coordinate(members, "lat", 90);
  const auto lon = coordinate(members, "long", 180);
  if (lat.has_value() != lon.has_value()) throw Refusal(400, "lat and long go together");
  if (lat) {
    report["lat"] = *lat;
    report["long"] = *lon;
  }
  if (!lat && address.empty() && !report.contains("address_id"))
    throw Refusal(400, "no location was provided: lat and long, address_string or address_id");
  if (characters(member_text(members, "description")) > 4000)
    throw Refusal(400, "description has more than 4000 characters");
  const std::string media = member_text(members, "media_url");
  if (!media.empty() && !media.starts_with("https://") && !media.starts_with("http://"))
    throw Refusal(400, "media_url is no address of the web");
  const json::value* const given = members.if_contains("attribute");
  const json::object attributes = given && given->is_object() ? given->get_object() : json::object();
  require_attributes(service, attributes);
  if (!attributes.empty()) report["attributes"] = attributes;
  return report;
}

}  // namespace hotline_1022
