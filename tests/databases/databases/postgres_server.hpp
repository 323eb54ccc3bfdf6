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

  // Stops every process of the server where it stands: connections stay open and nobody answers. Until thaw() or
  // kill().
  void freeze();
  void thaw();
  // Another empty database beside "postgres": its name. The environment must have PGPASSWORD.
  std::string new_database();

 private:
  PostgresServer();
  void signal(const std::string& name);
  void program(const std::string& line) const;

  bool frozen_ = false;
  int databases_ = 0;
};

}  // namespace lt::test_databases
