// Equal bytes, equal tags.
#include "api/entity_tag.hpp"

#include "base/encoding.hpp"
#include "base/hash.hpp"

#include <cstdint>

namespace lt::api {

std::string tag_of(std::string_view body) {
  const auto hash = static_cast<std::uint64_t>(content_hash(body));
  std::string tag = "\"";
  tag += to_hex({reinterpret_cast<const char*>(&hash), sizeof hash});
  tag += '"';
  return tag;
}

bool knows(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

}  // namespace lt::api
