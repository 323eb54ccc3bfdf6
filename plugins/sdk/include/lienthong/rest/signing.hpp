// Digests and signatures that partners ask of a request, over OpenSSL.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace lt::rest {

// Raw bytes: 32 of SHA-256, 20 of SHA-1, 64 of SHA-512.
std::string sha256(std::string_view text);
std::string hmac_sha256(std::string_view key, std::string_view text);
std::string hmac_sha512(std::string_view key, std::string_view text);
std::string hmac_sha1(std::string_view key, std::string_view text);

// Small letters.
std::string hex(std::string_view bytes);

// Takes the same time wherever the two differ, so that a signature cannot be guessed byte by byte.
bool equal_in_constant_time(std::string_view a, std::string_view b);

// `pattern` with its placeholders ("{body}" and its text) filled in one pass, so that what is filled in is not looked
// at again.
std::string filled(std::string_view pattern,
                   std::span<const std::pair<std::string_view, std::string_view>> placeholders);

}  // namespace lt::rest
