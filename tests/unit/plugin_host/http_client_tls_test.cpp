// Whom the client trusts.
#include "http_client_fixture.hpp"

#include <catch2/catch.hpp>

using lt::ErrorKind;
using lt::loopback::Authority;
using lt::loopback::Server;
using lt::loopback::ServerTls;
using lt::loopback::TemporaryFolder;
using lt::loopback::Visit;
using std::chrono::hours;

namespace {

struct TlsFixture : ClientFixture {
  TemporaryFolder folder;
  Authority authority;
  std::string ca_file = folder.write("ca.pem", authority.certificate_pem());

  lt::plugin_host::HttpRequest trusting(const std::string& url) const {
    auto asked = request(url);
    asked.tls.ca_file = ca_file;
    return asked;
  }
};

void say_hello(Visit& visit) { visit.reply(200, "xin chào"); }

}  // namespace

TEST_CASE_METHOD(TlsFixture, "a server certified by the system's authority is trusted, by name and by address") {
  Server by_address(say_hello, ServerTls{authority.certify("127.0.0.1"), {}});
  for (int i = 0; i < 3; ++i) CHECK(client.fetch(trusting(by_address.url()), {}).body == "xin chào");
  CHECK(by_address.connections() == 1);
  Server by_name(say_hello, ServerTls{authority.certify("localhost"), {}});
  const std::string url = "https://localhost:" + std::to_string(by_name.port()) + "/";
  CHECK(client.fetch(trusting(url), {}).body == "xin chào");
}

TEST_CASE_METHOD(TlsFixture, "a large body arrives whole over TLS") {
  std::string body(3u << 20, 'x');
  for (std::size_t i = 0; i < body.size(); i += 512) body[i] = static_cast<char>('a' + i / 512 % 26);
  Server server([](Visit& visit) { visit.reply(200, visit.body); }, ServerTls{authority.certify("127.0.0.1"), {}});
  auto asked = trusting(server.url());
  asked.method = "POST";
  asked.body = body;
  CHECK(client.fetch(asked, {}).body == body);
}

TEST_CASE_METHOD(TlsFixture, "a certificate of another host, of nobody we know, or out of date is refused") {
  const Authority stranger("Authority of others");
  struct Case {
    const char* says;
    lt::loopback::Certificate certificate;
    ErrorKind kind;
  };
  const Case cases[] = {
      {"hostname mismatch", authority.certify("example.vn"), ErrorKind::misconfigured},
      {"IP address mismatch", authority.certify("127.0.0.2"), ErrorKind::misconfigured},
      {"unable to get local issuer", stranger.certify("localhost"), ErrorKind::misconfigured},
      {"expired", authority.certify("localhost", hours(-48), hours(-24)), ErrorKind::unavailable},
      {"not yet valid", authority.certify("localhost", hours(24), hours(48)), ErrorKind::unavailable},
  };
  for (const Case& each : cases) {
    INFO(each.says);
    Server server(say_hello, ServerTls{each.certificate, {}});
    const bool by_address = std::string(each.says).starts_with("IP");
    const std::string host = by_address ? "127.0.0.1" : "localhost";
    const auto error = error_of(trusting("https://" + host + ":" + std::to_string(server.port()) + "/"));
    REQUIRE(error);
    CHECK(error->kind() == each.kind);
    CHECK_THAT(error->what(), Catch::Contains(each.says));
    CHECK(server.requests() == 0);
  }
}

TEST_CASE_METHOD(TlsFixture, "without an authority of its own a system is held against the machine's") {
  Server server(say_hello, ServerTls{authority.certify("127.0.0.1"), {}});
  const auto error = error_of(request(server.url()));
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::misconfigured);
  CHECK_THAT(error->what(), Catch::Contains("not trusted"));
}

TEST_CASE_METHOD(TlsFixture, "what was trusted under one system's settings is not trusted under another's") {
  Server server(say_hello, ServerTls{authority.certify("127.0.0.1"), {}});
  CHECK(client.fetch(trusting(server.url()), {}).status == 200);
  REQUIRE(error_of(request(server.url())));
}

TEST_CASE_METHOD(TlsFixture, "a server that asks for a client certificate gets the system's") {
  const auto mine = authority.certify("hub.thanhhoa.gov.vn");
  Server server(say_hello, ServerTls{authority.certify("127.0.0.1"), authority.certificate_pem()});
  auto asked = trusting(server.url());
  asked.tls.certificate_file = folder.write("hub.pem", mine.certificate_pem);
  asked.tls.key_file = folder.write("hub.key", mine.key_pem);
  CHECK(client.fetch(asked, {}).body == "xin chào");
  const auto error = error_of(trusting(server.url()));
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
}

TEST_CASE_METHOD(TlsFixture, "certificate files that cannot be used are named") {
  auto asked = request("https://127.0.0.1:1/");
  asked.tls.ca_file = "/khong/co.pem";
  Server server(say_hello, ServerTls{authority.certify("127.0.0.1"), {}});
  asked.url = server.url();
  CHECK(error_of(asked)->kind() == ErrorKind::misconfigured);
  CHECK_THAT(error_of(asked)->what(), Catch::Contains("/khong/co.pem"));

  auto mixed = trusting(server.url());
  mixed.tls.certificate_file = folder.write("a.pem", authority.certify("a").certificate_pem);
  CHECK_THAT(error_of(mixed)->what(), Catch::Contains("needs both"));
  mixed.tls.key_file = folder.write("b.key", authority.certify("b").key_pem);
  CHECK(error_of(mixed)->kind() == ErrorKind::misconfigured);
}

TEST_CASE_METHOD(TlsFixture, "TLS that is cut is never taken for the end of a body") {
  Server server(
      [](Visit& visit) {
        visit.send("HTTP/1.1 200 OK\r\n\r\nhalf of");
        visit.close();
      },
      ServerTls{authority.certify("127.0.0.1"), {}});
  const auto error = error_of(trusting(server.url()));
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK_THAT(error->what(), Catch::Contains("cut off"));
}
