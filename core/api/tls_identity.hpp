// What the hub shows to those who connect over TLS: a certificate and its key, taken anew when their files change.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace lt::api {

struct TlsFiles {
  std::filesystem::path certificate;  // PEM, with the chain behind it
  std::filesystem::path key;          // PEM, which others may not read

  bool operator==(const TlsFiles&) const = default;
};

// TLS 1.2 and 1.3, suites with ECDHE and authenticated encryption. One thread at a time.
class TlsIdentity {
 public:
  // Throws Error misconfigured where a file cannot be used, naming it.
  explicit TlsIdentity(TlsFiles files);

  // By the files as they are now. Where those cannot be used the former go on, and the log says why.
  const std::shared_ptr<boost::asio::ssl::context>& context();
  // SHA-256 of the certificate, "AB:CD:…", as browsers show it.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  std::vector<std::filesystem::file_time_type> stamps() const;
  void load();

  TlsFiles files_;
  std::vector<std::filesystem::file_time_type> stamps_;
  std::shared_ptr<boost::asio::ssl::context> context_;
  std::string fingerprint_;
};

// A certificate that the hub signs itself, with its key, in the folder: made where there is none or its time ends
// within 30 days. It bears the names of this machine and `host`, an address to listen at. Throws Error.
TlsFiles self_signed_files(const std::filesystem::path& folder, const std::string& host);

}  // namespace lt::api
