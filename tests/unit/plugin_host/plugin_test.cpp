// Promises of loading plugins, the one of version 1.0 above all.
#include "plugin_host/plugin.hpp"

#include "scripted_plugin.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <testing/bench.hpp>

#include <cstdlib>
#include <fstream>

namespace fs = std::filesystem;
using lt::Error;
using lt::ErrorKind;
using lt::plugin_host::Plugin;
using lt::plugin_host::RejectClass;
using lt::plugin_host::Trust;
namespace testing = lt::plugin_testing;

namespace {

// A copy of the frozen plugin somewhere that nobody trusts.
struct Stranger {
  fs::path folder;
  fs::path file;
  Stranger() {
    std::string name = (fs::temp_directory_path() / "lt_plugin_XXXXXX").string();
    folder = mkdtemp(name.data());
    file = folder / "frozen_v1_0.so";
    fs::copy_file(LT_FROZEN_V1_0, file);
  }
  ~Stranger() { fs::remove_all(folder); }
};

ErrorKind kind_of_load(const fs::path& file, const Trust& trust) {
  try {
    Plugin::load(file, trust);
  } catch (const Error& error) {
    UNSCOPED_INFO(error.what());
    return error.kind();
  }
  FAIL("the plugin should have been refused");
  return ErrorKind::failed;
}

// A new Ed25519 key: its public half in PEM, and its signature of a file.
struct Signer {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  ~Signer() { EVP_PKEY_free(key); }
  Signer() = default;
  Signer(const Signer&) = delete;

  std::string public_pem() const {
    BIO* memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(memory, key);
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(memory);
    return pem;
  }
  void sign(const fs::path& file) const {
    const std::string content = testing::text_of_file(file);
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    EVP_MD_CTX* digest = EVP_MD_CTX_new();
    EVP_DigestSignInit(digest, nullptr, nullptr, nullptr, key);
    EVP_DigestSign(digest, reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(content.data()), content.size());
    EVP_MD_CTX_free(digest);
    std::ofstream(file.string() + ".sig", std::ios::binary) << signature;
  }
};

}  // namespace

TEST_CASE("a plugin frozen at version 1.0 loads and does everything in today's host") {
  testing::Bench bench(LT_FROZEN_V1_0);
  CHECK(bench.plugin().id() == "frozen_v1_0");
  bench.give_secret("frozen_key", "k3y-value");
  auto& session = bench.open("{url: 'https://frozen.example.vn', key: frozen_key}");

  bench.http.next(testing::answer(200));
  session.check({});
  CHECK(testing::header_of(bench.http.requests().at(0).headers, "x-key") == "k3y-value");
  CHECK(session.streams({}).at(0).key == std::vector<std::string>{"/n"});

  testing::RecordingReadSink read_sink;
  session.read("numbers", "", read_sink, {});
  CHECK(read_sink.records.size() == 3);
  CHECK(read_sink.states == std::vector<std::string>{"3"});

  testing::RecordingWriteSink write_sink;
  const lt::plugin_host::OutRecord records[] = {{.json = "{}", .key = "7", .idempotency_key = "i", .remote_id = {}},
                                                {.json = "{}",
                                                 .key = "8",
                                                 .idempotency_key = "j",
                                                 .remote_id = {},
                                                 .operation = lt::plugin_host::Operation::erase}};
  session.write("numbers", records, write_sink, {});
  CHECK(write_sink.accepted.at(0) == "7");
  CHECK(write_sink.rejected.at(1).reject_class == RejectClass::forbidden);

  const lt::plugin_host::IncomingRequest hook{
      .stream = "numbers", .method = "POST", .target = "/", .headers = {}, .body = R"({"n": 9})", .remote_address = {}};
  CHECK(session.receive(hook, read_sink, {}).status == 202);
  CHECK(session.call("echo", "[1]", {}) == "[1]");
}

TEST_CASE("a library outside of the own folder is refused, and the error says how to trust it") {
  const Stranger stranger;
  Trust trust;
  trust.own_folder = stranger.folder / "elsewhere";
  CHECK_THROWS_WITH(Plugin::load(stranger.file, trust),
                    Catch::Contains(lt::plugin_host::sha256_of_file(stranger.file)));
  trust.own_folder = stranger.folder;
  CHECK_NOTHROW(Plugin::load(stranger.file, trust));
}

TEST_CASE("a link inside the own folder lends no trust to a library outside of it") {
  const Stranger stranger;
  const fs::path own = stranger.folder / "own";
  fs::create_directory(own);
  fs::create_symlink(stranger.file, own / "frozen_v1_0.so");
  Trust trust;
  trust.own_folder = own;
  CHECK(kind_of_load(own / "frozen_v1_0.so", trust) == ErrorKind::misconfigured);
}

TEST_CASE("a library is trusted by its digest, and no longer when a byte of it changes") {
  const Stranger stranger;
  Trust trust;
  trust.sha256 = {lt::plugin_host::sha256_of_file(stranger.file)};
  CHECK_NOTHROW(Plugin::load(stranger.file, trust));
  std::ofstream(stranger.file, std::ios::app) << 'x';
  CHECK(kind_of_load(stranger.file, trust) == ErrorKind::misconfigured);
}

TEST_CASE("a library is trusted by a signature of a trusted key and by no other") {
  const Stranger stranger;
  const Signer signer;
  const Signer other;
  signer.sign(stranger.file);
  Trust trust;
  trust.public_keys = {other.public_pem()};
  CHECK(kind_of_load(stranger.file, trust) == ErrorKind::misconfigured);
  trust.public_keys = {other.public_pem(), signer.public_pem()};
  CHECK_NOTHROW(Plugin::load(stranger.file, trust));
  std::ofstream(stranger.file, std::ios::app) << 'x';
  CHECK(kind_of_load(stranger.file, trust) == ErrorKind::misconfigured);
}

TEST_CASE("what is no plugin is refused, never run") {
  const Stranger stranger;
  Trust trust;
  trust.any = true;
  CHECK(kind_of_load(stranger.folder / "absent.so", trust) == ErrorKind::misconfigured);
  const fs::path text = stranger.folder / "text.so";
  std::ofstream(text) << "not a library";
  CHECK(kind_of_load(text, trust) == ErrorKind::misconfigured);
  CHECK(kind_of_load("/lib/x86_64-linux-gnu/libz.so.1", trust) == ErrorKind::misconfigured);  // no entry
}

TEST_CASE("a new version at the same path is loaded beside the old one") {
  const Stranger stranger;
  Trust trust;
  trust.any = true;
  const auto first = Plugin::load(stranger.file, trust);
  const fs::path next = stranger.folder / "next";
  fs::copy_file(stranger.file, next);
  std::ofstream(next, std::ios::app) << "newer";  // a loader does not mind bytes after the last section
  fs::rename(next, stranger.file);
  const auto second = Plugin::load(stranger.file, trust);
  CHECK(&first->table() != &second->table());
  CHECK(second->id() == "frozen_v1_0");
  CHECK(&Plugin::load(stranger.file, trust)->table() == &second->table());
}

TEST_CASE("a table that breaks the contract is refused with what it breaks") {
  const auto refused = [](auto&& change, const std::string& words) {
    lt_plugin table = ScriptedPlugin::table();
    change(table);
    CHECK_THROWS_WITH(Plugin::from_table(table), Catch::Contains(words));
  };
  refused([](lt_plugin& t) { t.size = 40; }, "shorter than that of version 1.0");
  refused([](lt_plugin& t) { t.id = ScriptedPlugin::text("Bad Id"); }, "not snake_case");
  refused([](lt_plugin& t) { t.summary = {nullptr, 0}; }, "is empty");
  refused([](lt_plugin& t) { t.read = nullptr; }, "a role whose function is missing");
  refused([](lt_plugin& t) { t.check = nullptr; }, "open, close, check or streams is missing");
  refused([](lt_plugin& t) { t.roles = 0; }, "no role");
  lt_plugin newer = ScriptedPlugin::table();
  newer.size = sizeof(newer) + 128;
  newer.abi_minor = 7;
  CHECK_NOTHROW(Plugin::from_table(newer));
}
