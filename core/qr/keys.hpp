// Keys that certificates and passes are signed with, and those that are trusted.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lt {
class Violations;
}

namespace lt::qr {

struct Key;  // OpenSSL's, freed with the last who holds it

enum class Algorithm { es256, ps256 };

// Whose signatures are believed: by key id, which is the first 8 bytes of the SHA-256 of the certificate, or of the
// public key where there is no certificate (electronic health certificate specification, 3.3.2). Immutable once loaded.
class Signers {
 public:
  struct Signer {
    std::string name;  // of the file, without its extension
    std::shared_ptr<const Key> key;
  };

  // Every *.pem of the folder, a certificate or a public key each; an absent folder is an empty list.
  static Signers load(const std::filesystem::path& folder, Violations& violations);
  // One more from its PEM text; false where it is neither.
  bool add(const std::string& name, const std::string& pem);

  const Signer* find(std::string_view key_id) const;
  std::size_t size() const { return signers_.size(); }

 private:
  std::map<std::string, Signer, std::less<>> signers_;
};

// ES256 signatures are r and s, 32 bytes each (RFC 8152, 8.1); PS256 is RSASSA-PSS with a salt of 32 bytes.
bool verify(const Key& key, Algorithm algorithm, std::string_view message, std::string_view signature);

// A P-256 key that passes are signed with.
class SigningKey {
 public:
  static SigningKey from_pem(const std::string& pem);  // throws Error misconfigured
  // Reads the file, or makes a new key and writes it there so that only its owner may read it.
  static SigningKey open_or_make(const std::filesystem::path& file);

  std::string sign(std::string_view message) const;  // ES256
  std::string public_pem() const;
  const std::string& key_id() const { return key_id_; }

 private:
  explicit SigningKey(std::shared_ptr<const Key> key);

  std::shared_ptr<const Key> key_;
  std::string key_id_;
};

}  // namespace lt::qr
