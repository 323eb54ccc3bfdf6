// Promises of the HTTP server, to clients that behave and to those that do not.
#include "api/http_server.hpp"

#include "base/error.hpp"
#include "plain_client.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace lt::api;
using namespace lt::api::test;

TEST_CASE("a request reaches the route that its path and method name, and no other") {
  const HttpServer server = serving();
  CHECK(reply_to(server, asking("GET /healthz")).starts_with("HTTP/1.1 200"));
  CHECK(reply_to(server, asking("GET /healthz?x=1")).starts_with("HTTP/1.1 200"));
  CHECK(reply_to(server, asking("GET /healthz/x")).starts_with("HTTP/1.1 404"));
  const std::string refused = reply_to(server, asking("POST /healthz"));
  CHECK(refused.starts_with("HTTP/1.1 405"));
  CHECK(has(refused, "Allow: GET"));
  const std::string missing = reply_to(server, asking("GET /nowhere"));
  CHECK(missing.starts_with("HTTP/1.1 404"));
  CHECK(has(missing, R"({"error":"not_found","message":)"));
}

TEST_CASE("method, target with its query, headers and body come to the handler as they were sent") {
  const HttpServer server = serving();
  const std::string answer = reply_to(server, asking("PATCH /echo/a%20b?c=d", "Content-Length: 5\r\n") + "hello");
  CHECK(has(answer, "X-Method: PATCH"));
  CHECK(has(answer, "X-Target: /echo/a%20b?c=d"));
  CHECK(answer.ends_with("\r\n\r\nhello"));
  CHECK(has(
      reply_to(server, asking("POST /echo/", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
      "abcde"));
}

TEST_CASE("HEAD has the headers of GET and no body") {
  const HttpServer server = serving();
  const std::string answer = reply_to(server, asking("HEAD /healthz"));
  CHECK(has(answer, "Content-Length: 2"));
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("one connection carries one request after another") {
  const HttpServer server = serving();
  const Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send("POST /echo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
    CHECK(client.until("\r\n\r\nhi").starts_with("HTTP/1.1 200"));
  }
}

TEST_CASE("a client that asks first is told to go on") {
  const HttpServer server = serving();
  const Client client(server.port());
  client.send(asking("POST /echo/", "Content-Length: 2\r\nExpect: 100-continue\r\n"));
  CHECK(client.until("\r\n\r\n").starts_with("HTTP/1.1 100"));
  client.send("hi");
  CHECK(client.rest().ends_with("hi"));
}

TEST_CASE("what is no request, or too large, is refused and the connection closed") {
  const HttpServer server = serving({.most_header_bytes = 1000, .most_body_bytes = 100});
  CHECK(reply_to(server, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
  CHECK(reply_to(server, asking("GET /echo/", "X: " + std::string(2000, 'a') + "\r\n")).starts_with("HTTP/1.1 431"));
  CHECK(reply_to(server, asking("POST /echo/", "Content-Length: 101\r\n")).starts_with("HTTP/1.1 413"));
  CHECK(reply_to(server, asking("GET /healthz")).starts_with("HTTP/1.1 200"));
}

TEST_CASE("a client that says nothing, or stops in the middle, is let go") {
  const HttpServer server =
      serving({.header_time = std::chrono::milliseconds(30), .body_time = std::chrono::milliseconds(30)});
  CHECK(reply_to(server, "").empty());
  CHECK(reply_to(server, "GET /echo/ HT").empty());
  CHECK(reply_to(server, asking("POST /echo/", "Content-Length: 9\r\n") + "half").empty());
}

TEST_CASE("more connections than the limit are closed at once, and there is room again when one ends") {
  const HttpServer server = serving({.most_connections = 1});
  {
    const Client first(server.port());
    first.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(first.until("{}").starts_with("HTTP/1.1 200"));
    CHECK(reply_to(server, asking("GET /healthz")).empty());
  }
  std::string answer;
  while (answer.empty()) answer = reply_to(server, asking("GET /healthz"));  // until the server has seen the end
  CHECK(answer.starts_with("HTTP/1.1 200"));
}

TEST_CASE("a handler's defect is answered 500, and its headers cannot end the head") {
  const HttpServer server = serving();
  CHECK(reply_to(server, asking("GET /bad")).starts_with("HTTP/1.1 500"));
  const std::string answer = reply_to(server, asking("GET /headers"));
  CHECK(answer.starts_with("HTTP/1.1 204"));
  CHECK(has(answer, "X-Good: yes"));
  CHECK_FALSE(has(answer, "X-Injected"));
  CHECK_FALSE(has(answer, "ignored"));
  CHECK_FALSE(has(answer, "Content-Length: 9"));
}

TEST_CASE("only a trusted proxy is believed about where a request comes from") {
  const std::string forwarded = "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n";
  CHECK(has(reply_to(serving(), asking("GET /echo/", forwarded)), "X-From: 127.0.0.1"));
  const HttpServer behind = serving({.trusted_proxies = {"127.0.0.1"}});
  CHECK(has(reply_to(behind, asking("GET /echo/", forwarded)), "X-From: 198.51.100.7"));
  CHECK(has(reply_to(behind, asking("GET /echo/")), "X-From: 127.0.0.1"));
}

TEST_CASE("stopping lets an answer under way be given, asks it to end, and takes nothing new") {
  std::mutex mutex;
  std::condition_variable_any asked;
  bool begun = false;
  HttpServer server = serving({}, [&](const Request&, const std::stop_token& stop) -> Response {
    std::unique_lock lock(mutex);
    begun = true;
    asked.notify_all();
    asked.wait(lock, stop, [] { return false; });
    return {.body = "stopped well"};
  });
  const Client client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  {
    std::unique_lock lock(mutex);
    asked.wait(lock, [&] { return begun; });
  }
  CHECK(server.stop(std::chrono::seconds(20)));
  CHECK(client.rest().ends_with("stopped well"));
}

TEST_CASE("a server that stops answers who has just come, and ends at once who only keeps a connection") {
  HttpServer server = serving({.last_call = std::chrono::seconds(20)});
  const Client idle(server.port());
  idle.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(idle.until("{}").starts_with("HTTP/1.1 200"));
  const Client fresh(server.port());
  const Client halfway(server.port());
  halfway.send("GET /healthz HT");
  while (server.connections() < 3) std::this_thread::yield();
  bool stopped = false;
  std::thread stopping([&] { stopped = server.stop(std::chrono::seconds(60)); });
  CHECK(idle.rest().empty());
  for (const auto& [client, rest] : {std::pair(&fresh, "GET /healthz HTTP/1.1"), std::pair(&halfway, "TP/1.1")}) {
    client->send(std::string(rest) + "\r\nHost: x\r\n\r\n");
    const std::string answer = client->rest();
    CHECK(answer.starts_with("HTTP/1.1 200"));
    CHECK(has(answer, "Connection: close"));
  }
  stopping.join();
  CHECK(stopped);
}

TEST_CASE("a server that stops waits for a request that does not come no longer than it says") {
  HttpServer server = serving({.last_call = std::chrono::milliseconds(30)});
  const Client silent(server.port());
  while (server.connections() < 1) std::this_thread::yield();
  CHECK(server.stop(std::chrono::hours(1)));
  CHECK(silent.rest().empty());
}

TEST_CASE("an address that is none, and a port that is taken, are said") {
  const auto listening = [](const std::string& address) { HttpServer({.listen = address}, table()); };
  CHECK_THROWS_WITH(listening("localhost"), Catch::Contains("is no address and port"));
  CHECK_THROWS_WITH(listening("127.0.0.1:99999"), Catch::Contains("is no address and port"));
  const HttpServer first = serving();
  CHECK_THROWS_WITH(listening("127.0.0.1:" + std::to_string(first.port())), Catch::Contains("cannot listen at"));
}

namespace {

// A handler that gives each listener a stream of its own, and what the streams are.
struct Listening {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::shared_ptr<Stream>> streams;

  Handler handler() {
    return [this](const Request& request, const std::stop_token&) -> Response {
      if (request.path() != "/listen") return json_response(200, "{}");
      auto stream = std::make_shared<Stream>(1'000);
      stream->put("first\n");
      const std::lock_guard lock(mutex);
      streams.push_back(stream);
      changed.notify_all();
      return {.headers = {{"Content-Type", "text/event-stream"}}, .stream = stream};
    };
  }
  std::shared_ptr<Stream> wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return streams.size() >= count; });
    return streams[count - 1];
  }
};

void wait_for_end(const Stream& stream) {
  while (!stream.ended()) std::this_thread::yield();
}

}  // namespace

TEST_CASE("listeners are told as things come, and hold no worker meanwhile") {
  Listening listening;
  const HttpServer server = serving({.workers = 1}, listening.handler());
  const Client one(server.port());
  const Client other(server.port());
  for (const Client* client : {&one, &other}) {
    client->send("GET /listen HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string head = client->until("first\n");
    CHECK(has(head, "HTTP/1.1 200"));
    CHECK(has(head, "Content-Type: text/event-stream"));
    CHECK(has(head, "Connection: close"));
    CHECK_FALSE(has(head, "Content-Length"));
  }
  CHECK(reply_to(server, asking("GET /healthz")).starts_with("HTTP/1.1 200"));
  CHECK(listening.wait_for(1)->put("second\n"));
  CHECK(one.until("\n") == "second\n");
  listening.wait_for(2)->put("last\n");
  listening.wait_for(2)->end();
  CHECK(other.rest() == "last\n");
  CHECK(listening.wait_for(1)->put("third\n"));
  CHECK(one.until("\n") == "third\n");
}

TEST_CASE("a listener that goes away is noticed at once, and one that does not read is dropped") {
  Listening listening;
  const HttpServer server = serving({}, listening.handler());
  {
    const Client gone(server.port());
    gone.send("GET /listen HTTP/1.1\r\nHost: x\r\n\r\n");
    gone.until("first\n");
  }
  wait_for_end(*listening.wait_for(1));
  CHECK_FALSE(listening.wait_for(1)->put("x"));

  const Client slow(server.port());
  slow.send("GET /listen HTTP/1.1\r\nHost: x\r\n\r\n");
  slow.until("first\n");
  const auto stream = listening.wait_for(2);
  CHECK_FALSE(stream->put(std::string(2'000, 'x')));
  CHECK(stream->ended());
  CHECK(slow.rest().empty());
}

TEST_CASE("HEAD of a stream has its head, and nobody listens") {
  Listening listening;
  const HttpServer server = serving({}, listening.handler());
  CHECK(has(reply_to(server, asking("HEAD /listen")), "text/event-stream"));
  CHECK(listening.wait_for(1)->ended());
}

TEST_CASE("a server that stops ends its listeners") {
  Listening listening;
  HttpServer server = serving({}, listening.handler());
  const Client client(server.port());
  client.send("GET /listen HTTP/1.1\r\nHost: x\r\n\r\n");
  client.until("first\n");
  CHECK(server.stop(std::chrono::seconds(10)));
  CHECK(listening.wait_for(1)->ended());
  CHECK(client.rest().empty());
}
