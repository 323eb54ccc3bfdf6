// Positions and areas of a map in the form of RFC 7946, within the bounds that a province's map can have.
#pragma once

#include <boost/json.hpp>

#include <stdexcept>
#include <string_view>

namespace epidemic_map {

// Why something cannot stand on the map, for the person who keeps its coordinates.
struct BadPlace : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// WGS 84 degrees.
struct Bounds {
  double west, south, east, north;

  bool hold(double longitude, double latitude) const {
    return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
  }
};

// [longitude, latitude] with six decimals (0.1 m), as RFC 7946 wants. Throws BadPlace outside of the bounds, and says
// so where the two have changed places.
boost::json::array position_of(double longitude, double latitude, const Bounds& bounds);

// A Polygon or MultiPolygon out of its text: rings closed and of at least four positions, two numbers each; the outer
// ring anticlockwise and holes clockwise, turned around where they are not. Throws BadPlace for anything else.
boost::json::object boundary_of(std::string_view text, const Bounds& bounds);

}  // namespace epidemic_map
