// Proxies and redirects.
#include "http_client_fixture.hpp"

#include <catch2/catch.hpp>

using lt::ErrorKind;
using lt::loopback::Authority;
using lt::loopback::Server;
using lt::loopback::ServerTls;
using lt::loopback::TemporaryFolder;
using lt::loopback::Visit;

TEST_CASE_METHOD(ClientFixture, "plain http goes to the proxy in absolute form, with the proxy's credentials") {
  Server proxy([](Visit& visit) {
    visit.reply(200, visit.target + " " + visit.headers["host"] + " " + visit.headers["proxy-authorization"]);
  });
  auto asked = request("http://portal.example.vn/a?b=1");
  asked.proxy = "http://hub:m%40t@127.0.0.1:" + std::to_string(proxy.port());
  CHECK(client.fetch(asked, {}).body == "http://portal.example.vn/a?b=1 portal.example.vn Basic aHViOm1AdA==");
  CHECK(client.fetch(asked, {}).status == 200);
  CHECK(proxy.connections() == 1);
}

TEST_CASE_METHOD(ClientFixture, "https goes through a tunnel, verified against the server behind it") {
  const Authority authority;
  const TemporaryFolder folder;
  Server server([](Visit& visit) { visit.reply(200, visit.target + visit.headers["proxy-authorization"]); },
                ServerTls{authority.certify("localhost"), {}});
  Server proxy([&](Visit& visit) {
    if (visit.method != "CONNECT" || visit.headers["proxy-authorization"].empty())
      return visit.reply(407, "who are you");
    visit.send("HTTP/1.1 200 Connection established\r\n\r\n");
    visit.tunnel_to(server.port());
  });
  auto asked = request("https://localhost:" + std::to_string(server.port()) + "/secret?x=1");
  asked.tls.ca_file = folder.write("ca.pem", authority.certificate_pem());
  asked.proxy = "http://hub:pw@127.0.0.1:" + std::to_string(proxy.port());
  CHECK(client.fetch(asked, {}).body == "/secret?x=1");
  CHECK(client.fetch(asked, {}).body == "/secret?x=1");
  CHECK(proxy.connections() == 1);
  CHECK(proxy.requests() == 1);

  asked.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  const auto error = error_of(asked);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::denied);
}

TEST_CASE_METHOD(ClientFixture, "a redirect within the origin is followed when asked for, and is an answer when not") {
  Server server([](Visit& visit) {
    if (visit.target == "/old/list") return visit.reply(302, "moved", "Location: ../new?x=1\r\n");
    visit.reply(200, visit.target + visit.headers["authorization"]);
  });
  auto asked = request(server.url("/old/list"));
  asked.headers.push_back({"Authorization", "Bearer t"});
  CHECK(client.fetch(asked, {}).status == 302);
  asked.max_redirects = 5;
  CHECK(client.fetch(asked, {}).body == "/new?x=1Bearer t");
  asked.method = "POST";
  CHECK(client.fetch(asked, {}).status == 302);
}

TEST_CASE_METHOD(ClientFixture, "a redirect loop ends") {
  Server server([](Visit& visit) { visit.reply(307, "", "Location: " + visit.target + "x\r\n"); });
  auto asked = request(server.url("/"));
  asked.max_redirects = 5;
  const auto error = error_of(asked);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::misconfigured);
  CHECK_THAT(error->what(), Catch::Contains("more than 5 redirects"));
  CHECK(server.requests() == 6);
}

TEST_CASE_METHOD(ClientFixture, "a redirect to another host is refused unless allowed, and then carries no secrets") {
  Server other([](Visit& visit) {
    visit.reply(200, visit.headers["authorization"] + visit.headers["x-api-key"] + visit.headers["accept"]);
  });
  Server server([&](Visit& visit) { visit.reply(301, "", "Location: " + other.url("/there") + "\r\n"); });
  auto asked = request(server.url());
  asked.max_redirects = 5;
  asked.headers = {{"Authorization", "Bearer t"}, {"X-Api-Key", "k"}, {"Accept", "application/json"}};
  const auto error = error_of(asked);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::misconfigured);
  CHECK(other.requests() == 0);
  asked.may_redirect_to = [](std::string_view host) { return host == "127.0.0.1"; };
  CHECK(client.fetch(asked, {}).body == "application/json");
}

TEST_CASE_METHOD(ClientFixture, "a redirect from https to http is refused") {
  const Authority authority;
  const TemporaryFolder folder;
  Server plain([](Visit& visit) { visit.reply(200, "in the clear"); });
  Server server([&](Visit& visit) { visit.reply(302, "", "Location: " + plain.url() + "\r\n"); },
                ServerTls{authority.certify("127.0.0.1"), {}});
  auto asked = request(server.url());
  asked.tls.ca_file = folder.write("ca.pem", authority.certificate_pem());
  asked.max_redirects = 5;
  asked.may_redirect_to = [](std::string_view) { return true; };
  CHECK(error_of(asked)->kind() == ErrorKind::misconfigured);
  CHECK(plain.requests() == 0);
}
