// HMAC-SHA256 of many texts under one key, without beginning anew for each.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace lt {

// One thread at a time.
class KeyedHasher {
 public:
  // `id`: the key's fingerprint, which each hash begins with.
  KeyedHasher(std::string_view id, std::span<const unsigned char> key);

  // "FINGERPRINT:" and 64 hexadecimal digits.
  std::string hash(std::string_view text);

 private:
  struct Freed {
    void operator()(evp_mac_ctx_st* context) const;
  };
  std::string id_;
  std::unique_ptr<evp_mac_ctx_st, Freed> context_;
};

}  // namespace lt
