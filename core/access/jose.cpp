// Signatures by OpenSSL; the algorithm is the key's own, never only what a token says.
#include "access/jose.hpp"

#include "access/url_text.hpp"
#include "base/error.hpp"

#include <boost/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <optional>

namespace lt::access {
namespace {

namespace json = boost::json;

template <auto Free>
struct Freed {
  template <typename Thing>
  void operator()(Thing* thing) const {
    Free(thing);
  }
};
template <typename Thing, auto Free>
using Owned = std::unique_ptr<Thing, Freed<Free>>;
using Number = Owned<BIGNUM, BN_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;

constexpr std::size_t coordinate = 32;  // bytes of a number of P-256
constexpr int least_rsa_bits = 2048;
constexpr std::size_t most_token = 64U << 10U;

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorKind::denied, "the provider's token " + what); }

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Number number_of(std::string_view big_endian) {
  return Number(BN_bin2bn(bytes(big_endian), static_cast<int>(big_endian.size()), nullptr));
}

json::object object_of(std::string_view part, const char* which) {
  const auto text = from_base64url(part);
  json::error_code error;
  json::value parsed;
  if (text) parsed = json::parse(*text, error);
  if (!text || error || !parsed.is_object()) refuse(std::string("cannot be read: its ") + which + " is no JSON");
  return std::move(parsed.as_object());
}

// What `push` puts together, as a key of this type; null where it is none.
template <typename Push>
std::shared_ptr<EVP_PKEY> key_of(const char* type, const Push& push) {
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || !push(builder.get())) return nullptr;
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> making(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !making || EVP_PKEY_fromdata_init(making.get()) != 1 ||
      EVP_PKEY_fromdata(making.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  std::shared_ptr<EVP_PKEY> owned(key, EVP_PKEY_free);
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> checking(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (!checking || EVP_PKEY_public_check(checking.get()) != 1) return nullptr;
  return owned;
}

std::shared_ptr<EVP_PKEY> rsa_key(const json::object& member) {
  const auto modulus = from_base64url(text_member(member, "n"));
  const auto exponent = from_base64url(text_member(member, "e"));
  if (!modulus || !exponent) return nullptr;
  const Number n = number_of(*modulus);
  const Number e = number_of(*exponent);
  auto key = key_of("RSA", [&](OSSL_PARAM_BLD* builder) {
    return OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
           OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e.get()) == 1;
  });
  return key && EVP_PKEY_get_bits(key.get()) >= least_rsa_bits ? key : nullptr;
}

std::shared_ptr<EVP_PKEY> elliptic_key(const json::object& member) {
  const auto x = from_base64url(text_member(member, "x"));
  const auto y = from_base64url(text_member(member, "y"));
  if (text_member(member, "crv") != "P-256" || !x || !y || x->size() != coordinate || y->size() != coordinate)
    return nullptr;
  const std::string point = "\x04" + *x + *y;
  return key_of("EC", [&](OSSL_PARAM_BLD* builder) {
    return OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
           OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1;
  });
}

// As OpenSSL takes it: DER instead of the two numbers side by side (RFC 7518, section 3.4).
std::string der_signature(std::string_view raw) {
  const Owned<ECDSA_SIG, ECDSA_SIG_free> signature(ECDSA_SIG_new());
  ECDSA_SIG_set0(signature.get(), number_of(raw.substr(0, coordinate)).release(),
                 number_of(raw.substr(coordinate)).release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(der);
  return text;
}

struct Kind {
  std::string_view name;  // of the algorithm
  std::string_view type;  // of its keys
  TokenAlgorithm algorithm;
  std::shared_ptr<EVP_PKEY> (*read)(const json::object& member);
};
constexpr Kind kinds[] = {{"RS256", "RSA", TokenAlgorithm::rs256, rsa_key},
                          {"ES256", "EC", TokenAlgorithm::es256, elliptic_key}};

std::optional<VerifyingKey> read_key(const json::object& member) {
  const auto* const kind = std::ranges::find(kinds, text_member(member, "kty"), &Kind::type);
  if (kind == std::end(kinds)) return std::nullopt;
  const std::string use = text_member(member, "use");
  const std::string algorithm = text_member(member, "alg");
  if ((!use.empty() && use != "sig") || (!algorithm.empty() && algorithm != kind->name)) return std::nullopt;
  auto key = kind->read(member);
  if (!key) return std::nullopt;
  return VerifyingKey{text_member(member, "kid"), kind->algorithm, std::move(key)};
}

}  // namespace

std::string text_member(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

SignedToken read_signed_token(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t last = text.rfind('.');
  if (text.size() > most_token || first == last || text.find('.', first + 1) != last)
    refuse("cannot be read: it has not three parts");
  const json::object head = object_of(text.substr(0, first), "head");
  const std::string algorithm = text_member(head, "alg");
  const auto* const kind = std::ranges::find(kinds, algorithm, &Kind::name);
  if (kind == std::end(kinds)) refuse("is signed by '" + algorithm.substr(0, 32) + "'; RS256 and ES256 are taken");
  if (head.contains("crit")) refuse("asks for more than is understood here (crit)");
  auto signature = from_base64url(text.substr(last + 1));
  if (!signature) refuse("cannot be read: its signature is no Base64");
  return {.algorithm = kind->algorithm,
          .key_id = text_member(head, "kid"),
          .claims = object_of(text.substr(first + 1, last - first - 1), "content"),
          .message = std::string(text.substr(0, last)),
          .signature = std::move(*signature)};
}

std::vector<VerifyingKey> read_key_set(const json::object& set) {
  std::vector<VerifyingKey> keys;
  const json::value* members = set.if_contains("keys");
  if (members == nullptr || !members->is_array()) return keys;
  for (const json::value& member : members->as_array()) {
    if (!member.is_object()) continue;
    if (auto key = read_key(member.as_object())) keys.push_back(std::move(*key));
  }
  return keys;
}

bool fits(const VerifyingKey& key, const SignedToken& token) {
  const bool elliptic = key.algorithm == TokenAlgorithm::es256;
  if (token.algorithm != key.algorithm || (elliptic && token.signature.size() != 2 * coordinate)) return false;
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> digest(EVP_MD_CTX_new());
  if (!digest || EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) != 1) return false;
  const std::string signature = elliptic ? der_signature(token.signature) : token.signature;
  return EVP_DigestVerify(digest.get(), bytes(signature), signature.size(), bytes(token.message),
                          token.message.size()) == 1;
}

}  // namespace lt::access
