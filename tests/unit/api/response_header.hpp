// What a response says in one of its headers.
#pragma once

#include "api/message.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace lt::api::test {

// Empty where there is none.
inline std::string header(const Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, &HttpHeader::name);
  return found == response.headers.end() ? std::string() : found->value;
}

}  // namespace lt::api::test
