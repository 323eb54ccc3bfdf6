// Codings that turn bytes into the few characters a QR code is small with: base45 (RFC 9285) and base32 (RFC 4648).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lt::qr {

// std::nullopt where the text is no base45.
std::optional<std::string> from_base45(std::string_view text);

// Without padding, capitals only.
std::string to_base32(std::string_view bytes);
std::optional<std::string> from_base32(std::string_view text);

// zlib; std::nullopt where the bytes are none, are cut, or would grow beyond `most` bytes.
std::optional<std::string> inflate(std::string_view bytes, std::size_t most);

}  // namespace lt::qr
