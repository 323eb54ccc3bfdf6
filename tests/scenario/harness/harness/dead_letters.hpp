// Dead letters as `lienthong dead-letters list` tells them.
#pragma once

#include "harness/installation.hpp"

#include <map>
#include <set>
#include <string>

namespace lt::scenario {

// key → letter, all that wait of one flow. Throws std::runtime_error where two have one key.
std::map<std::string, boost::json::value> letters(const Installation& hub, const std::string& flow);

// What is wrong with it: "code place", such as "bad_phone G76".
std::set<std::string> reasons(const boost::json::value& letter);
// The codes alone.
std::set<std::string> codes(const boost::json::value& letter);

}  // namespace lt::scenario
