// A real PostgreSQL 15.
#pragma once

#include "databases/database_server.hpp"

namespace lt::test_databases {

// Of its user "hub" for the database "postgres".
inline constexpr const char* postgres_password = "a 'quoted\\ one";

class PostgresServer : public DatabaseServer {
 public:
  // The one of this process, started when it is first asked for; none where it is not installed.
  static PostgresServer* running();
  ~PostgresServer() override;

  void kill() override;
  void start() override;

 private:
  PostgresServer();
  void program(const std::string& line) const;
};

}  // namespace lt::test_databases
