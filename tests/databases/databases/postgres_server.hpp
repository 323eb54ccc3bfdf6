// A real PostgreSQL 15.
#pragma once

#include "databases/database_server.hpp"

#include <memory>

namespace lt::test_databases {

// Of its user "hub" for the database "postgres".
inline constexpr const char* postgres_password = "a 'quoted\\ one";

class PostgresServer : public DatabaseServer {
 public:
  // The one of this process, started when it is first asked for; none where it is not installed.
  static PostgresServer* running();
  // Another one that keeps its data below this folder and syncs every write to the disk there.
  static std::unique_ptr<PostgresServer> synced(const std::filesystem::path& below);
  // Another one that follows this one and only reads. From now on nothing is committed here that it does not have. The
  // environment must have PGPASSWORD.
  std::unique_ptr<PostgresServer> standby();
  ~PostgresServer() override;

  void kill() override;
  void start() override;
  // Where its files lie.
  std::filesystem::path data() const { return data_; }

  // Of one that follows: it no longer does, and writes.
  void promote();
  // Stops every process of the server where it stands: connections stay open and nobody answers. Until thaw() or
  // kill().
  void freeze();
  void thaw();
  // Another empty database beside "postgres": its name. The environment must have PGPASSWORD.
  std::string new_database();

 private:
  // `below`: empty for the server's own folder, without syncing.
  explicit PostgresServer(const std::filesystem::path& below);
  static std::unique_ptr<PostgresServer> made(const std::filesystem::path& below);
  void signal(const std::string& name) const;
  void sql(const std::string& text) const;
  void program(const std::string& line) const;

  std::filesystem::path data_;
  bool synced_ = false;
  int databases_ = 0;
};

}  // namespace lt::test_databases
