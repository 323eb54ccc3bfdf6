// Digests and signatures that partners ask of a request, over OpenSSL.
#pragma once

#include <string>
#include <string_view>

namespace lt::rest {

// Raw bytes: 32 of them.
std::string sha256(std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);

// Small letters.
std::string hex(std::string_view bytes);

// Takes the same time wherever the two differ, so that a signature cannot be guessed byte by byte.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace lt::rest
