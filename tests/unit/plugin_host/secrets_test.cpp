// Promises of secrets and of hiding them.
#include "plugin_host/secrets.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;
using namespace lt::plugin_host;

namespace {

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "lt_secrets_XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  fs::path write(const std::string& name, const std::string& text, fs::perms rights) const {
    std::ofstream(path / name) << text;
    fs::permissions(path / name, rights);
    return path / name;
  }
};

constexpr auto own = fs::perms::owner_read | fs::perms::owner_write;

}  // namespace

TEST_CASE("a file of secrets that others may read is refused with the command that mends it") {
  const Folder folder;
  const auto file = folder.write("secrets.yaml", "portal: abc\n", own | fs::perms::group_read);
  CHECK_THROWS_WITH(file_secrets(file)->find("portal"), Catch::Contains("chmod 600"));
}

TEST_CASE("a file of secrets that is absent holds none, one that cannot be reached says why") {
  const Folder folder;
  CHECK_FALSE(file_secrets(folder.path / "absent.yaml")->find("portal"));
  const auto file = folder.write("secrets.yaml", "portal: abc\n", own);
  CHECK_THROWS_WITH(file_secrets(file / "inner.yaml")->find("portal"), Catch::Contains("Not a directory"));
}

TEST_CASE("a secret that was changed in its file is found at once") {
  const Folder folder;
  const auto file = folder.write("secrets.yaml", "portal: abc\n", own);
  const auto secrets = file_secrets(file);
  CHECK(secrets->find("portal") == "abc");
  CHECK_FALSE(secrets->find("other"));
  folder.write("next", "{\"portal\": \"def\"}\n", own);
  fs::rename(folder.path / "next", file);
  CHECK(secrets->find("portal") == "def");
}

TEST_CASE("a folder of secrets gives files by name, without the line end, and nothing outside of it") {
  const Folder folder;
  folder.write("portal", "abc\n", own);
  fs::create_directory(folder.path / "inner");
  const auto inner = folder_secrets(folder.path / "inner");
  CHECK(folder_secrets(folder.path)->find("portal") == "abc");
  CHECK_FALSE(inner->find("../portal"));
  CHECK_FALSE(inner->find(".."));
}

TEST_CASE("the environment's name of a secret is in capitals, and the first place that has it counts") {
  setenv("LIENTHONG_SECRET_PORTAL_KEY_1", "from the environment", 1);
  CHECK(environment_secrets()->find("portal-key.1") == "from the environment");
  std::vector<std::unique_ptr<Secrets>> places;
  places.push_back(fixed_secrets({{"a", "1"}}));
  places.push_back(fixed_secrets({{"a", "2"}, {"b", "3"}}));
  const auto all = first_of(std::move(places));
  CHECK(all->find("a") == "1");
  CHECK(all->find("b") == "3");
  unsetenv("LIENTHONG_SECRET_PORTAL_KEY_1");
}

TEST_CASE("a secret is hidden as it is, in a URL and in Base64, the longer one first") {
  Redactor redactor;
  redactor.add("short", "pass");
  redactor.add("long", "pass word");
  redactor.add("tiny", "1");
  CHECK(redactor("pass word, pass%20word, cGFzcyB3b3Jk, pass, 1") ==
        "‹secret long›, ‹secret long›, ‹secret long›, ‹secret short›, 1");
}
