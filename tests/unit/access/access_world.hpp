// Users, sessions and the log in a folder that goes with the test, with passwords that are cheap to hash.
#pragma once

#include "access/access.hpp"

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

namespace lt::access::test {

inline constexpr const char* password = "một mật khẩu dài";

class World {
 public:
  World() { reopen(); }
  ~World() {
    access_.reset();
    std::filesystem::remove_all(folder_);
  }
  World(const World&) = delete;

  Access& operator*() { return *access_; }
  Access* operator->() { return access_.get(); }
  void reopen() {
    access_.reset();
    access_ = std::make_unique<Access>(Options{.folder = folder_, .cost = {.passes = 1, .memory_kib = 64}}, clock);
  }
  void add(const std::string& name, Role role = Role::operating) {
    const std::string chosen = password;
    access_->users().add({.name = name, .role = role}, &chosen);
  }
  SignIn sign_in(const std::string& user, const std::string& with = password, const std::string& code = {},
                 const std::string& address = "192.0.2.7", const std::string& former = {}) {
    return access_->sign_in({.user = user, .password = with, .code = code, .address = address, .former = former});
  }
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }

  FixedClock clock{1'790'000'000'000};

 private:
  static std::filesystem::path make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lt_access_XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
  }
  std::filesystem::path folder_ = make_folder();
  std::unique_ptr<Access> access_;
};

}  // namespace lt::access::test
