// RFC 4226's truncation over RFC 6238's steps.
#include "access/totp.hpp"

#include "access/digest.hpp"
#include "access/url_text.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdio>

namespace lt::access {
namespace {

constexpr Milliseconds step_length = 30'000;

}  // namespace

std::string new_totp_secret() { return random_bytes(20); }

std::int64_t totp_step_at(Milliseconds moment) { return moment / step_length; }

std::string totp_code(std::string_view secret, std::int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[counter.size() - 1 - i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i) & 0xff);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), digest.data(),
       &size);
  const std::size_t offset = digest[size - 1] & 0x0fU;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | digest[offset + i];
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%06u", (number & 0x7fff'ffffU) % 1'000'000U);
  return text.data();
}

std::optional<std::int64_t> fitting_step(std::string_view secret, std::string_view code, Milliseconds now,
                                         std::int64_t used) {
  for (const std::int64_t step : {totp_step_at(now), totp_step_at(now) - 1, totp_step_at(now) + 1})
    if (step > used && equal_in_constant_time(totp_code(secret, step), code)) return step;
  return std::nullopt;
}

std::string to_base32(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    held = held << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text += letters[held >> (bits - 5) & 31U];
    held &= (1U << bits) - 1U;
  }
  if (bits > 0) text += letters[held << (5 - bits) & 31U];
  return text;
}

std::string totp_uri(std::string_view issuer, std::string_view user, std::string_view secret) {
  std::string uri = "otpauth://totp/";
  uri += percent_encoded(issuer) + ':' + percent_encoded(user);
  uri += "?secret=" + to_base32(secret) + "&issuer=" + percent_encoded(issuer);
  return uri + "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace lt::access
