// An OpenSSL context of a server, made again when a file's time changes.
#include "api/tls_identity.hpp"

#include "base/error.hpp"

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <array>

namespace lt::api {
namespace {

namespace fs = std::filesystem;
namespace ssl = boost::asio::ssl;

constexpr int days_of_warning = 14;

[[noreturn]] void refuse(const std::string& what, const fs::path& file, const std::string& why) {
  throw Error(ErrorKind::misconfigured, "tls: " + what + " " + file.string() + " cannot be used: " + why);
}

void require(const boost::system::error_code& error, const std::string& what, const fs::path& file) {
  if (error) refuse(what, file, error.message());
}

void refuse_open_key(const fs::path& key) {
  struct stat status{};
  if (::stat(key.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0)
    refuse("the key", key, "everybody may read it; run: chmod 600 " + key.string());
}

void harden(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");  // of TLS 1.2; those of 1.3 are all of this kind
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
}

std::string fingerprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) text += fmt::format("{}{:02X}", i == 0 ? "" : ":", digest.at(i));
  return text;
}

void warn_of_its_end(const X509* certificate, const fs::path& file) {
  int days = 0;
  int seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate)) != 1 || days >= days_of_warning) return;
  spdlog::warn("the certificate {} {}; renew it, the hub takes the new one by itself", file.string(),
               days < 0 || seconds < 0 ? "has expired" : fmt::format("expires in {} days", days));
}

}  // namespace

TlsIdentity::TlsIdentity(TlsFiles files) : files_(std::move(files)), stamps_(stamps()) { load(); }

std::vector<fs::file_time_type> TlsIdentity::stamps() const {
  std::error_code absent;
  return {fs::last_write_time(files_.certificate, absent), fs::last_write_time(files_.key, absent)};
}

void TlsIdentity::load() {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  harden(context->native_handle());
  boost::system::error_code error;
  // Without a callback OpenSSL would ask for the password on the terminal.
  std::ignore =
      context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); }, error);
  std::ignore = context->use_certificate_chain_file(files_.certificate.string(), error);
  require(error, "the certificate", files_.certificate);
  refuse_open_key(files_.key);
  std::ignore = context->use_private_key_file(files_.key.string(), ssl::context::pem, error);
  require(error, "the key", files_.key);
  if (SSL_CTX_check_private_key(context->native_handle()) != 1)
    refuse("the key", files_.key, "it does not belong to the certificate " + files_.certificate.string());
  const X509* certificate = SSL_CTX_get0_certificate(context->native_handle());
  warn_of_its_end(certificate, files_.certificate);
  fingerprint_ = fingerprint_of(certificate);
  context_ = std::move(context);
}

const std::shared_ptr<ssl::context>& TlsIdentity::context() {
  auto now = stamps();
  if (now == stamps_) return context_;
  stamps_ = std::move(now);
  try {
    load();
    spdlog::info("the certificate {} was renewed; SHA-256 {}", files_.certificate.string(), fingerprint_);
  } catch (const Error& error) {
    spdlog::warn("{}; the former certificate is shown on", error.what());
  }
  return context_;
}

}  // namespace lt::api
