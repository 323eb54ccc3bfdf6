// Bytes as addresses and web tokens carry them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lt::access {

// RFC 3986: all but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

// RFC 4648, section 5, without padding.
std::string to_base64url(std::string_view bytes);
// Nothing where the text is empty or not what to_base64url() gives.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace lt::access
