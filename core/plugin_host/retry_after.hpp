// Reads the Retry-After header of an answer.
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace lt::plugin_host {

// How long to wait: from seconds or from one of the three dates of RFC 9110 (10.2.3, 5.6.7), never negative.
// `now` is the server's own Date where it gave one. Nothing where the value is neither.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, Milliseconds now);

// An HTTP date as milliseconds since 1970.
std::optional<Milliseconds> parse_http_date(std::string_view value);

}  // namespace lt::plugin_host
