// Promises of hashes that others can check.
#include "base/hash.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a proof's hash is SHA-256 as everybody computes it") {
  // FIPS 180-4, examples
  CHECK(lt::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(lt::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
