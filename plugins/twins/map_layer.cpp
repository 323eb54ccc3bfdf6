// Judging features, geometries, rings and positions.
#include "twins/map_layer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <set>
#include <stdexcept>

namespace lt::twins {
namespace json = boost::json;
namespace {

const json::array& list_of(const json::value& value, const char* what) {
  if (const auto* list = value.if_array()) return *list;
  throw std::invalid_argument(std::string(what) + " is no array");
}

struct Position {
  double longitude, latitude;
  bool operator==(const Position&) const = default;
};

Position position_of(const json::value& value) {
  const auto& pair = list_of(value, "a position");
  if (pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number())
    throw std::invalid_argument("a position is no pair of numbers");
  const Position made{pair[0].to_number<double>(), pair[1].to_number<double>()};
  if (made.longitude < 102 || made.longitude > 118 || made.latitude < 6 || made.latitude > 24)
    throw std::invalid_argument("a position is not in Vietnam; longitude comes first");
  return made;
}

void judge_ring(const json::value& value, bool outer) {
  const auto& ring = list_of(value, "a ring");
  if (ring.size() < 4 || position_of(ring.front()) != position_of(ring.back()))
    throw std::invalid_argument("a ring is open or has fewer than four positions");
  double area = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const auto from = position_of(ring[i - 1]), to = position_of(ring[i]);
    area += (to.longitude - from.longitude) * (to.latitude + from.latitude);
  }
  if (area == 0 || (area < 0) != outer) throw std::invalid_argument("a ring runs the wrong way round");
}

void judge_polygon(const json::value& value) {
  const auto& rings = list_of(value, "a polygon");
  if (rings.empty()) throw std::invalid_argument("a polygon has no ring");
  for (std::size_t i = 0; i < rings.size(); ++i) judge_ring(rings[i], i == 0);
}

void judge_geometry(const json::value& value) {
  if (value.is_null()) return;
  const auto* geometry = value.if_object();
  const auto* type = geometry == nullptr ? nullptr : geometry->if_contains("type");
  const auto* coordinates = geometry == nullptr ? nullptr : geometry->if_contains("coordinates");
  if (type == nullptr || coordinates == nullptr) throw std::invalid_argument("a geometry needs type and coordinates");
  if (*type == "Point") {
    position_of(*coordinates);
  } else if (*type == "Polygon") {
    judge_polygon(*coordinates);
  } else if (*type == "MultiPolygon") {
    for (const auto& polygon : list_of(*coordinates, "a multipolygon")) judge_polygon(polygon);
  } else {
    throw std::invalid_argument("this map draws points and polygons only");
  }
}

void judge_feature(const json::value& value, std::set<std::string>& ids) {
  const auto* feature = value.if_object();
  const auto* type = feature == nullptr ? nullptr : feature->if_contains("type");
  if (type == nullptr || *type != "Feature") throw std::invalid_argument("not of the type Feature");
  const auto* geometry = feature->if_contains("geometry");
  const auto* properties = feature->if_contains("properties");
  if (geometry == nullptr || properties == nullptr || !properties->is_object())
    throw std::invalid_argument("a feature needs geometry and properties");
  const auto* id = feature->if_contains("id");
  if (id == nullptr || !(id->is_string() || id->is_number()) || !ids.insert(json::serialize(*id)).second)
    throw std::invalid_argument("a feature needs an id of its own");
  judge_geometry(*geometry);
}

}  // namespace

std::string fault_of_layer(const json::object& layer) {
  const auto* type = layer.if_contains("type");
  if (type == nullptr || *type != "FeatureCollection") return "the type must be FeatureCollection";
  if (layer.contains("crs")) return "RFC 7946 knows no crs";
  std::set<std::string> ids;
  const auto& features = layer.at("features").as_array();
  std::size_t number = 0;
  try {
    for (; number < features.size(); ++number) judge_feature(features[number], ids);
  } catch (const std::invalid_argument& fault) {
    return "feature " + std::to_string(number) + ": " + fault.what();
  }
  return {};
}

}  // namespace lt::twins
