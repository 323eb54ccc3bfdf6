// A folder, a port, and lines of the shell.
#include "databases/database_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace lt::test_databases {
namespace {

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

DatabaseServer::DatabaseServer(const std::string& name) : port_(free_port()) {
  std::string made = (std::filesystem::temp_directory_path() / ("lienthong-" + name + "-XXXXXX")).string();
  if (!mkdtemp(made.data())) throw std::runtime_error("no temporary folder");
  folder_ = made;
}

DatabaseServer::~DatabaseServer() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void DatabaseServer::command(const std::string& line) const {
  const auto whole = "cd " + folder_.string() + " && { " + line + "; } >>" + folder_.string() + "/said 2>&1";
  if (std::system(whole.c_str()) == 0) return;
  std::ifstream said(folder_ / "said");
  throw std::runtime_error(line + ": " + std::string(std::istreambuf_iterator<char>(said), {}));
}

bool installed(std::initializer_list<const char*> files) {
  const auto* const absent =
      std::find_if(files.begin(), files.end(), [](const char* file) { return !std::filesystem::exists(file); });
  if (absent == files.end()) return true;
  if (std::getenv("CI")) throw std::runtime_error(std::string(*absent) + " is not installed: run scripts/setup");
  return false;
}

}  // namespace lt::test_databases
