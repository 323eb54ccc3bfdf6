// Promises of the HTTP server to clients that mean harm: bytes on real sockets.
#include "plain_client.hpp"

#include <thread>

using namespace lt::api;
using namespace lt::api::test;

namespace {

// How the connection ends after `bytes` were sent and a second request behind them: one refusal and no more, whatever
// the second request would have been taken for.
void check_refused_alone(const std::string& bytes) {
  INFO(bytes);
  const HttpServer server = serving();
  const std::string answer = reply_to(server, bytes + "GET /echo/smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 400"));
  CHECK_FALSE(has(answer, "smuggled"));
  CHECK(answer.find("HTTP/1.1", 1) == std::string::npos);
  CHECK(reply_to(server, asking("GET /healthz")).starts_with("HTTP/1.1 200"));
}

// Byte by byte until the server has enough of it.
std::size_t trickled(const HttpServer& server, const std::string& first, std::string_view again) {
  const Client client(server.port());
  client.send(first);
  std::size_t sent = 0;
  while (sent < 100'000 && !client.hears(5) && client.send(again)) ++sent;
  return sent;
}

}  // namespace

TEST_CASE("a head or a body that comes byte by byte is let go when its time is over") {
  const HttpServer server =
      serving({.header_time = std::chrono::milliseconds(150), .body_time = std::chrono::milliseconds(150)});
  CHECK(trickled(server, "GET /echo/ HTTP/1.1\r\n", "X: y\r\n") < 1'000);
  CHECK(trickled(server, "", "G") < 1'000);
  CHECK(trickled(server, "POST /echo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n", "a") < 1'000);
  CHECK(trickled(server, "POST /echo/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n") <
        1'000);
  CHECK(reply_to(server, asking("GET /healthz")).starts_with("HTTP/1.1 200"));
}

TEST_CASE("who asks and never reads the answer is let go when its time is over, and holds up nobody") {
  const std::string large(12U << 20U, 'a');
  const HttpServer server = serving(
      {.workers = 1, .write_time = std::chrono::milliseconds(150)},
      route_by({{"GET", "/large",
                 [&](const Request&, const std::stop_token&) -> Response {
                   return {.status = 200, .headers = {}, .body = large};
                 }},
                {"GET", "/healthz", [](const Request&, const std::stop_token&) { return json_response(200, "{}"); }}}));
  const Client silent(server.port());
  silent.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(silent.hears(5'000));
  CHECK(reply_to(server, asking("GET /healthz")).starts_with("HTTP/1.1 200"));
  while (server.connections() > 0) std::this_thread::yield();
  CHECK(silent.rest().size() < large.size());
}

TEST_CASE("a body that grows beyond the limit in chunks is refused, and so is a head of many lines") {
  const HttpServer server = serving({.most_header_bytes = 1'000, .most_body_bytes = 100});
  std::string chunks;
  for (int i = 0; i < 50; ++i) chunks += "4\r\nabcd\r\n";
  CHECK(reply_to(server, asking("POST /echo/", "Transfer-Encoding: chunked\r\n") + chunks).starts_with("HTTP/1.1 413"));
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "X: y\r\n";
  CHECK(reply_to(server, asking("GET /echo/", lines)).starts_with("HTTP/1.1 431"));
  CHECK(reply_to(server, asking("GET /" + std::string(2'000, 'a'))).starts_with("HTTP/1.1 431"));
  CHECK(reply_to(server, asking("POST /echo/", "Content-Length: 18446744073709551615\r\n")).starts_with("HTTP/1.1 4"));
}

TEST_CASE("a request whose length two readers could take differently is refused, and nothing behind it is read") {
  const std::string head = "POST /echo/ HTTP/1.1\r\nHost: x\r\n";
  for (const std::string lines :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc", "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "Content-Length: 3, 3\r\n\r\nabc", "Content-Length: +3\r\n\r\nabc", "Content-Length: 0x3\r\n\r\nabc",
        "Content-Length: -1\r\n\r\n", "Content-Length : 3\r\n\r\nabc", "Transfer-Encoding: xchunked\r\n\r\n",
        "Transfer-Encoding: identity\r\n\r\n", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, gzip\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"})
    check_refused_alone(head + lines);
  check_refused_alone("POST /echo/ HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST_CASE("lines that end without a carriage return, control characters and a missing or second Host are refused") {
  for (const std::string request :
       {"GET /echo/ HTTP/1.1\nHost: x\n\n", "GET /echo/ HTTP/1.1\r\nHost: x\nX: y\r\n\r\n",
        "GET /echo/ HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n", "GET /echo/ HTTP/1.1\r\n\r\n",
        "GET /echo/ HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "GET /echo/ HTTP/1.1\r\n Host: x\r\n\r\n",
        "GET /echo/\tHTTP/1.1\r\nHost: x\r\n\r\n", "GET /echo/ HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n",
        "GET /echo/ HTTP/2.0\r\nHost: x\r\n\r\n", "GET  /echo/ HTTP/1.1\r\nHost: x\r\n\r\n"})
    check_refused_alone(request);
  check_refused_alone(std::string("GET /echo/ HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 43));
}

TEST_CASE("a folded line is one value with a blank, never a line of its own") {
  const HttpServer server = serving();
  const std::string answer =
      reply_to(server, asking("POST /echo/", "X-Folded: a\r\n Content-Length: 3\r\nContent-Length: 2\r\n") + "hi");
  CHECK(answer.starts_with("HTTP/1.1 200"));
  CHECK(answer.ends_with("\r\n\r\nhi"));
}

TEST_CASE("bytes that are no UTF-8 and paths that climb reach no route and harm nothing") {
  const HttpServer server = serving();
  for (const std::string target :
       {"/\xff\xfe", "/%ff", "/%c0%ae%c0%ae/", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cetc",
        "//etc/passwd", "http://evil/../x", "*"}) {
    INFO(target);
    const std::string answer = reply_to(server, asking("GET " + target));
    CHECK(answer.starts_with("HTTP/1.1 40"));
    CHECK_FALSE(has(answer, "root:"));
  }
  CHECK(reply_to(server, asking("GET /healthz", "X: \xff\xfe\r\n")).starts_with("HTTP/1.1 200"));
}
