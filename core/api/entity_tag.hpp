// Entity tags (RFC 9110, section 8.8.3): what an answer is known by, so that it is sent once.
#pragma once

#include <string>
#include <string_view>

namespace lt::api {

// Of these bytes, in its quotation marks.
std::string tag_of(std::string_view body);
// Whether If-None-Match names this tag (RFC 9110, section 13.1.2).
bool knows(std::string_view if_none_match, std::string_view tag);

}  // namespace lt::api
