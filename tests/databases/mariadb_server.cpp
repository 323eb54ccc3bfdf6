// mariadb-install-db and mariadbd, without any file of configuration and never as a service of the machine.
#include "databases/mariadb_server.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace lt::test_databases {
namespace {

constexpr const char* server_program = "/usr/sbin/mariadbd";

// mariadbd runs as root only where it is told so.
std::string as_user() { return ::geteuid() == 0 ? " --user=root" : ""; }

std::string said(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

MariadbServer* MariadbServer::running() {
  if (!installed({server_program, "/usr/bin/mariadb-install-db", "/usr/bin/mariadb"})) return nullptr;
  static MariadbServer server;
  return &server;
}

MariadbServer::MariadbServer() : DatabaseServer("mariadb") {
  // A server that starts deletes what others keep in a temporary folder that they share.
  std::filesystem::create_directory(folder() / "tmp");
  command("mariadb-install-db --no-defaults --tmpdir=" + folder().string() + "/tmp --datadir=" + folder().string() +
          "/data --auth-root-authentication-method=normal --skip-test-db" + as_user());
  start();
  sql("CREATE DATABASE hub CHARACTER SET utf8mb4; CREATE USER hub@'127.0.0.1' IDENTIFIED BY '" +
      std::string(mariadb_password) + "'; GRANT ALL ON hub.* TO hub@'127.0.0.1'");
}

MariadbServer::~MariadbServer() { MariadbServer::kill(); }

void MariadbServer::kill() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void MariadbServer::start() {
  const auto name = folder().string();
  std::vector<std::string> words{server_program,
                                 "--no-defaults",
                                 "--datadir=" + name + "/data",
                                 "--tmpdir=" + name + "/tmp",
                                 "--bind-address=127.0.0.1",
                                 "--port=" + std::to_string(port()),
                                 "--socket=" + name + "/socket",
                                 "--pid-file=" + name + "/pid",
                                 "--skip-log-bin",
                                 "--skip-name-resolve",
                                 "--innodb-flush-log-at-trx-commit=2"};
  if (!as_user().empty()) words.push_back(as_user().substr(1));
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, (name + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  const int failed = ::posix_spawn(&pid_, server_program, &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("mariadbd cannot be started");
  command("for i in $(seq 600); do " + client() + " -e 'SELECT 1' && exit 0; kill -0 " + std::to_string(pid_) +
          " || break; sleep 0.1; done; cat " + name + "/log; exit 1");
}

std::string MariadbServer::client() const {
  return "mariadb --no-defaults --socket=" + folder().string() + "/socket --user=root --default-character-set=utf8mb4";
}

void MariadbServer::sql(const std::string& text) const {
  std::ofstream(folder() / "sql") << text << ";\n";
  const bool made = std::filesystem::exists(folder() / "data/hub");
  command(client() + (made ? " hub" : "") + " <sql");
}

std::string MariadbServer::cells(const std::string& query) const {
  std::ofstream(folder() / "sql") << query << ";\n";
  command(client() + " --batch --skip-column-names hub <sql >cells");
  return said(folder() / "cells");
}

}  // namespace lt::test_databases
