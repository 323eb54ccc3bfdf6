// A certificate authority that lives as long as a test.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace lt::loopback {

struct Certificate {
  std::string certificate_pem;
  std::string key_pem;
};

class Authority {
 public:
  explicit Authority(const std::string& name = "Authority of a test");
  ~Authority();

  // For a host name or an IPv4 address, valid from now + `from` to now + `to`.
  Certificate certify(const std::string& host, std::chrono::hours from = std::chrono::hours(-1),
                      std::chrono::hours to = std::chrono::hours(24)) const;
  std::string certificate_pem() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string write(const std::string& name, const std::string& content) const;  // the file's path

 private:
  std::filesystem::path path_;
};

}  // namespace lt::loopback
