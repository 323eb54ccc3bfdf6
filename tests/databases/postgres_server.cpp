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
  static PostgresServer server;
  return &server;
}

PostgresServer::PostgresServer() : DatabaseServer("postgres") {
  const auto name = folder().string();
  std::ofstream(folder() / "password") << postgres_password << "\n";
  if (::geteuid() == 0) command("chown -R postgres " + name);
  program("initdb -D " + name + "/data -U hub -A scram-sha-256 -E UTF8 --locale=C --no-sync --pwfile=" + name +
          "/password");
  start();
}

PostgresServer::~PostgresServer() { PostgresServer::kill(); }

void PostgresServer::kill() {
  try {
    if (frozen_) thaw();  // what is stopped does not end
    program("pg_ctl -D " + folder().string() + "/data -m immediate stop");
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): it has ended already
  }
}

void PostgresServer::start() {
  program("pg_ctl -D " + folder().string() + "/data -l " + folder().string() + "/log -w -o \"-h 127.0.0.1 -p " +
          std::to_string(port()) + " -k " + folder().string() + " -c fsync=off\" start");
}

// The first process, whose number the server writes down, and those that it has made: each is the leader of a group.
void PostgresServer::signal(const std::string& name) {
  command("first=$(head -1 data/postmaster.pid) && kill -" + name + " $first && pkill -" + name + " -P $first");
}

void PostgresServer::freeze() {
  frozen_ = true;
  signal("STOP");
}

void PostgresServer::thaw() {
  signal("CONT");
  frozen_ = false;
}

std::string PostgresServer::new_database() {
  const std::string name = "store_" + std::to_string(++databases_);
  program("psql -h " + folder().string() + " -p " + std::to_string(port()) +
          " -U hub -d postgres -c 'CREATE DATABASE " + name + "'");
  return name;
}

void PostgresServer::program(const std::string& line) const {
  command((::geteuid() == 0 ? std::string("runuser -u postgres -- ") : std::string()) + programs + "/" + line);
}

}  // namespace lt::test_databases
