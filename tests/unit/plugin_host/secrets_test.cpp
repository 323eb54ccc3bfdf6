// Promises of secrets and of hiding them.
#include "base/error.hpp"
#include "plugin_host/secrets_file.hpp"

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

SecretsFile in_file(const fs::path& file) { return {file, MasterKeys(file.parent_path() / "master_key")}; }

std::string read(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a file of secrets that others may read is refused with the command that mends it") {
  const Folder folder;
  const auto file = folder.write("secrets.yaml", "portal: abc\n", own | fs::perms::group_read);
  CHECK_THROWS_WITH(in_file(file).find("portal"), Catch::Contains("chmod 600"));
}

TEST_CASE("a file of secrets that is absent holds none, one that cannot be reached says why") {
  const Folder folder;
  CHECK_FALSE(in_file(folder.path / "absent.yaml").find("portal"));
  const auto file = folder.write("secrets.yaml", "portal: abc\n", own);
  CHECK_THROWS_WITH(in_file(file / "inner.yaml").find("portal"), Catch::Contains("Not a directory"));
}

TEST_CASE("a secret that was changed in its file is found at once") {
  const Folder folder;
  const auto file = folder.write("secrets.yaml", "portal: abc\n", own);
  const SecretsFile secrets = in_file(file);
  CHECK(secrets.find("portal") == "abc");
  CHECK_FALSE(secrets.find("other"));
  folder.write("next", "{\"portal\": \"def\"}\n", own);
  fs::rename(folder.path / "next", file);
  CHECK(secrets.find("portal") == "def");
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

TEST_CASE("a secret that the hub keeps is sealed: its file, its key's file and every message are without its value") {
  const Folder folder;
  const fs::path file = folder.path / "secrets.yaml";
  SecretsFile secrets = in_file(file);
  secrets.set("portal", "s3cr3t-value", "2026-11-21T07:00:00+07:00", "boss");
  CHECK(secrets.find("portal") == "s3cr3t-value");
  CHECK(in_file(file).find("portal") == "s3cr3t-value");
  CHECK(read(file).find("s3cr3t") == std::string::npos);
  CHECK(read(file).find("portal") != std::string::npos);
  for (const auto& kept : {file, folder.path / "master_key"})
    CHECK((fs::status(kept).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  const auto list = secrets.list();
  REQUIRE(list.size() == 1);
  CHECK(list.front().sealed);
  CHECK(list.front().by == "boss");
  fs::rename(folder.path / "master_key", folder.path / "away");
  CHECK_THROWS_WITH(in_file(file).find("portal"), Catch::Contains("bring back") && !Catch::Contains("s3cr3t"));
}

TEST_CASE("a sealed value opens under its own name only, and a damaged one not at all") {
  const Folder folder;
  const fs::path file = folder.path / "secrets.yaml";
  in_file(file).set("portal", "s3cr3t-value", "", "");
  std::string text = read(file);
  text.replace(text.find("portal"), 6, "hotels");
  folder.write("secrets.yaml", text, own);
  CHECK_THROWS_WITH(in_file(file).find("hotels"), Catch::Contains("damaged or taken from elsewhere"));
}

TEST_CASE("a plain file goes on working, sealing takes its values out of the open, removing forgets them") {
  const Folder folder;
  const auto file = folder.write("secrets.yaml", "portal: abc-plain\nhotline: 'x: \"y\" ề'\n", own);
  SecretsFile secrets = in_file(file);
  CHECK_FALSE(secrets.list().front().sealed);
  secrets.set("new", "third", "", "");
  CHECK(secrets.find("portal") == "abc-plain");
  CHECK(secrets.seal("2026-11-21T07:00:00+07:00", "boss") == 2);
  CHECK(secrets.seal("", "") == 0);
  CHECK(read(file).find("abc-plain") == std::string::npos);
  CHECK(secrets.find("portal") == "abc-plain");
  CHECK(secrets.find("hotline") == "x: \"y\" ề");
  CHECK(secrets.find("new") == "third");
  CHECK(secrets.remove("portal"));
  CHECK_FALSE(secrets.remove("portal"));
  CHECK_FALSE(secrets.find("portal"));
}

TEST_CASE("a new master key seals all anew while others read, and the former opens nothing any more") {
  const Folder folder;
  const fs::path file = folder.path / "secrets.yaml";
  SecretsFile secrets = in_file(file);
  const SecretsFile reader = in_file(file);
  secrets.set("portal", "abc-kept", "", "boss");
  CHECK(reader.find("portal") == "abc-kept");
  const std::string former = read(folder.path / "master_key");
  const std::string sealed_before = read(file);
  CHECK(secrets.rotate("", "") == 1);
  CHECK(read(folder.path / "master_key") != former);
  CHECK(read(file) != sealed_before);
  CHECK(reader.find("portal") == "abc-kept");
  CHECK(reader.list().front().by == "boss");
  folder.write("master_key", former, own);
  CHECK_THROWS_WITH(in_file(file).find("portal"), Catch::Contains("which is not in"));
}

TEST_CASE("a master key from the environment makes no file, and rotating takes a second before it") {
  const Folder folder;
  const std::string first = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const std::string second = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";
  setenv(master_key_variable, first.c_str(), 1);
  SecretsFile secrets = in_file(folder.path / "secrets.yaml");
  secrets.set("portal", "abc", "", "");
  CHECK_FALSE(fs::exists(folder.path / "master_key"));
  CHECK_THROWS_WITH(secrets.rotate("", ""), Catch::Contains("put a new one") && !Catch::Contains("AAAA"));
  setenv(master_key_variable, (second + " " + first).c_str(), 1);
  CHECK(secrets.rotate("", "") == 1);
  setenv(master_key_variable, second.c_str(), 1);
  CHECK(secrets.find("portal") == "abc");
  setenv(master_key_variable, "no key", 1);
  CHECK_THROWS_WITH(secrets.find("portal"), Catch::Contains(master_key_variable) && !Catch::Contains("no key"));
  unsetenv(master_key_variable);
}

TEST_CASE("names that could be paths and values that are none are refused") {
  const Folder folder;
  SecretsFile secrets = in_file(folder.path / "secrets.yaml");
  for (const std::string name : {"", ".", "..", "../portal", "a/b", "a b", "a\n", ".hidden"})
    CHECK_THROWS_WITH(secrets.set(name, "abc", "", ""), Catch::Contains("a secret's name"));
  CHECK_THROWS_WITH(secrets.set("portal", "", "", ""), Catch::Contains("1 to 65536"));
  CHECK_THROWS_WITH(secrets.set("portal", std::string(70'000, 'x'), "", ""), Catch::Contains("1 to 65536"));
  CHECK_FALSE(fs::exists(folder.path / "secrets.yaml"));
}

TEST_CASE("the master key among the credentials is no secret that a partner's settings could name") {
  const Folder folder;
  folder.write(std::string(master_key_credential), "AAAA", own);
  CHECK_FALSE(folder_secrets(folder.path)->find(master_key_credential));
}
