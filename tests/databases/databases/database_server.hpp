// Real database servers of a test's own: on a free port of 127.0.0.1, in a temporary folder, gone with the process.
#pragma once

#include <filesystem>
#include <string>

namespace lt::test_databases {

class DatabaseServer {
 public:
  virtual ~DatabaseServer();
  DatabaseServer(const DatabaseServer&) = delete;
  DatabaseServer& operator=(const DatabaseServer&) = delete;

  int port() const { return port_; }
  // Ends it as a power cut would, as far as a process can see; does nothing where it has ended.
  virtual void kill() = 0;
  // On the same port, with what it had; returns when it answers. Throws std::runtime_error with what it said.
  virtual void start() = 0;

 protected:
  explicit DatabaseServer(const std::string& name);
  const std::filesystem::path& folder() const { return folder_; }
  // Runs a line of the shell in the folder. Throws std::runtime_error with what it said where it fails.
  void command(const std::string& line) const;

 private:
  std::filesystem::path folder_;
  int port_ = 0;
};

// Whether all of these programs or libraries are there; throws std::runtime_error in CI where one is not, for there
// nothing may be skipped.
bool installed(std::initializer_list<const char*> files);

}  // namespace lt::test_databases
