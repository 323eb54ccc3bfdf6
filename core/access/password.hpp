// Passwords as Argon2id keeps them (RFC 9106).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lt::access {

// RFC 9106, section 4, the second recommendation, with one lane.
struct PasswordCost {
  std::uint32_t passes = 3;
  std::uint32_t memory_kib = 64u << 10;
};

// "$argon2id$v=19$m=…": salt, cost and hash. Throws Error unavailable where the memory is not to be had.
std::string hash_password(std::string_view password, PasswordCost cost = {});
// By the cost that the hash names.
bool fits_password(const std::string& hash, std::string_view password);

// At least 12 characters, not with the user's name in it (of four letters or more), not few characters again and again;
// empty where it is good.
std::string password_fault(std::string_view password, std::string_view user);

}  // namespace lt::access
