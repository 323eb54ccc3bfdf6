// One tree, written as JSON or as XML.
#include "twins/open311_writing.hpp"

#include "twins/writing.hpp"

#include <boost/json/serialize.hpp>
#include <pugixml.hpp>

#include <array>
#include <sstream>
#include <string_view>
#include <utility>

namespace lt::twins {
namespace json = boost::json;
namespace {

// What one item of a list is called in XML.
constexpr std::array<std::pair<std::string_view, const char*>, 5> items{{{"services", "service"},
                                                                         {"service_requests", "request"},
                                                                         {"attributes", "attribute"},
                                                                         {"values", "value"},
                                                                         {"errors", "error"}}};

const char* item_of(std::string_view list) {
  for (const auto& [name, item] : items)
    if (name == list) return item;
  return "item";
}

void append(pugi::xml_node parent, const std::string& name, const json::value& value) {
  auto node = parent.append_child(name.c_str());
  if (const auto* list = value.if_array()) {
    for (const auto& each : *list) append(node, item_of(name), each);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [member, inner] : *object) append(node, std::string(member), inner);
  } else if (const auto* number = value.if_double()) {
    node.text().set(std::to_string(*number).c_str());
  } else {
    node.text().set(value.is_string() ? value.get_string().c_str() : json::serialize(value).c_str());
  }
}

}  // namespace

Reply open311_reply(const Open311Document& document, bool xml) {
  if (!xml) return reply(document.status, json::serialize(document.content));
  pugi::xml_document tree;
  append(tree, document.root, document.content);
  std::ostringstream text;
  tree.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return reply(document.status, text.str(), "application/xml; charset=utf-8");
}

json::array open311_services(std::span<const HotlineService> services) {
  json::array made;
  for (const auto& each : services)
    made.push_back({{"service_code", each.code},
                    {"service_name", each.name},
                    {"description", std::string(each.name) + ", trả lời trong " + std::to_string(each.days) + " ngày"},
                    {"metadata", !each.attribute.empty()},
                    {"type", each.batch ? "batch" : "realtime"},
                    {"keywords", each.name},
                    {"group", "Phòng chống dịch"}});
  return made;
}

json::object open311_definition(const HotlineService& service) {
  json::array attributes;
  if (!service.attribute.empty())
    attributes.push_back(
        {{"variable", true},
         {"code", service.attribute},
         {"datatype", service.attribute_required ? "number" : "singlevaluelist"},
         {"required", service.attribute_required},
         {"datatype_description", nullptr},
         {"order", 1},
         {"description", service.attribute_required ? "Số khẩu trong hộ" : "Nơi cách ly"},
         {"values", service.attribute_required ? json::array{}
                                               : json::array{{{"key", "home"}, {"name", "Tại nhà"}},
                                                             {{"key", "facility"}, {"name", "Khu cách ly"}}}}});
  return {{"service_code", service.code}, {"attributes", std::move(attributes)}};
}

// The number stands second: without it, or with a damaged one, nobody can keep the report.
json::object open311_request(const HotlineReport& report) {
  json::object made{{"status", report.closed ? "closed" : "open"},
                    {"service_request_id", report.id},
                    {"service_name", report.service->name},
                    {"service_code", report.service->code},
                    {"description", report.description},
                    {"agency_responsible", report.service->agency},
                    {"requested_datetime", iso_time(report.requested)},
                    {"updated_datetime", iso_time(report.updated)},
                    {"expected_datetime", iso_time(report.expected)}};
  for (const auto& [name, text] :
       {std::pair("status_notes", &report.notes), std::pair("address", &report.address),
        std::pair("address_id", &report.address_id), std::pair("media_url", &report.media_url)})
    if (!text->empty()) made[name] = *text;
  if (report.lat && report.lon) {
    made["lat"] = *report.lat;
    made["long"] = *report.lon;
  }
  return made;
}

}  // namespace lt::twins
