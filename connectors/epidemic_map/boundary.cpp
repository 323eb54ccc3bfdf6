// Checking and turning rings.
#include "boundary.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace epidemic_map {

namespace json = boost::json;

namespace {

double rounded(double degrees) { return std::round(degrees * 1e6) / 1e6; }

std::string degrees(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

double number_of(const json::value& value) {
  boost::system::error_code error;
  const double number = value.to_number<double>(error);
  if (error || !std::isfinite(number)) throw BadPlace("the boundary has a position that is no pair of numbers");
  return number;
}

json::array position_in(const json::value& value, const Bounds& bounds) {
  const json::array* const pair = value.if_array();
  if (!pair || pair->size() < 2) throw BadPlace("the boundary has a position that is no pair of numbers");
  return position_of(number_of((*pair)[0]), number_of((*pair)[1]), bounds);
}

// Twice the signed area: positive where the ring runs anticlockwise.
double turn_of(const json::array& ring) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const json::array& a = ring[i].get_array();
    const json::array& b = ring[i + 1].get_array();
    sum += a[0].get_double() * b[1].get_double() - b[0].get_double() * a[1].get_double();
  }
  return sum;
}

json::array ring_in(const json::value& value, bool outer, const Bounds& bounds) {
  const json::array* const positions = value.if_array();
  if (!positions || positions->size() < 4) throw BadPlace("a ring of the boundary has fewer than four positions");
  json::array ring;
  ring.reserve(positions->size());
  for (const json::value& position : *positions) ring.push_back(position_in(position, bounds));
  if (ring.front() != ring.back()) throw BadPlace("a ring of the boundary does not end where it begins");
  const double turn = turn_of(ring);
  if (turn == 0) throw BadPlace("a ring of the boundary encloses nothing");
  if ((turn > 0) != outer) std::reverse(ring.begin(), ring.end());
  return ring;
}

json::array polygon_in(const json::value& value, const Bounds& bounds) {
  const json::array* const rings = value.if_array();
  if (!rings || rings->empty()) throw BadPlace("a polygon of the boundary has no ring");
  json::array polygon;
  polygon.reserve(rings->size());
  for (const json::value& ring : *rings) polygon.push_back(ring_in(ring, polygon.empty(), bounds));
  return polygon;
}

json::array polygons_in(const json::value& value, const Bounds& bounds) {
  const json::array* const list = value.if_array();
  if (!list || list->empty()) throw BadPlace("the boundary has no polygon");
  json::array polygons;
  polygons.reserve(list->size());
  for (const json::value& polygon : *list) polygons.push_back(polygon_in(polygon, bounds));
  return polygons;
}

}  // namespace

json::array position_of(double longitude, double latitude, const Bounds& bounds) {
  if (bounds.hold(longitude, latitude)) return {rounded(longitude), rounded(latitude)};
  const std::string place = "longitude " + degrees(longitude) + ", latitude " + degrees(latitude);
  if (bounds.hold(latitude, longitude)) {
    throw BadPlace(place + ": the two have changed places; correct them at the source");
  }
  throw BadPlace(place + " lies outside of the map, whose bounds the system's settings tell; correct it at the source");
}

json::object boundary_of(std::string_view text, const Bounds& bounds) {
  json::parse_options options;
  options.max_depth = 8;
  boost::system::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  const json::object* const geometry = error ? nullptr : value.if_object();
  if (!geometry) throw BadPlace("the boundary is no GeoJSON geometry");
  const json::value* const type = geometry->if_contains("type");
  const json::value* const coordinates = geometry->if_contains("coordinates");
  const json::value nothing;
  const json::value& given = coordinates ? *coordinates : nothing;
  if (type && *type == "Polygon") return {{"type", "Polygon"}, {"coordinates", polygon_in(given, bounds)}};
  if (type && *type == "MultiPolygon") return {{"type", "MultiPolygon"}, {"coordinates", polygons_in(given, bounds)}};
  throw BadPlace("the boundary is neither a Polygon nor a MultiPolygon");
}

}  // namespace epidemic_map
