// A real MariaDB 10.11.
#pragma once

#include "databases/database_server.hpp"

#include <sys/types.h>

namespace lt::test_databases {

// Of its user "hub" for the database "hub".
inline constexpr const char* mariadb_password = "a \"quoted one";

class MariadbServer : public DatabaseServer {
 public:
  // The one of this process, started when it is first asked for; none where it is not installed.
  static MariadbServer* running();
  ~MariadbServer() override;

  void kill() override;
  void start() override;
  // Statements as the server's own administrator, in the database "hub".
  void sql(const std::string& text) const;
  // What a query gives, a line a row, tabs between cells.
  std::string cells(const std::string& query) const;

 private:
  MariadbServer();
  std::string client() const;

  pid_t pid_ = 0;
};

}  // namespace lt::test_databases
