// Whether the hub runs a library: its folder, its digest, or a signature by a key that the administrator trusts.
#include "base/error.hpp"
#include "base/hash.hpp"
#include "plugin_host/plugin.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <fstream>
#include <memory>
#include <optional>
#include <system_error>

namespace lt::plugin_host {
namespace {

template <auto release>
struct Free {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free>>;

std::optional<std::string> file_bytes(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return std::nullopt;
  std::string bytes(size, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return in ? std::optional(std::move(bytes)) : std::nullopt;
}

bool is_signed_by(const std::string& content, const std::string& signature, const std::string& public_key_pem) {
  const Memory pem(BIO_new_mem_buf(public_key_pem.data(), static_cast<int>(public_key_pem.size())));
  const Key key(PEM_read_bio_PUBKEY(pem.get(), nullptr, nullptr, nullptr));
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_ED25519) {
    throw Error(ErrorKind::misconfigured, "a trusted key of plugins is no Ed25519 public key in PEM");
  }
  const Digest digest(EVP_MD_CTX_new());
  const auto* raw = reinterpret_cast<const unsigned char*>(content.data());
  const auto* raw_signature = reinterpret_cast<const unsigned char*>(signature.data());
  return EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(digest.get(), raw_signature, signature.size(), raw, content.size()) == 1;
}

std::string content_of(const std::filesystem::path& file) {
  auto content = file_bytes(file);
  if (!content) {
    throw Error(ErrorKind::misconfigured,
                "the plugin " + file.string() + " cannot be read; check its path and its rights");
  }
  return std::move(*content);
}

// Both paths without links and "..", so that a link inside the own folder does not lend its trust to a file outside.
bool lies_in(const std::filesystem::path& file, const std::filesystem::path& folder) {
  std::error_code error;
  const auto real_file = std::filesystem::canonical(file, error);
  const auto real_folder = error ? real_file : std::filesystem::canonical(folder, error);
  return !error && real_file.parent_path() == real_folder;
}

}  // namespace

std::string sha256_of_file(const std::filesystem::path& file) { return sha256(content_of(file)); }

void require_trust(const std::filesystem::path& file, const Trust& trust) {
  if (trust.any || (!trust.own_folder.empty() && lies_in(file, trust.own_folder))) return;
  const std::string content = content_of(file);
  const std::string digest = sha256(content);
  if (trust.sha256.contains(digest)) return;
  if (const auto signature = file_bytes(file.string() + ".sig")) {
    for (const auto& key : trust.public_keys) {
      if (is_signed_by(content, *signature, key)) return;
    }
  }
  throw Error(ErrorKind::misconfigured, "the plugin " + file.string() + " is not trusted; add its SHA-256 " + digest +
                                            " to the trusted plugins, or sign it (" + file.filename().string() +
                                            ".sig) with a trusted key, or put it into " + trust.own_folder.string());
}

}  // namespace lt::plugin_host
