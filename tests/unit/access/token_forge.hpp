// Makes keys and tokens as a provider would, and as a forger would.
#pragma once

#include "access/digest.hpp"
#include "access/jose.hpp"
#include "access/url_text.hpp"

#include <boost/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::access::test {

namespace json = boost::json;

class Forge {
 public:
  explicit Forge(std::string id = "k1", unsigned bits = 2048)
      : id_(std::move(id)), rsa_(EVP_RSA_gen(bits), EVP_PKEY_free), ec_(EVP_EC_gen("P-256"), EVP_PKEY_free) {}

  json::object rsa_key() const {
    return {{"kty", "RSA"},
            {"kid", id_},
            {"use", "sig"},
            {"n", number(*rsa_, OSSL_PKEY_PARAM_RSA_N)},
            {"e", number(*rsa_, OSSL_PKEY_PARAM_RSA_E)}};
  }
  json::object ec_key() const {
    return {{"kty", "EC"},
            {"kid", id_},
            {"crv", "P-256"},
            {"x", number(*ec_, OSSL_PKEY_PARAM_EC_PUB_X, 32)},
            {"y", number(*ec_, OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
  }
  json::object set() const { return {{"keys", json::array{rsa_key(), ec_key()}}}; }

  // By what `alg` says: RS256, ES256, HS256 (with `secret`) or none.
  std::string sign(const std::string& algorithm, const json::object& claims, const json::object& more = {},
                   const std::string& secret = {}) const {
    json::object head{{"alg", algorithm}, {"kid", id_}};
    for (const auto& [name, value] : more) head[name] = value;
    const std::string message = to_base64url(json::serialize(head)) + "." + to_base64url(json::serialize(claims));
    return message + "." + to_base64url(signature(algorithm, message, secret));
  }

 private:
  static std::string number(EVP_PKEY& key, const char* name, int size = 0) {
    BIGNUM* big = nullptr;
    EVP_PKEY_get_bn_param(&key, name, &big);
    std::string bytes(static_cast<std::size_t>(size > 0 ? size : BN_num_bytes(big)), '\0');
    BN_bn2binpad(big, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    BN_free(big);
    return to_base64url(bytes);
  }

  std::string signature(const std::string& algorithm, const std::string& message, const std::string& secret) const {
    const auto* text = reinterpret_cast<const unsigned char*>(message.data());
    if (algorithm == "HS256") {
      std::string code(32, '\0');
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), text, message.size(),
           reinterpret_cast<unsigned char*>(code.data()), nullptr);
      return code;
    }
    if (algorithm != "RS256" && algorithm != "ES256") return algorithm == "none" ? "" : "signed";
    const bool elliptic = algorithm == "ES256";
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 512;
    std::vector<unsigned char> bytes(size);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, elliptic ? ec_.get() : rsa_.get());
    EVP_DigestSign(context.get(), bytes.data(), &size, text, message.size());
    if (!elliptic) return {reinterpret_cast<const char*>(bytes.data()), size};
    const unsigned char* at = bytes.data();
    ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
    std::string raw(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(raw.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
    ECDSA_SIG_free(pair);
    return raw;
  }

  std::string id_;
  std::shared_ptr<EVP_PKEY> rsa_;
  std::shared_ptr<EVP_PKEY> ec_;
};

}  // namespace lt::access::test
