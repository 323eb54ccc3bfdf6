// Keeping, sharing and replacing connections.
#include "http_client_fixture.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

using lt::ErrorKind;
using lt::loopback::Server;
using lt::loopback::Visit;

TEST_CASE_METHOD(ClientFixture, "requests one after another share one connection") {
  Server server([](Visit& visit) { visit.reply(200, "ok"); });
  for (int i = 0; i < 20; ++i) REQUIRE(get(server.url()).body == "ok");
  CHECK(server.connections() == 1);
  CHECK(client.counts().requests == 20);
  CHECK(client.counts().connections == 1);
}

TEST_CASE_METHOD(ClientFixture, "a connection is not kept when the server says close") {
  Server server([](Visit& visit) {
    visit.reply(200, "ok", "Connection: close\r\n");
    visit.close();
  });
  get(server.url());
  get(server.url());
  CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(ClientFixture, "many threads at once get each their own answer") {
  Server server([](Visit& visit) { visit.reply(200, visit.target + visit.body); });
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 100; ++i) {
        const std::string path = "/" + std::to_string(thread) + "/" + std::to_string(i);
        if (client.fetch(request(server.url(path), "POST", "body"), {}).body == path + "body") ++right;
      }
    });
  for (std::thread& each : threads) each.join();
  CHECK(right == 800);
  CHECK(client.counts().requests == 800);
  CHECK(server.connections() <= 8);
}

TEST_CASE_METHOD(ClientFixture, "a kept connection that dies under a GET is replaced once and unseen") {
  Server server([](Visit& visit) {
    if (visit.connection == 0 && visit.number == 1) visit.close();
    visit.reply(200, std::to_string(visit.connection));
  });
  CHECK(get(server.url()).body == "0");
  CHECK(get(server.url()).body == "1");
  CHECK(server.requests() == 3);
}

TEST_CASE_METHOD(ClientFixture, "a POST that may have arrived is not repeated, unless it carries an idempotency key") {
  Server server([](Visit& visit) {
    if (visit.method == "POST" && visit.number > 0) visit.close();
    visit.reply(200, "ok");
  });
  get(server.url());
  const auto error = error_of(request(server.url(), "POST", "x"));
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK(server.requests() == 2);

  get(server.url());
  auto keyed = request(server.url(), "POST", "x");
  keyed.headers.push_back({"Idempotency-Key", "flow:1:1"});
  CHECK(client.fetch(keyed, {}).status == 200);
}

TEST_CASE_METHOD(ClientFixture,
                 "a kept connection that the server closed meanwhile is noticed before anything is sent") {
  std::atomic<bool> gone{false};
  Server server([&gone](Visit& visit) {
    visit.reply(200, "ok");
    if (visit.connection == 0) {
      gone = true;
      visit.close();
    }
  });
  get(server.url());
  while (!gone) std::this_thread::yield();
  // The close has been asked for; until it has gone through the kernel the connection may still look alive.
  for (int tries = 0; tries < 1000 && client.counts().connections < 2; ++tries) {
    const auto error = error_of(request(server.url(), "POST", "x"));
    if (!error) break;
  }
  CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(ClientFixture, "nobody listening is unavailable, with host and port") {
  std::uint16_t port = 0;
  {
    Server server([](Visit& visit) { visit.close(); });
    port = server.port();
  }
  const auto error = error_of(request("http://127.0.0.1:" + std::to_string(port) + "/x?token=secret"));
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK_THAT(error->what(), Catch::Contains("127.0.0.1 port " + std::to_string(port)));
  CHECK_THAT(error->what(), !Catch::Contains("secret"));
}

TEST_CASE_METHOD(ClientFixture, "a host is found by name") {
  Server server([](Visit& visit) { visit.reply(200, visit.headers["host"]); });
  const std::string authority = "localhost:" + std::to_string(server.port());
  CHECK(get("http://" + authority + "/").body == authority);
}

TEST_CASE_METHOD(ClientFixture, "an unknown name is unavailable") {
  const auto error = error_of(request("http://khong-co-that.invalid/"));
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK_THAT(error->what(), Catch::Contains("khong-co-that.invalid"));
}

TEST_CASE_METHOD(ClientFixture, "addresses and headers that cannot be are refused") {
  for (const char* url : {"ftp://127.0.0.1/", "127.0.0.1/x", "http://", "http://a b/", "http://u:p@127.0.0.1/"}) {
    INFO(url);
    const auto error = error_of(request(url));
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::misconfigured);
  }
  auto smuggled = request("http://127.0.0.1/");
  smuggled.headers.push_back({"X-Name", "a\r\nX-Other: b"});
  REQUIRE(error_of(smuggled));
  CHECK(error_of(smuggled)->kind() == ErrorKind::failed);
}

TEST_CASE_METHOD(ClientFixture, "method, path, query, headers and body arrive as they were given") {
  Server server([](Visit& visit) {
    visit.reply(200, visit.method + " " + visit.target + " " + visit.headers["x-khoa"] + " " +
                         visit.headers["content-length"] + " " + visit.body);
  });
  auto asked = request(server.url("/a%20b?ng%C3%A0y=1&x="), "PUT", "{\"a\":1}");
  asked.headers.push_back({"X-Khoa", "giá trị"});
  CHECK(client.fetch(asked, {}).body == "PUT /a%20b?ng%C3%A0y=1&x= giá trị 7 {\"a\":1}");
  CHECK(client.fetch(request(server.url("/"), "POST"), {}).body == "POST /  0 ");
}

TEST_CASE_METHOD(ClientFixture, "a large body goes out and comes back whole") {
  Server server([](Visit& visit) { visit.reply(200, visit.body); });
  std::string body(5u << 20, 'x');
  for (std::size_t i = 0; i < body.size(); i += 4096) body[i] = static_cast<char>('a' + i / 4096 % 26);
  CHECK(client.fetch(request(server.url(), "POST", body), {}).body == body);
}

TEST_CASE_METHOD(ClientFixture, "a server that refuses a large body before it has read it is still heard") {
  lt::plugin_host::HttpResponse response;
  Server server([](Visit& visit) { visit.reply(413, "too large", "Connection: close\r\n"); });
  response = client.fetch(request(server.url(), "POST", std::string(1000, 'x')), {});
  CHECK(response.status == 413);
  CHECK(response.body == "too large");
}
