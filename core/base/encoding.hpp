// Bytes as printable text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lt {

// RFC 4648, section 4, with padding and without line breaks.
std::string to_base64(std::string_view bytes);
// Nothing where the text is empty or not what to_base64() gives.
std::optional<std::string> from_base64(std::string_view text);
// Two digits a byte, in small letters.
std::string to_hex(std::string_view bytes);

}  // namespace lt
