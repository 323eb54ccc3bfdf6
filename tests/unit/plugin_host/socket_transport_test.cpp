// Promises of connections for protocols that are not HTTP.
#include "base/error.hpp"
#include "loopback/authority.hpp"
#include "loopback/server.hpp"
#include "plugin_host/tcp_transport.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using lt::Error;
using lt::ErrorKind;
using lt::loopback::Server;
using lt::loopback::Visit;
using namespace std::chrono_literals;
using namespace lt::plugin_host;

namespace {

const std::string question = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

std::unique_ptr<TcpConnection> connect(const Server& server, const TlsOptions* tls = nullptr) {
  TcpTarget target{.host = "127.0.0.1", .port = server.port(), .use_tls = tls != nullptr, .tls = {}, .timeout = 10s};
  if (tls) target.tls = *tls;
  return make_socket_transport()->connect(target, {});
}

// Reads until `end` has come.
std::string read_to(TcpConnection& connection, std::string_view end) {
  std::string text;
  char buffer[7];  // small, so that a TLS record is read in pieces
  while (!text.ends_with(end)) {
    const std::size_t count = connection.read(buffer, sizeof(buffer), 10s, {});
    if (count == 0) break;
    text.append(buffer, count);
  }
  return text;
}

template <class Work>
ErrorKind kind_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.kind();
  }
  FAIL("an error was expected");
  return ErrorKind::failed;
}

}  // namespace

TEST_CASE("a read in which nothing comes gives nothing, and the connection stays of use") {
  Server server([](Visit& visit) { visit.send("pong"); });
  const auto connection = connect(server);
  char buffer[8];
  CHECK(connection->read(buffer, sizeof(buffer), 1ms, {}) == 0);
  connection->write(question, 10s, {});
  CHECK(read_to(*connection, "pong") == "pong");
}

TEST_CASE("a peer that closes makes the system unavailable") {
  Server server([](Visit& visit) { visit.close(); });
  const auto connection = connect(server);
  connection->write(question, 10s, {});
  char buffer[8];
  CHECK(kind_of([&] { connection->read(buffer, sizeof(buffer), 10s, {}); }) == ErrorKind::unavailable);
}

TEST_CASE("a read ends at once with a stop") {
  Server server([](Visit& visit) { visit.wait_for_the_client_to_leave(); });
  const auto connection = connect(server);
  std::stop_source stop;
  std::jthread stopper([&stop] { stop.request_stop(); });
  char buffer[8];
  CHECK(kind_of([&] { connection->read(buffer, sizeof(buffer), 1h, stop.get_token()); }) == ErrorKind::cancelled);
}

TEST_CASE("TLS is verified, and time that runs out between records loses no byte of them") {
  const lt::loopback::Authority authority;
  const lt::loopback::TemporaryFolder folder;
  Server server([](Visit& visit) { visit.send("a long answer over TLS, end"); },
                lt::loopback::ServerTls{authority.certify("127.0.0.1"), {}});
  const TlsOptions trusted{.ca_file = folder.write("ca.pem", authority.certificate_pem()),
                           .certificate_file = {},
                           .key_file = {},
                           .key_password = {}};
  const auto connection = connect(server, &trusted);
  char buffer[8];
  for (int i = 0; i < 3; ++i) CHECK(connection->read(buffer, sizeof(buffer), 1ms, {}) == 0);
  connection->write(question, 10s, {});
  CHECK(read_to(*connection, "end") == "a long answer over TLS, end");
  const TlsOptions distrusting;
  CHECK(kind_of([&] { connect(server, &distrusting); }) == ErrorKind::misconfigured);
}

TEST_CASE("nobody at the address makes the system unavailable") {
  std::uint16_t port = 0;
  {
    Server gone([](Visit&) {});
    port = gone.port();
  }
  TcpTarget target{.host = "127.0.0.1", .port = port, .use_tls = false, .tls = {}, .timeout = 10s};
  CHECK(kind_of([&] { make_socket_transport()->connect(target, {}); }) == ErrorKind::unavailable);
}
