// The key is set once; OpenSSL begins each text with what it made of it, at a fifth of the time of HMAC().
#include "base/keyed_hash.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/raw_bytes.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

namespace lt {
namespace {

[[noreturn]] void cannot_hash() {
  throw Error(ErrorKind::failed, "OpenSSL could not hash a text; nothing was written");
}

// The label keeps these hashes apart from whatever else the keys may come to be used for.
constexpr std::string_view label = "lienthong keyed hash\n";

}  // namespace

void KeyedHasher::Freed::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }

KeyedHasher::KeyedHasher(std::string_view id, std::span<const unsigned char> key) : id_(id) {
  EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  if (hmac == nullptr) cannot_hash();
  context_.reset(EVP_MAC_CTX_new(hmac));
  EVP_MAC_free(hmac);
  std::string digest = "SHA256";
  const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                              OSSL_PARAM_construct_end()};
  if (!context_ || EVP_MAC_init(context_.get(), key.data(), key.size(), parameters.data()) != 1) cannot_hash();
}

std::string KeyedHasher::hash(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  std::size_t size = 0;
  if (EVP_MAC_init(context_.get(), nullptr, 0, nullptr) != 1 ||
      EVP_MAC_update(context_.get(), bytes(label), label.size()) != 1 ||
      EVP_MAC_update(context_.get(), bytes(text), text.size()) != 1 ||
      EVP_MAC_final(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size, digest.size()) != 1)
    cannot_hash();
  return id_ + ":" + to_hex(digest);
}

}  // namespace lt
