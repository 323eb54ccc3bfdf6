// Time-outs and cancellation.
#include "http_client_fixture.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>
#include <sys/socket.h>

#include <chrono>
#include <semaphore>
#include <thread>
#include <vector>

using lt::ErrorKind;
using lt::loopback::Server;
using lt::loopback::Visit;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

milliseconds since(Clock::time_point start) { return std::chrono::duration_cast<milliseconds>(Clock::now() - start); }

}  // namespace

TEST_CASE_METHOD(ClientFixture, "a server that never answers costs the request's time-out and no more") {
  Server server([](Visit& visit) { visit.wait_for_the_client_to_leave(); });
  auto asked = request(server.url());
  asked.timeout = milliseconds(150);
  const auto start = Clock::now();
  const auto error = error_of(asked);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK_THAT(error->what(), Catch::Contains("time is up"));
  CHECK(since(start) >= milliseconds(140));
  CHECK(since(start) < milliseconds(2000));
}

TEST_CASE("silence in the middle of a body ends the exchange although time is left") {
  lt::FixedClock clock{0};
  lt::plugin_host::HttpClientOptions options;
  options.silence = milliseconds(100);
  lt::plugin_host::HttpClient client(clock, options);
  Server server([](Visit& visit) {
    visit.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789");
    visit.wait_for_the_client_to_leave();
  });
  const auto start = Clock::now();
  CHECK_THROWS_WITH(client.fetch(ClientFixture::request(server.url()), {}), Catch::Contains("time is up"));
  CHECK(since(start) < milliseconds(5000));
}

TEST_CASE_METHOD(ClientFixture, "the time-out also holds against a server that drips") {
  Server server([](Visit& visit) {
    visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (;;) visit.send("1\r\nx\r\n");
  });
  auto asked = request(server.url());
  asked.timeout = milliseconds(150);
  asked.max_body_bytes = 1u << 30;
  CHECK(error_of(asked)->kind() == ErrorKind::unavailable);
}

TEST_CASE_METHOD(ClientFixture, "a stop wakes a request that waits, in less than 100 ms") {
  struct Case {
    const char* name;
    const char* sends;
  };
  for (const Case& each :
       {Case{"for the head", ""}, Case{"for the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1"}}) {
    INFO(each.name);
    std::binary_semaphore arrived{0};
    Server server([&](Visit& visit) {
      visit.send(each.sends);
      arrived.release();
      visit.wait_for_the_client_to_leave();
    });
    std::stop_source stop;
    Clock::time_point asked;
    std::thread stopper([&] {
      arrived.acquire();
      asked = Clock::now();
      stop.request_stop();
    });
    const auto error = error_of(request(server.url()), stop.get_token());
    stopper.join();
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::cancelled);
    CHECK(since(asked) < milliseconds(100));
  }
}

TEST_CASE_METHOD(ClientFixture,
                 "a stop wakes a request that cannot connect, and one that is already asked starts nothing") {
  // A full backlog swallows further connections without an answer.
  boost::asio::io_context context;
  using boost::asio::ip::tcp;
  tcp::acceptor full(context, tcp::v4());
  full.bind({boost::asio::ip::address_v4::loopback(), 0});
  full.listen(0);
  std::vector<tcp::socket> filling;
  for (int i = 0; i < 4; ++i) {
    filling.emplace_back(context, tcp::v4());
    filling.back().native_non_blocking(true);
    const auto endpoint = full.local_endpoint();
    ::connect(filling.back().native_handle(), endpoint.data(), static_cast<socklen_t>(endpoint.size()));
  }
  const std::string url = "http://127.0.0.1:" + std::to_string(full.local_endpoint().port()) + "/";
  auto asked = request(url);
  asked.connect_timeout = milliseconds(100);
  const auto start = Clock::now();
  const auto timeout = error_of(asked);
  REQUIRE(timeout);
  CHECK(timeout->kind() == ErrorKind::unavailable);
  CHECK(since(start) < milliseconds(2000));

  std::stop_source stop;
  stop.request_stop();
  const auto cancelled = error_of(request(url), stop.get_token());
  REQUIRE(cancelled);
  CHECK(cancelled->kind() == ErrorKind::cancelled);
}
