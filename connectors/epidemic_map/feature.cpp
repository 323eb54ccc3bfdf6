// Geometry and properties apart.
#include "feature.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace epidemic_map {

namespace json = boost::json;

namespace {

constexpr std::array places{"id", "latitude", "longitude", "boundary"};

std::optional<double> degrees_at(const json::object& record, std::string_view name) {
  const json::value* const value = record.if_contains(name);
  if (!value || value->is_null()) return std::nullopt;
  boost::system::error_code error;
  const double degrees = value->to_number<double>(error);
  if (error) throw BadPlace(std::string(name) + " is no number");
  return degrees;
}

json::value geometry_of(const json::object& record, const Bounds& bounds) {
  const json::value* const boundary = record.if_contains("boundary");
  if (boundary && boundary->is_string() && !boundary->get_string().empty()) {
    return boundary_of(boundary->get_string(), bounds);
  }
  const auto longitude = degrees_at(record, "longitude");
  const auto latitude = degrees_at(record, "latitude");
  if (!longitude && !latitude) return nullptr;
  if (!longitude || !latitude) throw BadPlace("of longitude and latitude one is missing; correct it at the source");
  return json::object{{"type", "Point"}, {"coordinates", position_of(*longitude, *latitude, bounds)}};
}

// Numbers by size, then texts by letters, then what has no id by all that it says.
std::pair<double, std::string> order_of(const json::object& feature) {
  const json::value* const id = feature.if_contains("id");
  if (!id) return {2e18, json::serialize(feature)};
  if (id->is_string()) return {1e18, std::string(id->get_string())};
  return {id->to_number<double>(), {}};
}

}  // namespace

json::object feature_of(const json::object& record, const Bounds& bounds) {
  json::object feature{{"type", "Feature"}};
  const json::value* const id = record.if_contains("id");
  if (id && (id->is_string() || id->is_number())) feature["id"] = *id;
  feature["geometry"] = geometry_of(record, bounds);
  json::object properties;
  for (const auto& member : record) {
    if (std::ranges::find(places, member.key()) == places.end()) properties[member.key()] = member.value();
  }
  feature["properties"] = std::move(properties);
  return feature;
}

std::string layer_of(std::vector<json::object> features) {
  std::ranges::sort(features, {}, order_of);
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (const json::object& feature : features) {
    if (&feature != features.data()) text += ',';
    text += json::serialize(feature);
  }
  return text + "]}";
}

}  // namespace epidemic_map
