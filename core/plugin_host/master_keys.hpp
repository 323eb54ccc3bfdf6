// The keys under which secrets lie sealed on the disk: given to the hub from outside, or a file that it makes itself.
#pragma once

#include "base/sealing.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace lt::plugin_host {

// As a file of systemd's $CREDENTIALS_DIRECTORY, and as a variable of the environment: keys in Base64, the first seals.
inline constexpr std::string_view master_key_credential = "lienthong_master_key";
inline constexpr const char* master_key_variable = "LIENTHONG_MASTER_KEY";

// Immutable, thread-safe; each call looks anew.
class MasterKeys {
 public:
  // `file`: where they lie when nobody gives them.
  explicit MasterKeys(std::filesystem::path file) : file_(std::move(file)) {}

  // Throws Error misconfigured where there are none, or none that can be used; never with a key in its message.
  SealingKeys to_open() const;
  // Makes the file (0600) where nobody gives keys and there is none.
  SealingKeys to_seal() const;

  // Whether the hub's own file holds them, so that it can change them.
  bool own() const { return !given(); }
  // A new key before the others of the own file; drop_former() takes the others out.
  void add_new() const;
  void drop_former() const;

 private:
  struct Given {
    std::string text;
    std::string place;
  };
  static std::optional<Given> given();

  std::filesystem::path file_;
};

}  // namespace lt::plugin_host
