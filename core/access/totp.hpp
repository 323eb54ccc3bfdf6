// One-time codes by time (RFC 6238 with SHA-1, six digits, 30 s, as every authenticator app reads them).
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::access {

std::string new_totp_secret();  // 20 random bytes
std::int64_t totp_step_at(Milliseconds moment);
std::string totp_code(std::string_view secret, std::int64_t step);
// The step whose code this is, among the present one and its neighbours, and later than `used`: no code counts twice.
std::optional<std::int64_t> fitting_step(std::string_view secret, std::string_view code, Milliseconds now,
                                         std::int64_t used);
// What an app reads as a QR code.
std::string totp_uri(std::string_view issuer, std::string_view user, std::string_view secret);
std::string to_base32(std::string_view bytes);  // RFC 4648, section 6, without padding

}  // namespace lt::access
