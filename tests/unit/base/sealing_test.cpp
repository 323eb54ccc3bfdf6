// Promises of sealing texts under keys that are rotated, lost and found again.
#include "base/sealing.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using Catch::Matchers::Contains;
using lt::SealingKeys;

namespace {

namespace fs = std::filesystem;

const std::string one = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const std::string other = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";

struct Folder {
  fs::path path = fs::temp_directory_path() / ("lienthong_sealing_" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
};

lt::ErrorKind kind_of_opening(const SealingKeys& keys, const std::string& sealed, const std::string& bound_to) {
  try {
    keys.open(sealed, bound_to);
  } catch (const lt::Error& error) {
    return error.kind();
  }
  return lt::ErrorKind::cancelled;  // it opened
}

}  // namespace

TEST_CASE("what is sealed opens again, whatever its bytes, and never looks the same twice") {
  const auto keys = SealingKeys::parse(one, "keys");
  const std::string texts[] = {"", "{\"tên\":\"An\"}", std::string("\0\xff\xfe", 3), std::string(100'000, 'x')};
  for (const auto& text : texts) {
    const std::string sealed = keys.seal(text, "flow\nkey");
    CHECK(keys.open(sealed, "flow\nkey") == text);
    CHECK(sealed != keys.seal(text, "flow\nkey"));
    CHECK(sealed.starts_with(keys.id() + ":"));
    if (text.size() > 3) CHECK(sealed.find(text.substr(0, 8)) == std::string::npos);
  }
}

TEST_CASE("one changed letter, or another place, and a sealed text does not open") {
  const auto keys = SealingKeys::parse(one, "keys");
  const std::string sealed = keys.seal("{\"name\":\"An\"}", "flow\nkey");
  CHECK(kind_of_opening(keys, sealed, "flow\nother") == lt::ErrorKind::failed);
  for (std::size_t i = keys.id().size() + 1; i + 2 < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(kind_of_opening(keys, changed, "flow\nkey") == lt::ErrorKind::failed);
  }
  CHECK(kind_of_opening(keys, "", "flow\nkey") == lt::ErrorKind::failed);
  CHECK(kind_of_opening(keys, keys.id() + ":AAAA", "flow\nkey") == lt::ErrorKind::failed);
}

TEST_CASE("another key says which one is needed and where to put it, and beside it the first still opens") {
  const auto first = SealingKeys::parse(one, "keys");
  const auto second = SealingKeys::parse(other, "var/dead_letter_keys");
  const std::string sealed = first.seal("text", "x");
  CHECK(kind_of_opening(second, sealed, "x") == lt::ErrorKind::misconfigured);
  CHECK_THROWS_WITH(second.open(sealed, "x"), Contains(first.id()) && Contains("var/dead_letter_keys"));
  const auto rotated = SealingKeys::parse("# since today\n" + other + "\n" + one + "\n", "keys");
  CHECK(rotated.id() == second.id());
  CHECK(rotated.open(sealed, "x") == "text");
  CHECK(second.open(rotated.seal("new", "x"), "x") == "new");
}

TEST_CASE("what is no key is refused with the way to make one, and is not repeated in the message") {
  CHECK_THROWS_WITH(SealingKeys::parse("secretsecret", "keys"),
                    Contains("openssl rand -base64 32") && !Contains("secretsecret"));
  CHECK_THROWS_WITH(SealingKeys::parse("\n# nothing\n", "keys"), Contains("holds no key"));
}

TEST_CASE("a file of keys is made once, for its owner alone, and refused where others may read it") {
  const Folder folder;
  const fs::path file = folder.path / "dead_letter_keys";
  const auto made = SealingKeys::open_or_make(file);
  struct stat status{};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(SealingKeys::open_or_make(file).id() == made.id());
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
  ::chmod(file.c_str(), 0640);
  CHECK_THROWS_WITH(SealingKeys::open_or_make(file), Contains("chmod 600"));
  CHECK_THROWS_AS(SealingKeys::open_or_make(folder.path / "absent" / "keys"), lt::Error);
}

// Of a text, under each key.
static std::vector<std::string> keyed_hashes(const SealingKeys& keys, std::string_view text) {
  std::vector<std::string> hashes;
  for (auto& hasher : keys.hashers()) hashes.push_back(hasher.hash(text));
  return hashes;
}

TEST_CASE("a text is known again by its hash under each key, and under no other") {
  const auto hashes = keyed_hashes(SealingKeys::parse(one, "keys"), "999185000123");
  // HMAC-SHA256 under the bytes 0 to 31 of the label, a line break and the text, by Python's hmac
  CHECK(hashes ==
        std::vector<std::string>{"630dcd29:5be0e9da96042df9a36fc5e0bb27855aded8412818ba047c423819b13050f9cb"});
  const auto both = keyed_hashes(SealingKeys::parse(other + " " + one, "keys"), "999185000123");
  REQUIRE(both.size() == 2);
  CHECK(both[1] == hashes[0]);
  CHECK(both[0] != hashes[0]);
}
