// Promises of TLS of the hub's own: who is served, by which versions and suites, with which certificate.
#include "api/tls_identity.hpp"
#include "base/error.hpp"
#include "loopback/authority.hpp"
#include "plain_client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <functional>
#include <memory>

using namespace lt::api;
using namespace lt::api::test;
namespace fs = std::filesystem;

namespace {

struct Folder : lt::loopback::TemporaryFolder {
  fs::path path = fs::path(write("place", "")).parent_path();
  TlsFiles certified(const lt::loopback::Certificate& certificate) const {
    TlsFiles files{write("cert.pem", certificate.certificate_pem), write("key.pem", certificate.key_pem)};
    fs::permissions(files.key, fs::perms::owner_read | fs::perms::owner_write);
    return files;
  }
};

// One connection within TLS that believes whatever certificate it is shown.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, const std::function<void(SSL_CTX*)>& shape = {})
      : client_(port), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    if (shape) shape(context_.get());
    ssl_ = {SSL_new(context_.get()), SSL_free};
    SSL_set_fd(ssl_.get(), client_.descriptor());
    welcome_ = SSL_connect(ssl_.get()) == 1;
    ERR_clear_error();
  }
  bool welcome() const { return welcome_; }
  std::string version() const { return SSL_get_version(ssl_.get()); }
  X509* certificate() const { return SSL_get0_peer_certificate(ssl_.get()); }
  std::string reply_to(const std::string& request) {
    SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size()));
    std::string all;
    char buffer[4096];
    for (;;) {
      const int got = SSL_read(ssl_.get(), buffer, sizeof buffer);
      if (got <= 0) {
        whole_ = SSL_get_error(ssl_.get(), got) == SSL_ERROR_ZERO_RETURN;
        ERR_clear_error();
        return all;
      }
      all.append(buffer, static_cast<std::size_t>(got));
    }
  }
  bool whole() const { return whole_; }  // the server ended TLS in order, so nothing was cut off

 private:
  Client client_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
  bool welcome_ = false;
  bool whole_ = false;
};

std::string fingerprint_shown(const HttpServer& server) {
  const TlsClient client(server.port());
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  REQUIRE(client.welcome());
  X509_digest(client.certificate(), EVP_sha256(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

}  // namespace

TEST_CASE("over TLS a request is private, and its answer wants TLS from then on and ends in order") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const HttpServer server = serving({.tls = folder.certified(authority.certify("127.0.0.1"))});
  TlsClient client(server.port());
  REQUIRE(client.welcome());
  CHECK(client.version() == "TLSv1.3");
  const std::string answer = client.reply_to(asking("POST /echo/", "Content-Length: 5\r\n") + "hello");
  CHECK(answer.starts_with("HTTP/1.1 200"));
  CHECK(answer.ends_with("\r\n\r\nhello"));
  CHECK(has(answer, "X-Secure: yes"));
  CHECK(has(answer, "Strict-Transport-Security: max-age=31536000"));
  CHECK(client.whole());
  CHECK_FALSE(has(reply_to(serving(), asking("GET /healthz")), "Strict-Transport-Security"));
}

TEST_CASE("a large answer and several requests pass through one connection within TLS") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const HttpServer server = serving({.tls = folder.certified(authority.certify("127.0.0.1"))});
  TlsClient client(server.port());
  const std::string body(300'000, 'x');
  const std::string kept = "POST /echo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
  const std::string answer =
      client.reply_to(kept + asking("POST /echo/", "Content-Length: " + std::to_string(body.size()) + "\r\n") + body);
  CHECK(has(answer, "\r\n\r\nhiHTTP/1.1 200"));
  CHECK(answer.ends_with(body));
}

TEST_CASE("TLS before 1.2 and suites without ECDHE or authenticated encryption are refused") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const HttpServer server = serving({.tls = folder.certified(authority.certify("127.0.0.1"))});
  const auto speaking = [&](int least, int most, const char* suites) {
    return TlsClient(server.port(),
                     [&](SSL_CTX* context) {
                       SSL_CTX_set_security_level(context, 0);
                       SSL_CTX_set_min_proto_version(context, least);
                       SSL_CTX_set_max_proto_version(context, most);
                       SSL_CTX_set_cipher_list(context, suites);
                     })
        .welcome();
  };
  CHECK(speaking(TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256"));
  CHECK_FALSE(speaking(TLS1_VERSION, TLS1_1_VERSION, "ALL:@SECLEVEL=0"));
  CHECK_FALSE(speaking(TLS1_VERSION, TLS1_VERSION, "ALL:@SECLEVEL=0"));
  CHECK_FALSE(speaking(TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256"));
  CHECK_FALSE(speaking(TLS1_2_VERSION, TLS1_2_VERSION, "AES128-GCM-SHA256"));
  CHECK_FALSE(speaking(TLS1_2_VERSION, TLS1_2_VERSION, "DHE-RSA-AES128-GCM-SHA256"));
  CHECK_FALSE(speaking(TLS1_2_VERSION, TLS1_2_VERSION, "NULL:@SECLEVEL=0"));
}

TEST_CASE("plain HTTP to the port of TLS is told so and served nothing") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const HttpServer server = serving({.tls = folder.certified(authority.certify("127.0.0.1"))});
  const std::string answer = reply_to(server, asking("GET /healthz"));
  CHECK(answer.starts_with("HTTP/1.1 400"));
  CHECK(has(answer, "this port speaks TLS"));
  CHECK_FALSE(has(answer, "X-Secure"));
}

TEST_CASE("a greeting that does not come to its end is let go, and noise too") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const HttpServer server = serving(
      {.tls = folder.certified(authority.certify("127.0.0.1")), .handshake_time = std::chrono::milliseconds(50)});
  CHECK(reply_to(server, "").empty());
  CHECK_FALSE(has(reply_to(server, std::string("\x16\x03\x01\x02\x00\x01", 6)), "HTTP"));
  CHECK_FALSE(has(
      reply_to(server, std::string("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03", 10) + asking("GET /healthz")), "200"));
  CHECK(TlsClient(server.port()).welcome());
}

TEST_CASE("a renewed certificate is shown without a restart, and one that cannot be used is not") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const auto first = folder.certified(authority.certify("127.0.0.1"));
  const HttpServer server = serving({.tls = first});
  const std::string before = fingerprint_shown(server);
  CHECK(fingerprint_shown(server) == before);
  folder.write("cert.pem", "no certificate");
  fs::last_write_time(first.certificate, fs::last_write_time(first.certificate) + std::chrono::hours(1));
  CHECK(fingerprint_shown(server) == before);
  folder.certified(authority.certify("127.0.0.1"));
  fs::last_write_time(first.certificate, fs::last_write_time(first.certificate) + std::chrono::hours(2));
  CHECK(fingerprint_shown(server) != before);
}

TEST_CASE("files that cannot be used, a foreign key and one that everybody may read are refused with their names") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const TlsFiles good = folder.certified(authority.certify("127.0.0.1"));
  const auto refused = [](const TlsFiles& files) { return Catch::Contains(files.key.filename().string()); };
  CHECK_THROWS_WITH(TlsIdentity({folder.path / "absent.pem", good.key}), Catch::Contains("absent.pem"));
  TlsFiles foreign{good.certificate, folder.write("foreign.pem", authority.certify("127.0.0.1").key_pem)};
  fs::permissions(foreign.key, fs::perms::owner_read | fs::perms::owner_write);
  CHECK_THROWS_WITH(TlsIdentity(foreign), refused(foreign) && Catch::Contains("mismatch"));
  fs::permissions(good.key, fs::perms::others_read, fs::perm_options::add);
  CHECK_THROWS_WITH(TlsIdentity(good), Catch::Contains("chmod 600"));
}

TEST_CASE("a certificate of the hub's own is on P-256, for its address and at most 825 days, and is kept") {
  const Folder folder;
  const TlsFiles files = self_signed_files(folder.path / "new", "192.0.2.7");
  CHECK((fs::status(files.key).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  const std::string kept = TlsIdentity(files).fingerprint();
  CHECK(kept.size() == 95);
  CHECK(TlsIdentity(self_signed_files(folder.path / "new", "192.0.2.7")).fingerprint() == kept);
  const HttpServer server = serving({.tls = files});
  CHECK(server.fingerprint() == kept);
  const TlsClient client(server.port());
  REQUIRE(client.welcome());
  X509* shown = client.certificate();
  CHECK(X509_check_ip_asc(shown, "192.0.2.7", 0) == 1);
  CHECK(X509_check_ip_asc(shown, "127.0.0.1", 0) == 1);
  CHECK(X509_check_host(shown, "localhost", 0, 0, nullptr) == 1);
  CHECK(X509_check_host(shown, "example.vn", 0, 0, nullptr) == 0);
  CHECK(EVP_PKEY_get_bits(X509_get0_pubkey(shown)) == 256);
  int days = 0;
  int seconds = 0;
  REQUIRE(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(shown), X509_get0_notAfter(shown)) == 1);
  CHECK(days <= 825);
  CHECK(days > 800);
}

TEST_CASE("a certificate of the hub's own that ends soon is made anew") {
  const Folder folder;
  const lt::loopback::Authority authority;
  const auto old = authority.certify("127.0.0.1", std::chrono::hours(-1), std::chrono::hours(24 * 29));
  folder.write("tls_certificate.pem", old.certificate_pem);
  fs::permissions(folder.write("tls_key.pem", old.key_pem), fs::perms::owner_read | fs::perms::owner_write);
  const std::string before =
      TlsIdentity({folder.path / "tls_certificate.pem", folder.path / "tls_key.pem"}).fingerprint();
  CHECK(TlsIdentity(self_signed_files(folder.path, "127.0.0.1")).fingerprint() != before);
}
