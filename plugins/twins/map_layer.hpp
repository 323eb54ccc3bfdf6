// What an epidemic map demands of a layer: GeoJSON by RFC 7946, within Vietnam.
#pragma once

#include <boost/json/object.hpp>

#include <string>

namespace lt::twins {

// Why a map refuses a layer, with the number of the feature; nothing where it takes it. Geometries are Point, Polygon,
// MultiPolygon or null; coordinates are longitude before latitude, rings are closed, the outer one runs anticlockwise.
std::string fault_of_layer(const boost::json::object& layer);

}  // namespace lt::twins
