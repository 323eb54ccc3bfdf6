// Promises of reading health certificates: what they say, who signed, and that no text can hurt.
#include "issuing.hpp"
#include "qr/reading.hpp"

#include <catch2/catch.hpp>

#include <random>

using lt::qr::Reader;
using lt::qr::Reading;
using lt::qr::Signers;

namespace {

constexpr long long issued = 1'640'000'000;  // 2021-12-20
constexpr long long expires = issued + 365LL * 86'400;
constexpr lt::Milliseconds during = (issued + 86'400) * 1000;

Reader trusting(const std::string& name, const std::string& pem) {
  Signers signers;
  REQUIRE(signers.add(name, pem));
  return {{}, std::move(signers)};
}

}  // namespace

TEST_CASE("a health certificate says whose doses it certifies, with either kind of signature") {
  for (const bool elliptic : {true, false}) {
    const issuing::Issuer issuer(elliptic);
    const Reading reading =
        trusting("ban_co_yeu", issuer.certificate_pem()).read(issuer.code(issuing::claims(issued, expires)), during);
    INFO(reading.problem);
    CHECK(reading.kind == "certificate");
    CHECK(reading.find("certificate_kind") == "vaccination");
    CHECK(reading.find("full_name") == "NGUYỄN VĂN AN");
    CHECK(reading.find("birth_date") == "1995-05-04");
    CHECK(reading.find("dose_number") == "2");
    CHECK(reading.find("injected_on") == "2021-09-05");
    CHECK(reading.find("issuer") == "Ban Co Yeu");
    CHECK(reading.find("certificate_id") == "URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF");
    CHECK(reading.find("issued_at") == "2021-12-20T18:33:20+07:00");
    CHECK(reading.find("signer") == "ban_co_yeu");
    CHECK(reading.find("signature") == "valid");
    CHECK(reading.find("validity") == "valid");
  }
}

TEST_CASE("a signer whom nobody trusts is said and is no error") {
  const issuing::Issuer issuer(true);
  const Reading reading = Reader().read(issuer.code(issuing::claims(issued, expires)), during);
  CHECK(reading.problem.empty());
  CHECK(reading.find("signer") == "unknown");
  CHECK(reading.find("signature") == "unknown");
  CHECK(reading.find("full_name") == "NGUYỄN VĂN AN");
}

TEST_CASE("claims that were changed after they were signed have an invalid signature") {
  for (const bool elliptic : {true, false}) {
    const issuing::Issuer issuer(elliptic);
    std::string cose = issuer.sign1(issuing::claims(issued, expires), elliptic);
    cose[cose.find("1995-05-04") + 3] = '6';
    const Reading reading =
        trusting("x", issuer.certificate_pem()).read("HC1:" + issuing::base45(issuing::compressed(cose)), during);
    CHECK(reading.find("birth_date") == "1996-05-04");
    CHECK(reading.find("signer") == "x");
    CHECK(reading.find("signature") == "invalid");
  }
}

TEST_CASE("a key of another kind than the certificate names never verifies it") {
  const issuing::Issuer elliptic(true);
  Signers signers;
  REQUIRE(signers.add("rsa", issuing::Issuer(false).certificate_pem()));
  REQUIRE(signers.add("rsa_key", issuing::Issuer(false).public_pem()));
  CHECK(signers.size() == 2);
  CHECK_FALSE(signers.add("text", "no key at all"));
  const Reading reading = Reader({}, std::move(signers)).read(elliptic.code(issuing::claims(issued, expires)), during);
  CHECK(reading.find("signature") == "unknown");
}

TEST_CASE("an expired certificate and one that does not hold yet are said to be so") {
  const issuing::Issuer issuer(true);
  const std::string code = issuer.code(issuing::claims(issued, expires));
  CHECK(Reader().read(code, expires * 1000 - 1).find("validity") == "valid");
  CHECK(Reader().read(code, expires * 1000).find("validity") == "expired");
  CHECK(Reader().read(code, (issued - 1) * 1000).find("validity") == "not_yet");
}

TEST_CASE("a zlib bomb, deep nesting and giant lengths are refused, not unpacked") {
  const auto problem = [](const std::string& bytes) {
    return Reader().read("HC1:" + issuing::base45(bytes), during).problem;
  };
  CHECK(problem(issuing::compressed(std::string(3'000'000, 'A'))).find("larger than any certificate") !=
        std::string::npos);
  CHECK(problem(issuing::compressed(std::string(5'000, '\x81'))).find("no COSE_Sign1") != std::string::npos);
  CHECK(problem(issuing::compressed("\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")).find("no COSE_Sign1") !=
        std::string::npos);
  CHECK(problem(issuing::compressed("\x5B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFFx")).find("no COSE_Sign1") !=
        std::string::npos);
  CHECK(problem("no zlib").find("zlib") != std::string::npos);
  CHECK(Reader().read("HC1:" + std::string(9'000, 'A'), during).problem.find("more than any QR code") !=
        std::string::npos);
  CHECK(Reader().read("HC1:abc", during).problem.find("base45") != std::string::npos);
  CHECK(Reader().read("HC1:", during).kind.empty());
}

TEST_CASE("no damaged certificate reads as valid, wherever a byte changed") {
  const issuing::Issuer issuer(true);
  const Reader reader = trusting("x", issuer.certificate_pem());
  const std::string cose = issuer.sign1(issuing::claims(issued, expires));
  std::mt19937 random(38);
  for (int round = 0; round < 600; ++round) {
    std::string damaged = cose;
    const std::size_t place = 1 + random() % (damaged.size() - 1);
    damaged[place] = static_cast<char>(static_cast<unsigned char>(damaged[place]) ^ (1U + random() % 255U));
    const Reading reading = reader.read("HC1:" + issuing::base45(issuing::compressed(damaged)), during);
    INFO("byte " << place);
    CHECK(reading.find("signature") != "valid");
  }
}

TEST_CASE("base45 keeps to RFC 9285") {
  CHECK(lt::qr::Reader().read("HC1:QED8WEX0", during).problem.find("zlib") != std::string::npos);  // "ietf!"
}
