// Digests and their HMAC (FIPS 180-4, RFC 2104).
#include <lienthong/rest/signing.hpp>
#include <lienthong/sdk/failure.hpp>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace lt::rest {
namespace {

constexpr std::size_t digest_size = 32;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string hmac(const EVP_MD* digest_of, std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (HMAC(digest_of, key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), digest.data(), &size) ==
      nullptr)
    throw sdk::failed("OpenSSL gives no HMAC");
  return {digest.begin(), digest.begin() + size};
}

}  // namespace

std::string sha256(std::string_view text) {
  std::array<unsigned char, digest_size> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw sdk::failed("OpenSSL gives no SHA-256");
  return {digest.begin(), digest.end()};
}

std::string hmac_sha256(std::string_view key, std::string_view text) { return hmac(EVP_sha256(), key, text); }
std::string hmac_sha512(std::string_view key, std::string_view text) { return hmac(EVP_sha512(), key, text); }
std::string hmac_sha1(std::string_view key, std::string_view text) { return hmac(EVP_sha1(), key, text); }

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += {digits[byte >> 4], digits[byte & 15]};
  }
  return text;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string filled(std::string_view pattern,
                   std::span<const std::pair<std::string_view, std::string_view>> placeholders) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const auto found = std::ranges::find_if(
        placeholders, [&](const auto& each) { return pattern.substr(at).starts_with(each.first); });
    if (found == placeholders.end()) {
      text += pattern[at++];
    } else {
      text += found->second;
      at += found->first.size();
    }
  }
  return text;
}

}  // namespace lt::rest
