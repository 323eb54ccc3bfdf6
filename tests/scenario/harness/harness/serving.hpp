// A hub that serves: where it listens.
#pragma once

#include "harness/child.hpp"

#include <string>

namespace lt::scenario {

// "http://127.0.0.1:PORT" of `lienthong serve`, as soon as it listens. Throws std::runtime_error with what it said
// where it ends by itself or does not listen within a minute.
std::string address_of(Child& serving);

}  // namespace lt::scenario
