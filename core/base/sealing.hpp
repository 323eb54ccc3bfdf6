// Texts sealed for the time that they lie on a disk: AES-256-GCM under one of several keys, each known by its
// fingerprint, so that keys can be rotated and a wrong one is told from damage.
#pragma once

#include "base/keyed_hash.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt {

// Immutable, thread-safe. The first key seals, every key opens.
class SealingKeys {
 public:
  // 32 bytes in Base64 each, between blanks and lines; a line that begins with # is a remark. `place` is what messages
  // call the text. Throws Error misconfigured, never with a key in its message.
  static SealingKeys parse(std::string_view text, const std::string& place);
  // Reads the file, which only its owner may read; where there is none, makes it with one new key, on the disk for good
  // before this returns, whoever else makes it meanwhile.
  static SealingKeys open_or_make(const std::filesystem::path& file);

  // The fingerprint of the key that seals: 8 hexadecimal digits of its SHA-256.
  const std::string& id() const { return keys_.front().id; }
  bool has(std::string_view id) const { return find(id) != nullptr; }

  // Printable. `bound_to` says where the text belongs: nowhere else does it open.
  std::string seal(std::string_view text, std::string_view bound_to) const;
  // Throws Error: misconfigured where its key is not here, failed where it is damaged or was taken elsewhere.
  std::string open(std::string_view sealed, std::string_view bound_to) const;

  // "FINGERPRINT:" and HMAC-SHA256 in hexadecimal digits, under every key, that which seals first: to know a text again
  // without keeping it. Whoever lacks the keys learns nothing from it, not even by trying all citizen numbers. They may
  // outlive the keys.
  std::vector<KeyedHasher> hashers() const;

 private:
  static constexpr std::size_t key_size = 32;
  struct Key {
    std::string id;
    std::array<unsigned char, key_size> bytes;
  };
  const Key* find(std::string_view id) const;

  std::vector<Key> keys_;
  std::string place_;
};

}  // namespace lt
