// The other side of a health certificate: makes keys, certificates and the text of a QR code, as an issuer does.
#pragma once

#include "qr/cbor.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <zlib.h>

#include <memory>
#include <string>
#include <vector>

namespace issuing {

inline std::string base45(const std::string& bytes) {
  constexpr std::string_view signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const bool pair = i + 1 < bytes.size();
    unsigned number = static_cast<unsigned char>(bytes[i]);
    if (pair) number = number * 256 + static_cast<unsigned char>(bytes[i + 1]);
    for (int k = 0; k < (pair ? 3 : 2); ++k, number /= 45) text += signs[number % 45];
  }
  return text;
}

inline std::string compressed(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
           static_cast<uLong>(bytes.size()));
  out.resize(size);
  return out;
}

// CBOR written by hand, so that the reader under test is not its own judge.
// The shortest form, which what is signed must have (RFC 8152, 4.4).
inline std::string head(unsigned major, unsigned long long value) {
  std::string out;
  if (value < 24) return out += static_cast<char>(major << 5U | static_cast<unsigned>(value));
  const int width = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFFFFFF ? 2 : 3;
  out += static_cast<char>(major << 5U | (24U + static_cast<unsigned>(width)));
  for (int shift = (8 << width) - 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFFU);
  return out;
}
inline std::string whole(long long number) {
  return number >= 0 ? head(0, static_cast<unsigned long long>(number))
                     : head(1, static_cast<unsigned long long>(-1 - number));
}
inline std::string text(std::string_view value) { return head(3, value.size()).append(value); }
inline std::string bytes(std::string_view value) { return head(2, value.size()).append(value); }
inline std::string map(const std::vector<std::string>& items) {
  std::string out = head(5, items.size() / 2);
  for (const auto& item : items) out += item;
  return out;
}
inline std::string list(const std::vector<std::string>& items) {
  std::string out = head(4, items.size());
  for (const auto& item : items) out += item;
  return out;
}

class Issuer {
 public:
  // A key pair with a certificate that it signed itself.
  explicit Issuer(bool elliptic) : elliptic_(elliptic), key_(elliptic ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048)) {
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 31'536'000L);
    X509_set_pubkey(certificate, key_);
    X509_sign(certificate, key_, EVP_sha256());
    pem_ = written([&](BIO* bio) { PEM_write_bio_X509(bio, certificate); });
    const std::string der = written([&](BIO* bio) { i2d_X509_bio(bio, certificate); });
    id_ = std::string(
        reinterpret_cast<const char*>(SHA256(reinterpret_cast<const unsigned char*>(der.data()), der.size(), nullptr)),
        8);
    X509_free(certificate);
  }
  ~Issuer() { EVP_PKEY_free(key_); }
  Issuer(const Issuer&) = delete;
  Issuer& operator=(const Issuer&) = delete;

  const std::string& certificate_pem() const { return pem_; }
  std::string public_pem() const {
    return written([&](BIO* bio) { PEM_write_bio_PUBKEY(bio, key_); });
  }

  // A COSE_Sign1 over the claims.
  std::string sign1(const std::string& claims, bool tagged = true) const {
    const std::string guarded = map({whole(1), whole(elliptic_ ? -7 : -37), whole(4), bytes(id_)});
    const std::string over = list({text("Signature1"), bytes(guarded), bytes(""), bytes(claims)});
    return (tagged ? head(6, 18) : "") + list({bytes(guarded), map({}), bytes(claims), bytes(signature(over))});
  }
  std::string code(const std::string& claims) const { return "HC1:" + base45(compressed(sign1(claims))); }

 private:
  template <typename Write>
  static std::string written(Write write) {
    BIO* bio = BIO_new(BIO_s_mem());
    write(bio);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string out(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return out;
  }

  std::string signature(const std::string& over) const {
    EVP_MD_CTX* digest = EVP_MD_CTX_new();
    EVP_PKEY_CTX* context = nullptr;
    EVP_DigestSignInit(digest, &context, EVP_sha256(), nullptr, key_);
    if (!elliptic_) {
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(context, 32);
    }
    std::vector<unsigned char> made(512);
    std::size_t size = made.size();
    EVP_DigestSign(digest, made.data(), &size, reinterpret_cast<const unsigned char*>(over.data()), over.size());
    EVP_MD_CTX_free(digest);
    if (!elliptic_) return {reinterpret_cast<const char*>(made.data()), size};
    const unsigned char* at = made.data();
    ECDSA_SIG* parts = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
    std::string raw(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(parts), reinterpret_cast<unsigned char*>(raw.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(parts), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
    ECDSA_SIG_free(parts);
    return raw;
  }

  bool elliptic_;
  EVP_PKEY* key_;
  std::string pem_;
  std::string id_;
};

// What Vietnam's certificates claim: issued and expiring in epoch seconds.
inline std::string claims(long long issued, long long expires) {
  const std::string dose =
      map({text("tg"), text("840539006"), text("mp"), text("EU/1/21/1529"), text("ma"), text("ORG-100001699"),
           text("dn"), whole(2), text("sd"), whole(2), text("dt"), text("2021-09-05"), text("co"), text("VN"),
           text("is"), text("Ban Co Yeu"), text("ci"), text("URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF")});
  const std::string certificate =
      map({text("ver"), text("1.3.0"), text("nam"), map({text("fn"), text("NGUYỄN"), text("gn"), text("VĂN AN")}),
           text("dob"), text("1995-05-04"), text("v"), list({dose})});
  return map({whole(1), text("VN"), whole(6), whole(issued), whole(4), whole(expires), whole(-260),
              map({whole(1), certificate})});
}

}  // namespace issuing
