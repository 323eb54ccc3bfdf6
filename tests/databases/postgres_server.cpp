// initdb and pg_ctl, as the user postgres where the test runs as root.
#include "databases/postgres_server.hpp"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace lt::test_databases {
namespace {
constexpr const char* programs = "/usr/lib/postgresql/15/bin";
}

PostgresServer* PostgresServer::running() {
  if (!installed({"/usr/lib/postgresql/15/bin/initdb"})) return nullptr;
  static const auto server = made("");
  return server.get();
}

std::unique_ptr<PostgresServer> PostgresServer::synced(const std::filesystem::path& below) { return made(below); }

std::unique_ptr<PostgresServer> PostgresServer::made(const std::filesystem::path& below) {
  std::unique_ptr<PostgresServer> server(new PostgresServer(below));
  const std::string password = (server->folder() / "password").string();
  std::ofstream(password) << postgres_password << "\n";
  server->program("initdb -D " + server->data().string() + " -U hub -A scram-sha-256 -E UTF8 --locale=C --pwfile=" +
                  password + (server->synced_ ? "" : " --no-sync"));
  server->start();
  return server;
}

std::unique_ptr<PostgresServer> PostgresServer::standby() {
  std::unique_ptr<PostgresServer> server(new PostgresServer(""));
  server->program("pg_basebackup -h 127.0.0.1 -p " + std::to_string(port()) + " -U hub -D " + server->data().string() +
                  " -R -X stream --checkpoint=fast --no-sync");
  server->start();
  sql("ALTER SYSTEM SET synchronous_standby_names = '*'");
  sql("SELECT pg_reload_conf()");
  return server;
}

PostgresServer::PostgresServer(const std::filesystem::path& below)
    : DatabaseServer("postgres"), data_((below.empty() ? folder() : below) / "data"), synced_(!below.empty()) {
  if (::geteuid() != 0) return;
  command("chown -R postgres " + folder().string());
  if (synced_) command("chown postgres " + below.string());
}

PostgresServer::~PostgresServer() { PostgresServer::kill(); }

// By its first process, for the disk with the data may be gone. What is stopped must wake to end.
void PostgresServer::kill() {
  try {
    command(
        "first=$(cat pid) && rm pid && kill -QUIT $first && { kill -CONT $first; pkill -CONT -P $first; "
        "for i in $(seq 600); do kill -0 $first || exit 0; sleep 0.1; done; exit 1; }");
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): it has ended already
  }
}

void PostgresServer::start() {
  program("pg_ctl -D " + data().string() + " -l " + folder().string() + "/log -w -o \"-h 127.0.0.1 -p " +
          std::to_string(port()) + " -k " + folder().string() + (synced_ ? "" : " -c fsync=off") + "\" start");
  command("head -1 " + data().string() + "/postmaster.pid >pid");
}

void PostgresServer::promote() { program("pg_ctl -D " + data().string() + " -w promote"); }

// The first process and those that it has made: each is the leader of a group.
void PostgresServer::signal(const std::string& name) const {
  command("first=$(cat pid) && kill -" + name + " $first && pkill -" + name + " -P $first");
}

void PostgresServer::freeze() { signal("STOP"); }
void PostgresServer::thaw() { signal("CONT"); }

std::string PostgresServer::new_database() {
  const std::string name = "store_" + std::to_string(++databases_);
  sql("CREATE DATABASE " + name);
  return name;
}

void PostgresServer::sql(const std::string& text) const {
  program("psql -h " + folder().string() + " -p " + std::to_string(port()) + " -U hub -d postgres -c \"" + text + "\"");
}

void PostgresServer::program(const std::string& line) const {
  command((::geteuid() == 0 ? std::string("runuser -u postgres -- ") : std::string()) + programs + "/" + line);
}

}  // namespace lt::test_databases
