// The `Body` of a citizen in the vaccination sync: a JSON array of persons that was escaped once more as a string.
#pragma once

#include <boost/json.hpp>

#include <string_view>

namespace lt::population {

// The persons in a Body's text. Read as the string that it should be, else as the array itself, or as either without
// its outer quotes or with XML's own escapes left in it. Throws Failure failed where it is none of these.
boost::json::array persons_of(std::string_view body);

}  // namespace lt::population
