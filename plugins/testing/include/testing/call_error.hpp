// What a call that must fail fails with.
#pragma once

#include "plugin_host/call_error.hpp"

#include <stdexcept>

namespace lt::plugin_testing {

// Throws std::logic_error, which fails the test, where the call does not fail.
template <class Work>
plugin_host::CallError error_of(const Work& work) {
  try {
    work();
  } catch (const plugin_host::CallError& error) {
    return error;
  }
  throw std::logic_error("the call should have failed");
}

}  // namespace lt::plugin_testing
