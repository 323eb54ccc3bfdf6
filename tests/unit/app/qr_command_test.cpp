// Promises of the commands on QR codes: what is issued is believed, what is read is said.
#include "shipped_hub.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

json::object read(const ShippedHub& hub, const std::string& text, lt::Milliseconds now, int status) {
  const Said said = hub.say({"--json", "qr", "read", text}, now);
  INFO(said.err);
  CHECK(said.status == status);
  return json::parse(said.out).as_object();
}

}  // namespace

TEST_CASE("a pass that the hub issues is read as its own, for three days") {
  const ShippedHub hub;
  const Said issued = hub.say({"--json", "qr", "issue-pass", "--document", "999095000001", "--code", "P-1", "--svg",
                               hub.path("pass.svg").string(), "--png", hub.path("pass.png").string()});
  INFO(issued.err);
  REQUIRE(issued.status == 0);
  const json::object pass = json::parse(issued.out).as_object();
  CHECK(pass.at("code") == "P-1");
  const std::string text(pass.at("text").as_string());
  CHECK(text.find("999095") == std::string::npos);
  CHECK(fs::file_size(hub.path("pass.svg")) > 1000);
  CHECK(fs::file_size(hub.path("pass.png")) > 200);

  const json::object now = read(hub, text, ShippedHub::start, 0);
  CHECK(now.at("signer") == "lienthong");
  CHECK(now.at("signature") == "valid");
  CHECK(now.at("document_tail") == "0001");
  CHECK(read(hub, text, ShippedHub::start + 3LL * 86'400'000, 5).at("validity") == "expired");

  const Said key = hub.say({"qr", "key"});
  CHECK(key.out.rfind("-----BEGIN PUBLIC KEY-----", 0) == 0);
  CHECK(hub.say({"qr", "key"}).out == key.out);
}

TEST_CASE(
    "a pass that the hub issues stands in the store with its person, and may be explained, revoked and restored") {
  const ShippedHub hub;
  const auto explain = [&](const std::string& code) {
    const Said said = hub.say({"--json", "explain", "movement_pass", code});
    INFO(said.err);
    return json::serialize(json::parse(said.status == 0 ? said.out : "{}"));
  };
  REQUIRE(
      hub.say({"qr", "issue-pass", "--document", "999095000001", "--code", "P-1", "--to", "Xã Quảng Thành"}).status ==
      0);
  const std::string issued = explain("P-1");
  CHECK(issued.find("issued_passes") != std::string::npos);
  CHECK(issued.find("Xã Quảng Thành") != std::string::npos);
  CHECK(issued.find("LTP1:P-1:0001:") != std::string::npos);
  CHECK(hub.say({"explain", "person", "999095000001"}).status == 0);

  CHECK(hub.say({"qr", "issue-pass", "--document", "1", "--code", "P-1"}).err.find("there already") !=
        std::string::npos);
  CHECK(hub.say({"qr", "revoke-pass", "P-2"}).err.find("'P-2' is known") != std::string::npos);
  CHECK(hub.say({"qr", "revoke-pass", "P-1", "--undo"}).status == 3);
  CHECK(hub.say({"qr", "revoke-pass", "P-1", "--reason", "F1"}, ShippedHub::start + 1000).status == 0);
  CHECK(explain("P-1").find("revoked_passes") != std::string::npos);
  CHECK(hub.say({"qr", "revoke-pass", "P-1", "--undo"}).status == 0);
  CHECK(explain("P-1").find("revoked_passes") == std::string::npos);
}

TEST_CASE("a pass that its mapping refuses is not given, and leaves no dead letter") {
  const ShippedHub hub;
  const Said said =
      hub.say({"qr", "issue-pass", "--document", "1", "--code", "P-1", "--vehicle", std::string(30, 'A')});
  CHECK(said.status != 0);
  CHECK(said.out.empty());
  CHECK(json::parse(hub.say({"--json", "dead-letters", "list"}).out).as_array().empty());
  fs::remove(hub.path("config/flows/issued_passes.yaml"));
  CHECK(hub.say({"qr", "issue-pass", "--document", "1"}).err.find("stream: issued_passes") != std::string::npos);
}

TEST_CASE("a checkpoint believes the passes of a hub whose public key it has, and no others") {
  std::string text;
  std::string key;
  {
    const ShippedHub issuer;
    text = json::parse(issuer.say({"--json", "qr", "issue-pass", "--document", "1"}).out).at("text").as_string();
    key = issuer.say({"qr", "key"}).out;
  }
  const ShippedHub checkpoint;
  CHECK(read(checkpoint, text, ShippedHub::start, 0).at("signer") == "unknown");
  std::ofstream(checkpoint.path("config/signers/thanh_hoa.pem")) << key;
  CHECK(read(checkpoint, text, ShippedHub::start, 0).at("signer") == "thanh_hoa");
  CHECK(read(checkpoint, text, ShippedHub::start, 0).at("signature") == "valid");
}

TEST_CASE("what a code says is a table in the reader's language, what is no code is told and exits 5") {
  const ShippedHub hub;
  const Said card = hub.say({"qr", "read", "999095000001||Nguyễn Văn An|04051995|Nam|Số 1, Lê Lợi|01062021"});
  CHECK(card.status == 0);
  CHECK(card.out.find("Họ và tên") != std::string::npos);
  CHECK(card.out.find("Nguyễn Văn An") != std::string::npos);
  const Said none = hub.say({"qr", "read", "hello"});
  CHECK(none.status == 5);
  CHECK(none.err.find("no code that is known") != std::string::npos);
  CHECK(hub.say({"qr", "draw", "hello"}).out.rfind("<svg ", 0) == 0);
}

TEST_CASE("a file among the signers that is no key is refused with its name") {
  const ShippedHub hub;
  std::ofstream(hub.path("config/signers/broken.pem")) << "no key";
  const Said said = hub.say({"qr", "read", "hello"});
  CHECK(said.status == 3);
  CHECK(said.err.find("broken.pem") != std::string::npos);
}
