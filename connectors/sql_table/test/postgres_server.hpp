// A real PostgreSQL 15 of the test's own: on a free port of 127.0.0.1, in a temporary folder, gone with the process.
#pragma once

#include <filesystem>
#include <string>

namespace lt::sql_table::test {

inline constexpr const char* postgres_password = "a 'quoted\\ one";

class PostgresServer {
 public:
  /// The one of this process, started when it is first asked for; none where the server's programs are not installed,
  /// which outside CI skips what needs them.
  static PostgresServer* running();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  int port() const { return port_; }

 private:
  PostgresServer();
  void command(const std::string& line) const;

  std::filesystem::path folder_;
  int port_ = 0;
};

}  // namespace lt::sql_table::test
