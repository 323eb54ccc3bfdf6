// initdb and pg_ctl, as the user postgres where the test runs as root.
#include "postgres_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace lt::sql_table::test {
namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin";

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(socket, raw, length) == 0 && ::getsockname(socket, raw, &length) == 0;
  ::close(socket);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

}  // namespace

PostgresServer* PostgresServer::running() {
  if (!std::filesystem::exists(std::string(programs) + "/initdb")) {
    if (std::getenv("CI")) throw std::runtime_error("PostgreSQL 15 is not installed: run scripts/setup");
    return nullptr;
  }
  static PostgresServer server;
  return &server;
}

PostgresServer::PostgresServer() : port_(free_port()) {
  std::string name = (std::filesystem::temp_directory_path() / "lienthong-postgres-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  folder_ = name;
  std::ofstream(folder_ / "password") << postgres_password << "\n";
  if (::geteuid() == 0) {
    const auto handed = std::system(("chown -R postgres " + name).c_str());
    if (handed != 0) throw std::runtime_error("the user postgres is not there");
  }
  command("initdb -D " + name + "/data -U hub -A scram-sha-256 -E UTF8 --locale=C --no-sync --pwfile=" + name +
          "/password");
  command("pg_ctl -D " + name + "/data -l " + name + "/log -w -o \"-h 127.0.0.1 -p " + std::to_string(port_) + " -k " +
          name + " -c fsync=off\" start");
}

PostgresServer::~PostgresServer() {
  try {
    command("pg_ctl -D " + folder_.string() + "/data -m immediate stop");
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): it has ended already
  }
  std::filesystem::remove_all(folder_);
}

void PostgresServer::command(const std::string& line) const {
  const auto as = ::geteuid() == 0 ? std::string("runuser -u postgres -- ") : std::string();
  const auto whole =
      "cd " + folder_.string() + " && " + as + programs + "/" + line + " >>" + folder_.string() + "/out 2>&1";
  if (std::system(whole.c_str()) == 0) return;
  std::ifstream out(folder_ / "out");
  throw std::runtime_error(whole + ": " + std::string(std::istreambuf_iterator<char>(out), {}));
}

}  // namespace lt::sql_table::test
