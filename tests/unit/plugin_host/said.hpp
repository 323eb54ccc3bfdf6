// Whether an error says certain words; the test shows what it says instead.
#pragma once

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <string_view>

inline bool says(const lt::Error& error, std::string_view words) {
  INFO(error.what());
  return std::string_view(error.what()).find(words) != std::string_view::npos;
}
