// OpenSSL's keys, certificates and signatures.
#include "qr/keys.hpp"

#include "base/error.hpp"
#include "base/yaml.hpp"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <vector>

namespace lt::qr {

struct Key {
  explicit Key(EVP_PKEY* key) : handle(key) {}
  ~Key() { EVP_PKEY_free(handle); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  EVP_PKEY* handle;
};

namespace {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;
using Bio = Owned<BIO, BIO_free_all>;
using Digest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr std::size_t coordinate = 32;

Bio bio_of(const std::string& text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw Error(ErrorKind::misconfigured, file.string() + " cannot be read; check that the hub's user may");
  return text.str();
}

template <typename Thing>
std::string der_id(Thing* thing, int (*write)(const Thing*, unsigned char**)) {
  unsigned char* der = nullptr;
  const int size = write(thing, &der);
  if (size <= 0) return {};
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(der, static_cast<std::size_t>(size), digest.data());
  OPENSSL_free(der);
  return {reinterpret_cast<const char*>(digest.data()), 8};
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string der_signature(std::string_view raw) {
  const Signature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes(raw), coordinate, nullptr);
  BIGNUM* s = BN_bin2bn(bytes(raw) + coordinate, coordinate, nullptr);
  ECDSA_SIG_set0(signature.get(), r, s);
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(der);
  return text;
}

std::string raw_signature(const std::vector<unsigned char>& der) {
  const unsigned char* at = der.data();
  const Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string raw(coordinate * 2, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, coordinate);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + coordinate, coordinate);
  return raw;
}

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == "prime256v1";
}

[[noreturn]] void refuse_key(const std::string& what) {
  throw Error(ErrorKind::misconfigured, what +
                                            "; a private key of P-256 in PEM is needed: openssl ecparam -name "
                                            "prime256v1 -genkey -noout -out pass_signing_key.pem");
}

}  // namespace

Signers Signers::load(const std::filesystem::path& folder, Violations& violations) {
  Signers signers;
  if (!std::filesystem::is_directory(folder)) return signers;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".pem") continue;
    try {
      if (signers.add(entry.path().stem().string(), read_file(entry.path()))) continue;
      violations.add(entry.path().string(), 0, "is neither a certificate nor a public key in PEM");
    } catch (const Error& e) {
      violations.add(entry.path().string(), 0, e.what());
    }
  }
  return signers;
}

bool Signers::add(const std::string& name, const std::string& pem) {
  const auto as_certificate = bio_of(pem);
  const Owned<X509, X509_free> certificate(PEM_read_bio_X509(as_certificate.get(), nullptr, nullptr, nullptr));
  const auto as_key = bio_of(pem);
  EVP_PKEY* handle =
      certificate ? X509_get_pubkey(certificate.get()) : PEM_read_bio_PUBKEY(as_key.get(), nullptr, nullptr, nullptr);
  if (handle == nullptr) return false;
  auto key = std::make_shared<const Key>(handle);
  const std::string id = certificate ? der_id<X509>(certificate.get(), i2d_X509) : der_id<EVP_PKEY>(handle, i2d_PUBKEY);
  signers_.insert_or_assign(id, Signer{name, std::move(key)});
  return true;
}

const Signers::Signer* Signers::find(std::string_view key_id) const {
  const auto found = signers_.find(key_id);
  return found == signers_.end() ? nullptr : &found->second;
}

bool verify(const Key& key, Algorithm algorithm, std::string_view message, std::string_view signature) {
  const bool elliptic = algorithm == Algorithm::es256;
  if (elliptic ? !is_p256(key.handle) || signature.size() != 2 * coordinate
               : EVP_PKEY_get_base_id(key.handle) != EVP_PKEY_RSA)
    return false;
  const Digest digest(EVP_MD_CTX_new());
  EVP_PKEY_CTX* context = nullptr;
  if (EVP_DigestVerifyInit(digest.get(), &context, EVP_sha256(), nullptr, key.handle) != 1) return false;
  if (!elliptic && (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) != 1 ||
                    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) != 1))
    return false;
  const std::string given = elliptic ? der_signature(signature) : std::string(signature);
  return EVP_DigestVerify(digest.get(), bytes(given), given.size(), bytes(message), message.size()) == 1;
}

SigningKey::SigningKey(std::shared_ptr<const Key> key)
    : key_(std::move(key)), key_id_(der_id<EVP_PKEY>(key_->handle, i2d_PUBKEY)) {}

SigningKey SigningKey::from_pem(const std::string& pem) {
  const auto bio = bio_of(pem);
  EVP_PKEY* handle = PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr);
  if (handle == nullptr) refuse_key("the key that signs passes is no private key");
  auto key = std::make_shared<const Key>(handle);
  if (!is_p256(handle)) refuse_key("the key that signs passes is of another kind");
  return SigningKey(std::move(key));
}

SigningKey SigningKey::open_or_make(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return from_pem(read_file(file));
  const Key key(EVP_EC_gen("P-256"));
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key.handle, nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  const std::string pem(text, static_cast<std::size_t>(size));
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      descriptor >= 0 && ::write(descriptor, pem.data(), pem.size()) == size && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!written)
    throw Error(ErrorKind::misconfigured, "the key that signs passes cannot be written to " + file.string() +
                                              "; name a folder that the hub's user may write");
  return from_pem(pem);
}

std::string SigningKey::sign(std::string_view message) const {
  const Digest digest(EVP_MD_CTX_new());
  std::vector<unsigned char> der(static_cast<std::size_t>(EVP_PKEY_get_size(key_->handle)));
  std::size_t size = der.size();
  if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_->handle) != 1 ||
      EVP_DigestSign(digest.get(), der.data(), &size, bytes(message), message.size()) != 1)
    throw Error(ErrorKind::failed, "a pass could not be signed");
  der.resize(size);
  return raw_signature(der);
}

std::string SigningKey::public_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key_->handle);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace lt::qr
