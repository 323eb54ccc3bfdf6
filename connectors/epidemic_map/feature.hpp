// From what the hub says of a thing to a feature of a layer, and from features to the layer's document.
#pragma once

#include "boundary.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace epidemic_map {

// The record's `id` becomes the feature's, its `boundary` (the text of a Polygon or MultiPolygon) or else `longitude`
// and `latitude` its geometry, null where it has neither; all other members become its properties. Throws BadPlace.
boost::json::object feature_of(const boost::json::object& record, const Bounds& bounds);

// A FeatureCollection by RFC 7946 with the features in the order of their ids, so that equal layers are equal texts.
std::string layer_of(std::vector<boost::json::object> features);

}  // namespace epidemic_map
