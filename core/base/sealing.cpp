// A sealed text is "FINGERPRINT:BASE64", of a random nonce of 12 bytes, the ciphertext and the tag of 16 bytes
// (NIST SP 800-38D); what it is bound to is authenticated and not kept.
#include "base/sealing.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/raw_bytes.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>

namespace lt {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t id_size = 8;

struct Freed {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed>;

std::string fingerprint(std::string_view key) { return sha256(key).substr(0, id_size); }

[[noreturn]] void cannot(const std::string& what) {
  throw Error(ErrorKind::failed, "OpenSSL could not " + what + "; nothing was written");
}

[[noreturn]] void cannot_make(const fs::path& file) {
  throw Error(ErrorKind::denied, "the keys that seal what the hub keeps cannot be written to " + file.string() + ": " +
                                     std::strerror(errno) + "; name a folder that the hub's user may write");
}

// On the disk with its name once this returns.
void write_new(const fs::path& file, const std::string& text) {
  std::string made = file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(made.data(), O_CLOEXEC);  // 0600
  if (descriptor < 0) cannot_make(file);
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  const bool named = written && (::link(made.c_str(), file.c_str()) == 0 || errno == EEXIST);
  const int reason = errno;
  ::unlink(made.c_str());
  errno = reason;
  if (!named) cannot_make(file);
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!kept) cannot_make(file);
}

std::string new_key() {
  std::string key(32, '\0');
  if (RAND_bytes(bytes(key), static_cast<int>(key.size())) != 1) cannot("make a key");
  return "# AES-256 keys; the first seals, all open. Keep a copy apart from the backups of what they seal.\n" +
         to_base64(key) + "\n";
}

}  // namespace

SealingKeys SealingKeys::parse(std::string_view text, const std::string& place) {
  SealingKeys keys;
  keys.place_ = place;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      const auto raw = from_base64(word);
      if (!raw || raw->size() != key_size)
        throw Error(ErrorKind::misconfigured, place + ": key " + std::to_string(keys.keys_.size() + 1) +
                                                  " is not 32 bytes in Base64; make one with: openssl rand -base64 32");
      Key& key = keys.keys_.emplace_back();
      key.id = fingerprint(*raw);
      std::copy(raw->begin(), raw->end(), key.bytes.begin());
    }
  }
  if (keys.keys_.empty())
    throw Error(ErrorKind::misconfigured, place + " holds no key; make one with: openssl rand -base64 32");
  return keys;
}

SealingKeys SealingKeys::open_or_make(const fs::path& file) {
  if (!fs::exists(file)) write_new(file, new_key());
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077) != 0)
    throw Error(ErrorKind::misconfigured,
                "the file of keys " + file.string() + " may be read by others; run: chmod 600 " + file.string());
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    throw Error(ErrorKind::misconfigured,
                "the file of keys " + file.string() + " cannot be read; check that the hub's user may");
  return parse(text.str(), file.string());
}

const SealingKeys::Key* SealingKeys::find(std::string_view id) const {
  const auto found = std::ranges::find(keys_, id, &Key::id);
  return found == keys_.end() ? nullptr : &*found;
}

std::string SealingKeys::seal(std::string_view text, std::string_view bound_to) const {
  const Key& key = keys_.front();
  std::string sealed(nonce_size + text.size() + tag_size, '\0');
  unsigned char* const nonce = bytes(sealed);
  if (RAND_bytes(nonce, nonce_size) != 1) cannot("make a nonce");
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  if (!cipher || EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), nonce) != 1 ||
      EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes(bound_to), static_cast<int>(bound_to.size())) != 1 ||
      EVP_EncryptUpdate(cipher.get(), nonce + nonce_size, &size, bytes(text), static_cast<int>(text.size())) != 1 ||
      EVP_EncryptFinal_ex(cipher.get(), nonce + nonce_size + size, &size) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, nonce + nonce_size + text.size()) != 1)
    cannot("seal a text");
  return key.id + ":" + to_base64(sealed);
}

std::vector<KeyedHasher> SealingKeys::hashers() const {
  std::vector<KeyedHasher> hashers;
  hashers.reserve(keys_.size());
  for (const Key& key : keys_) hashers.emplace_back(key.id, key.bytes);
  return hashers;
}

std::string SealingKeys::open(std::string_view sealed, std::string_view bound_to) const {
  const std::string_view id = sealed.substr(0, sealed.find(':'));
  const Key* key = find(id);
  if (key == nullptr && id.size() == id_size)
    throw Error(ErrorKind::misconfigured, "sealed with the key " + std::string(id) + ", which is not in " + place_ +
                                              "; add it there as a further line, from the backup of the keys");
  auto raw = key == nullptr ? std::nullopt : from_base64(sealed.substr(id.size() + 1));
  const Cipher cipher(EVP_CIPHER_CTX_new());
  std::string text;
  int size = 0;
  bool whole = raw && raw->size() >= nonce_size + tag_size;
  if (whole) {
    unsigned char* const nonce = bytes(*raw);
    const std::size_t length = raw->size() - nonce_size - tag_size;
    text.resize(length);
    whole = cipher && EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key->bytes.data(), nonce) == 1 &&
            EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes(bound_to), static_cast<int>(bound_to.size())) == 1 &&
            EVP_DecryptUpdate(cipher.get(), bytes(text), &size, nonce + nonce_size, static_cast<int>(length)) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, nonce + nonce_size + length) == 1 &&
            EVP_DecryptFinal_ex(cipher.get(), bytes(text) + length, &size) == 1;
  }
  if (!whole)
    throw Error(ErrorKind::failed,
                "the sealed text was damaged or taken from elsewhere; restore it from a backup of the store");
  return text;
}

}  // namespace lt
