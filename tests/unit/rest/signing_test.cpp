// Digests against their published vectors.
#include <catch2/catch.hpp>
#include <lienthong/rest/signing.hpp>

using namespace lt::rest;

TEST_CASE("a digest is that of the standard's examples") {
  // FIPS 180-2, appendix B.1; RFC 4231, test case 2.
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("only equal signatures compare equal") {
  CHECK(equal_in_constant_time("", ""));
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(equal_in_constant_time("abc", "abcd"));
}
