// By libargon2.
#include "access/password.hpp"

#include "access/digest.hpp"
#include "base/error.hpp"
#include "base/utf8.hpp"

#include <argon2.h>

#include <algorithm>
#include <array>

namespace lt::access {
namespace {

constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;
constexpr std::size_t most_bytes = 1024;  // of a password, so that nobody has the hub hash a book

}  // namespace

std::string hash_password(std::string_view password, PasswordCost cost) {
  const std::string salt = random_bytes(salt_size);
  std::string encoded(argon2_encodedlen(cost.passes, cost.memory_kib, lanes, salt_size, hash_size, Argon2_id), '\0');
  const int result = argon2id_hash_encoded(cost.passes, cost.memory_kib, lanes, password.data(), password.size(),
                                           salt.data(), salt.size(), hash_size, encoded.data(), encoded.size());
  if (result != ARGON2_OK)
    throw Error(result == ARGON2_MEMORY_ALLOCATION_ERROR ? ErrorKind::unavailable : ErrorKind::failed,
                std::string("a password could not be hashed: ") + argon2_error_message(result));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool fits_password(const std::string& hash, std::string_view password) {
  if (password.size() > most_bytes) return false;
  const int result = argon2id_verify(hash.c_str(), password.data(), password.size());
  if (result == ARGON2_MEMORY_ALLOCATION_ERROR)
    throw Error(ErrorKind::unavailable, "a password could not be checked: there is no memory for it");
  return result == ARGON2_OK;
}

std::string password_fault(std::string_view password, std::string_view user) {
  std::size_t characters = 0;
  for (const char* at = password.data(); at < password.data() + password.size(); ++characters)
    next_code_point(at, password.data() + password.size());
  if (characters < 12) return "a password has at least 12 characters";
  if (password.size() > most_bytes) return "a password has at most 1024 bytes";
  if (!is_valid_utf8(password)) return "a password is a text in UTF-8";
  if (user.size() >= 4 && password.find(user) != std::string_view::npos)
    return "a password does not hold the user's name";
  std::array<bool, 256> met{};
  for (const char letter : password) met[static_cast<unsigned char>(letter)] = true;
  if (std::ranges::count(met, true) < 5) return "a password has at least five different characters";
  return {};
}

}  // namespace lt::access
