// HMAC by OpenSSL, hexadecimal letters by hand.
#include "testing/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace lt::plugin_testing {

std::string signature_of(const std::string& secret, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  std::string hex = "sha256=";
  for (unsigned i = 0; i < size; ++i) hex += {"0123456789abcdef"[digest[i] >> 4U], "0123456789abcdef"[digest[i] & 15U]};
  return hex;
}

}  // namespace lt::plugin_testing
