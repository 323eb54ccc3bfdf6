// X.509 by OpenSSL: one key on P-256, one certificate signed by it.
#include "api/tls_identity.hpp"
#include "base/error.hpp"
#include "base/whole_file.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <set>

namespace lt::api {
namespace {

namespace fs = std::filesystem;

constexpr long day = 86'400;
constexpr long days_valid = 824;  // browsers refuse more than 825
constexpr int days_left = 30;

template <auto free>
struct Freed {
  template <class Thing>
  void operator()(Thing* thing) const {
    free(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

[[noreturn]] void cannot(const char* what) {
  throw Error(ErrorKind::failed, std::string("OpenSSL could not make ") + what + " for TLS; nothing was written");
}

std::string text_of(BIO* memory) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  return {text, static_cast<std::size_t>(size)};
}

bool is_address(const std::string& name) {
  in6_addr ignored{};
  return inet_pton(AF_INET, name.c_str(), &ignored) == 1 || inet_pton(AF_INET6, name.c_str(), &ignored) == 1;
}

std::set<std::string> addresses_of_this_machine() {
  std::set<std::string> addresses;
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return addresses;
  const std::unique_ptr<ifaddrs, Freed<freeifaddrs>> list(first);
  for (const ifaddrs* each = first; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET) continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    const auto* address = reinterpret_cast<const sockaddr_in*>(each->ifa_addr);
    if (inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size()) != nullptr) addresses.emplace(text.data());
  }
  return addresses;
}

// The names that a browser may be given: of a hub that listens everywhere, each address of the machine.
std::set<std::string> names_for(const std::string& host) {
  std::set<std::string> names = {"localhost", "127.0.0.1"};
  if (host == "0.0.0.0" || host == "::") {
    names.merge(addresses_of_this_machine());
  } else {
    names.insert(host);
  }
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) == 0 && name.front() != '\0') names.emplace(name.data());
  return names;
}

void extend(X509* certificate, int extension, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> made(
      X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str()));
  if (!made || X509_add_ext(certificate, made.get(), -1) != 1) cannot("a certificate");
}

Certificate certify(EVP_PKEY* key, const std::set<std::string>& names) {
  Certificate certificate(X509_new());
  std::int64_t serial = 0;
  if (!certificate || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1)
    cannot("a certificate");
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), static_cast<std::uint64_t>(serial) >> 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3'600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days_valid * day - 3'600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("Lien Thong"), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  std::string subjects;
  for (const auto& each : names)
    subjects.append(subjects.empty() ? "" : ",").append(is_address(each) ? "IP:" : "DNS:").append(each);
  extend(certificate.get(), NID_subject_alt_name, subjects);
  extend(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate.get(), NID_key_usage, "critical,digitalSignature");
  extend(certificate.get(), NID_ext_key_usage, "serverAuth");
  if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) cannot("a certificate");
  return certificate;
}

// Whether there is one that lasts a while yet; one that cannot be read is for whoever loads it to tell.
bool lasts(const TlsFiles& files) {
  if (!fs::exists(files.certificate) || !fs::exists(files.key)) return false;
  std::ifstream in(files.certificate, std::ios::binary);
  const std::string pem{std::istreambuf_iterator<char>(in), {}};
  const Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  int days = 0;
  int seconds = 0;
  return !certificate ||
         (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get())) == 1 && days >= days_left);
}

}  // namespace

TlsFiles self_signed_files(const fs::path& folder, const std::string& host) {
  TlsFiles files{folder / "tls_certificate.pem", folder / "tls_key.pem"};
  if (lasts(files)) return files;
  fs::create_directories(folder);
  const Key key(EVP_EC_gen("P-256"));
  if (!key) cannot("a key");
  const Certificate certificate = certify(key.get(), names_for(host));
  const Memory key_text(BIO_new(BIO_s_mem()));
  const Memory certificate_text(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1)
    cannot("a certificate's file");
  write_whole(files.key, text_of(key_text.get()), own_only);
  write_whole(files.certificate, text_of(certificate_text.get()),
              own_only | fs::perms::group_read | fs::perms::others_read);
  return files;
}

}  // namespace lt::api
