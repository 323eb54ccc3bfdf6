// One tree of values, two ways of writing it.
#include "open311.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <utility>

namespace hotline_1022 {

using namespace lt::sdk;

namespace {

// What XML calls one item of a list.
constexpr std::pair<std::string_view, const char*> items[] = {{"services", "service"},
                                                              {"service_requests", "request"},
                                                              {"attributes", "attribute"},
                                                              {"values", "value"},
                                                              {"errors", "error"}};

constexpr std::array report_members{"service_request_id",
                                    "status",
                                    "status_notes",
                                    "service_name",
                                    "service_code",
                                    "description",
                                    "agency_responsible",
                                    "service_notice",
                                    "requested_datetime",
                                    "updated_datetime",
                                    "expected_datetime",
                                    "address",
                                    "address_id",
                                    "zipcode",
                                    "lat",
                                    "long",
                                    "media_url"};

// XML 1.0 has no place for most control characters, escaped or not.
std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; }, ' ');
  return text;
}

void append(pugi::xml_node parent, std::string_view name, const json::value& value) {
  pugi::xml_node node = parent.append_child(std::string(name).c_str());
  if (value.is_object()) {
    for (const auto& member : value.get_object()) append(node, member.key(), member.value());
  } else if (value.is_array()) {
    const auto* const known = std::ranges::find(items, name, &std::pair<std::string_view, const char*>::first);
    const char* const item = known == std::end(items) ? "item" : known->second;
    for (const auto& each : value.get_array()) append(node, item, each);
  } else if (!value.is_null()) {
    node.text().set(printable(text_of(value)).c_str());
  }
}

}  // namespace

std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (!value.is_double()) return json::serialize(value);
  std::array<char, 400> digits{};  // the longest double without an exponent
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value.get_double(), std::chars_format::fixed).ptr;
  return {digits.data(), end};
}

std::string as_json(const Document& document) { return json::serialize(document.content); }

std::string as_xml(const Document& document) {
  pugi::xml_document xml;
  append(xml.root(), document.root, document.content);
  std::ostringstream text;
  xml.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return text.str();
}

std::string errors_in(std::string_view body) {
  json::error_code error;
  json::value value = json::parse(body, error);
  if (!error && value.is_object()) value = json::array{std::move(value)};
  std::string all;
  if (!error && value.is_array()) {
    for (const auto& each : value.get_array()) {
      const json::value* const description = each.is_object() ? each.get_object().if_contains("description") : nullptr;
      if (!description) continue;
      const json::value* const code = each.get_object().if_contains("code");
      all += (all.empty() ? "" : "; ") + (code ? text_of(*code) + ": " : std::string()) + text_of(*description);
    }
  }
  return all.empty() ? std::string(body.substr(0, 300)) : all;
}

json::object as_request(const json::object& report) {
  json::object request;
  for (const char* const name : report_members) {
    const json::value* const value = report.if_contains(name);
    if (!value || value->is_null()) continue;
    const std::string_view member = name;
    if ((member == "lat" || member == "long") && value->is_string()) {
      double number = 0;
      const std::string_view text = value->get_string();
      if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc()) request[name] = number;
    } else {
      request[name] = *value;
    }
  }
  return request;
}

}  // namespace hotline_1022
