// Promises of passes: verified without a network, unforgeable, drawn.
#include "qr/pass.hpp"

#include "base/error.hpp"
#include "base/yaml.hpp"
#include "qr/drawing.hpp"
#include "qr/reading.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

using namespace lt::qr;

namespace {

constexpr std::int64_t start = 1'640'000'000;
constexpr std::int64_t end = start + 3 * 86'400;

class KeyFile {
 public:
  KeyFile() { std::filesystem::remove(path); }
  ~KeyFile() { std::filesystem::remove(path); }
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("lt_pass_key_" + std::to_string(::getpid()) + ".pem");
};

Reader trusting(const SigningKey& key) {
  Signers signers;
  REQUIRE(signers.add("lienthong", key.public_pem()));
  return {{}, std::move(signers)};
}

}  // namespace

TEST_CASE("a pass is verified by its signature alone, as long as it holds") {
  const KeyFile file;
  const SigningKey key = SigningKey::open_or_make(file.path);
  const std::string text = issue_pass({"PASS-1", "0001", start, end}, key);
  const Reader reader = trusting(key);
  const Reading reading = reader.read(text, (start + 1) * 1000);
  CHECK(reading.kind == "pass");
  CHECK(reading.find("pass_code") == "PASS-1");
  CHECK(reading.find("document_tail") == "0001");
  CHECK(reading.find("expires_at") == "2021-12-23T18:33:20+07:00");
  CHECK(reading.find("signature") == "valid");
  CHECK(reading.find("signer") == "lienthong");
  CHECK(reading.find("validity") == "valid");
  CHECK(reader.read(text, end * 1000).find("validity") == "expired");
  CHECK(Reader().read(text, start * 1000).find("signer") == "unknown");
}

TEST_CASE("a pass with one character changed is never valid") {
  const KeyFile file;
  const SigningKey key = SigningKey::open_or_make(file.path);
  const std::string text = issue_pass({"PASS-1", "0001", start, end}, key);
  const Reader reader = trusting(key);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string forged = text;
    forged[i] = forged[i] == '2' ? '3' : '2';
    INFO(forged);
    CHECK(reader.read(forged, start * 1000).find("signature") != "valid");
  }
}

TEST_CASE("a pass that is cut anywhere is damaged, not forged") {
  const KeyFile file;
  const SigningKey key = SigningKey::open_or_make(file.path);
  const std::string text = issue_pass({"PASS-1", "0001", start, end}, key);
  const Reader reader = trusting(key);
  for (std::size_t length = 5; length < text.size(); ++length) {
    INFO(text.substr(0, length));
    CHECK_FALSE(reader.read(text.substr(0, length), start * 1000).problem.empty());
  }
}

TEST_CASE("the key is made at first use for its owner alone, and is the same afterwards") {
  const KeyFile file;
  const SigningKey made = SigningKey::open_or_make(file.path);
  struct stat about{};
  REQUIRE(::stat(file.path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0600U);
  const SigningKey read = SigningKey::open_or_make(file.path);
  CHECK(read.key_id() == made.key_id());
  CHECK(trusting(made).read(issue_pass({"A", "1", start, end}, read), start * 1000).find("signature") == "valid");
  CHECK_THROWS_AS(SigningKey::from_pem("no key"), lt::Error);
  CHECK_THROWS_AS(SigningKey::open_or_make("/nowhere/key.pem"), lt::Error);
}

TEST_CASE("a pass that cannot be right is not issued") {
  const KeyFile file;
  const SigningKey key = SigningKey::open_or_make(file.path);
  CHECK_THROWS_AS(issue_pass({"a b", "0001", start, end}, key), lt::Error);
  CHECK_THROWS_AS(issue_pass({"", "0001", start, end}, key), lt::Error);
  CHECK_THROWS_AS(issue_pass({"A", "", start, end}, key), lt::Error);
  CHECK_THROWS_AS(issue_pass({"A", "00001", start, end}, key), lt::Error);
  CHECK_THROWS_AS(issue_pass({"A", "0001", start, start}, key), lt::Error);
}

TEST_CASE("a pass shows only the end of the document's number, and codes differ") {
  CHECK(document_tail("9990 9500 0001") == "0001");
  CHECK(document_tail("b-12") == "B12");
  CHECK(document_tail("").empty());
  CHECK(new_pass_code().size() == 16);
  CHECK(new_pass_code() != new_pass_code());
}

TEST_CASE("a code is drawn as SVG and as PNG of the same modules") {
  const std::string svg = draw_svg("LTP1:A");
  CHECK(svg.rfind("<svg ", 0) == 0);
  CHECK(svg.find("viewBox=\"0 0 29 29\"") != std::string::npos);  // version 1: 21 modules and the quiet zone
  CHECK(svg.find("M4 4h7v1H4z") != std::string::npos);            // the top of the first finder pattern
  const std::string png = draw_png("LTP1:A", 2);
  REQUIRE(png.substr(1, 3) == "PNG");
  CHECK(png.substr(16, 8) == std::string("\0\0\0\x3A\0\0\0\x3A", 8));  // 58 pixels square
  const std::size_t data = png.find("IDAT") + 4;
  std::string lines(58 * 9, '\0');
  auto size = static_cast<uLongf>(lines.size());
  REQUIRE(uncompress(reinterpret_cast<Bytef*>(lines.data()), &size, reinterpret_cast<const Bytef*>(png.data() + data),
                     static_cast<uLong>(png.size() - data)) == Z_OK);
  REQUIRE(size == lines.size());
  const auto dark = [&](std::size_t x, std::size_t y) {
    return (static_cast<unsigned char>(lines[y * 9 + 1 + x / 8]) & (0x80U >> (x % 8))) == 0;
  };
  CHECK_FALSE(dark(7, 8));
  for (std::size_t x = 8; x < 22; ++x) CHECK(dark(x, 8));
  CHECK_FALSE(dark(22, 8));
  CHECK_THROWS_AS(draw_svg(""), lt::Error);
  CHECK_THROWS_AS(draw_png(std::string(5'000, 'a')), lt::Error);
}
