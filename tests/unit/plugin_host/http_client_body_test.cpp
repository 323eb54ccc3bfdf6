// Bodies: their ends, their compression, their limits.
#include "http_client_fixture.hpp"

#include <catch2/catch.hpp>
#include <zlib.h>

using lt::ErrorKind;
using lt::loopback::Server;
using lt::loopback::Visit;

namespace {

// 15: zlib's frame, 31: gzip's, -15: none.
std::string compressed(const std::string& text, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Server encoded_server(const std::string& encoding, const std::string& bytes) {
  return Server([=](Visit& visit) { visit.reply(200, bytes, "Content-Encoding: " + encoding + "\r\n"); });
}

}  // namespace

TEST_CASE_METHOD(ClientFixture, "gzip and deflate are asked for and opened") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "Nguyễn Văn " + std::to_string(i) + "\n";
  struct Case {
    std::string encoding;
    std::string bytes;
  };
  const Case cases[] = {{"gzip", compressed(text, 31)},
                        {"deflate", compressed(text, 15)},
                        {"deflate", compressed(text, -15)},
                        {"gzip", compressed(text.substr(0, 1000), 31) + compressed(text.substr(1000), 31)},
                        {"identity", text}};
  for (const Case& each : cases) {
    Server server = encoded_server(each.encoding, each.bytes);
    CHECK(get(server.url()).body == text);
  }
  Server server([](Visit& visit) { visit.reply(200, visit.headers["accept-encoding"]); });
  CHECK(get(server.url()).body == "gzip, deflate");
}

TEST_CASE_METHOD(ClientFixture, "a bomb is refused when it passes the limit, and only then") {
  const std::string bomb = compressed(std::string(50u << 20, '0'), 31);
  REQUIRE(bomb.size() < 100'000);
  Server server = encoded_server("gzip", bomb);
  auto asked = request(server.url());
  asked.max_body_bytes = 10u << 20;
  const auto error = error_of(asked);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::failed);
  CHECK_THAT(error->what(), Catch::Contains("opens to more than 10485760 bytes"));
  asked.max_body_bytes = 50u << 20;
  CHECK(client.fetch(asked, {}).body.size() == 50u << 20);
}

TEST_CASE_METHOD(ClientFixture, "compressed bytes that are cut or damaged are unavailable") {
  const std::string whole = compressed(std::string(10'000, 'a') + "Thanh Hóa", 31);
  std::string damaged = whole;
  damaged[whole.size() / 2] ^= 0x55;
  for (const std::string& bytes : {whole.substr(0, whole.size() - 9), damaged, std::string("not gzip at all")}) {
    Server server = encoded_server("gzip", bytes);
    const auto error = error_of(request(server.url()));
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::unavailable);
  }
  Server brotli = encoded_server("br", "x");
  CHECK_THAT(error_of(request(brotli.url()))->what(), Catch::Contains("'br'"));
}

TEST_CASE_METHOD(ClientFixture, "chunks are put together") {
  Server server([](Visit& visit) {
    visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nThanh\r\n");
    visit.send(
        "5;note=x\r\n H\xC3\xB3"
        "a\r\n0\r\nTrailer: x\r\n\r\n");
  });
  CHECK(get(server.url()).body == "Thanh Hóa");
  CHECK(get(server.url()).body == "Thanh Hóa");
  CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(ClientFixture, "a large chunked answer arrives whole") {
  std::string text(3u << 20, 'x');
  for (std::size_t i = 0; i < text.size(); i += 1000) text[i] = static_cast<char>('a' + i / 1000 % 26);
  Server server([&text](Visit& visit) {
    visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n300000\r\n");
    visit.send(text);
    visit.send("\r\n0\r\n\r\n");
  });
  CHECK(get(server.url()).body == text);
}

TEST_CASE_METHOD(ClientFixture, "a body without a length ends with the connection") {
  Server server([](Visit& visit) {
    visit.send("HTTP/1.1 200 OK\r\n\r\nall of it");
    visit.close();
  });
  CHECK(get(server.url()).body == "all of it");
  CHECK(get(server.url()).body == "all of it");
  CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(ClientFixture, "an answer that is cut off says how much came and how much was meant to") {
  struct Case {
    const char* bytes;
    const char* says;
  };
  const Case cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789", "10 bytes of its body received, expected 1000"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n01234", "cut off: 5 bytes"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n", "cut off: 5 bytes"},
      {"HTTP/1.1 200 OK\r\nContent-Le", "within the headers"},
  };
  for (const Case& each : cases) {
    Server server([&each](Visit& visit) {
      visit.send(each.bytes);
      visit.close();
    });
    const auto error = error_of(request(server.url()));
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::unavailable);
    CHECK_THAT(error->what(), Catch::Contains(each.says));
    CHECK(server.requests() == 1);
  }
}

TEST_CASE_METHOD(ClientFixture, "HEAD, 204 and 304 have no body whatever their headers say") {
  Server server([](Visit& visit) {
    if (visit.target == "/204") return visit.send("HTTP/1.1 204 No Content\r\n\r\n");
    if (visit.target == "/304") return visit.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n");
    visit.send("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\nContent-Encoding: gzip\r\n\r\n");
  });
  const auto head = client.fetch(request(server.url("/"), "HEAD"), {});
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(header_of(head, "Content-Length") == "12345");
  CHECK(get(server.url("/204")).status == 204);
  CHECK(get(server.url("/304")).status == 304);
  CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(ClientFixture, "interim answers are passed over") {
  Server server([](Visit& visit) {
    visit.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
    visit.reply(201, "made");
  });
  const auto response = client.fetch(request(server.url(), "POST", "x"), {});
  CHECK(response.status == 201);
  CHECK(response.body == "made");
}

TEST_CASE_METHOD(ClientFixture, "an answer beyond the limits is refused before it is held") {
  Server server([](Visit& visit) {
    if (visit.target == "/headers") return visit.reply(200, "", "X: " + std::string(100'000, 'x') + "\r\n");
    if (visit.target == "/length") return visit.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
    visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (;;) visit.send("1000\r\n" + std::string(4096, 'x') + "\r\n");
  });
  for (const char* path : {"/headers", "/length", "/endless"}) {
    INFO(path);
    const auto error = error_of(request(server.url(path)));
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK_THAT(error->what(), Catch::Contains("exceed"));
  }
}

TEST_CASE_METHOD(ClientFixture, "what is no HTTP is unavailable") {
  Server server([](Visit& visit) {
    visit.send("SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
    visit.close();
  });
  const auto error = error_of(request(server.url()));
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK_THAT(error->what(), Catch::Contains("not HTTP"));
}

TEST_CASE_METHOD(ClientFixture, "any status is an answer, with its Retry-After as a waiting time") {
  Server server([](Visit& visit) {
    if (visit.target == "/seconds") return visit.reply(429, "slow down", "Retry-After: 7\r\n");
    if (visit.target == "/date")
      return visit.reply(503, "",
                         "Date: Sun, 06 Nov 1994 08:49:30 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    visit.reply(500, "no");
  });
  CHECK(get(server.url("/seconds")).retry_after == std::chrono::seconds(7));
  CHECK(get(server.url("/seconds")).status == 429);
  CHECK(get(server.url("/date")).retry_after == std::chrono::seconds(7));
  CHECK_FALSE(get(server.url("/")).retry_after);
}
