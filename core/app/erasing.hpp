// Erasing a person, as the command line and the API order it, and the proofs that are left.
#pragma once

#include "app/configuration.hpp"
#include "store/store.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace lt::app {

// Whether a text that goes into the proof holds the value by which the person was named. A short number is a row's id,
// which says nothing of anybody.
bool names_the_erased(std::string_view text, std::string_view id);

// `row`: one that stands, or went.
store::ErasureOrder erasure_order(const Configuration& configuration, int entity, store::RowId row, std::string reason,
                                  std::string who);

boost::json::object to_json(const store::Erasure& erasure);

}  // namespace lt::app
