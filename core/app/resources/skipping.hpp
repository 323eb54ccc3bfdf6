// Pages of lists whose order is not that of any number: the cursor says behind how many items a page begins.
#pragma once

#include "api/endpoint.hpp"

#include <algorithm>
#include <charconv>

namespace lt::app {

// A cursor comes from outside, so it is any text; none of them reaches beyond a million.
inline int skipped(const api::PageAsked& page) {
  int count = 0;
  std::from_chars(page.after.data(), page.after.data() + page.after.size(), count);
  return std::clamp(count, 0, 1'000'000);
}

}  // namespace lt::app
