// A flow's place in the change feed as the store keeps it: void once its mapping changes, for then every row may be
// due.
#pragma once

#include "store/feed.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::sync {

std::string to_cursor(store::FeedPosition position, std::uint64_t fingerprint);
// The feed's beginning where there is no cursor or it is of another mapping.
store::FeedPosition from_cursor(std::string_view cursor, std::uint64_t fingerprint);

// Where it stands, whatever mapping it is of; nothing where it is no place in the feed.
std::optional<store::Seq> place_in_feed(std::string_view cursor);

}  // namespace lt::sync
