// By OpenSSL.
#include "access/digest.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace lt::access {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
    throw Error(ErrorKind::failed, "OpenSSL could not make random bytes; nothing was done");
  return bytes;
}

std::string new_token() { return to_hex(random_bytes(32)); }

std::string one_time_password() {
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";  // 32: each byte's low five bits
  static_assert(letters.size() == 32);
  std::string password = random_bytes(20);
  for (char& letter : password) letter = letters[static_cast<unsigned char>(letter) % letters.size()];
  return password;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace lt::access
