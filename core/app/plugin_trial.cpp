// The suite's process: begun, watched, ended with all that it forked.
#include "app/plugin_trial.hpp"

#include "base/error.hpp"
#include "base/program_places.hpp"
#include "plugin_host/runner_process.hpp"
#include "plugin_host/spawn.hpp"

#include <boost/json/parse.hpp>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <thread>

namespace lt::app {
namespace {

namespace json = boost::json;
using plugin_host::Descriptor;

constexpr std::chrono::minutes longest_trial{10};
constexpr std::chrono::milliseconds between_looks{20};

// What a process writes, without a reader beside it.
class Written {
 public:
  Written() : file_(memfd_create("lienthong plugin test", MFD_CLOEXEC)) {
    if (file_.get() < 0)
      throw Error(ErrorKind::unavailable, std::string("no memory for the test's output: ") + std::strerror(errno));
  }
  int descriptor() const { return file_.get(); }
  std::string text() const {
    std::string all;
    std::array<char, 4096> part;
    for (ssize_t got = 0; (got = pread(file_.get(), part.data(), part.size(), static_cast<off_t>(all.size()))) > 0;)
      all.append(part.data(), static_cast<std::size_t>(got));
    return all;
  }

 private:
  Descriptor file_;
};

// A process and all that it forked.
class Group {
 public:
  explicit Group(pid_t leader) : leader_(leader) {}
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;
  ~Group() {
    kill(-leader_, SIGKILL);
    if (!ended_) waitpid(leader_, nullptr, 0);
  }
  bool ended() { return ended_ = ended_ || waitpid(leader_, nullptr, WNOHANG) == leader_; }

 private:
  pid_t leader_;
  bool ended_ = false;
};

}  // namespace

json::array try_plugin(const std::filesystem::path& library, const std::filesystem::path& config,
                       const std::stop_token& stop) {
  const Written output;
  const Written errors;
  Group suite(
      plugin_host::spawn({.program = companion_program("lienthong"),
                          .arguments = {"--config", config.string(), "--json", "plugin", "test", library.string()},
                          .output = output.descriptor(),
                          .errors = errors.descriptor()}));
  const auto begun = std::chrono::steady_clock::now();
  while (!suite.ended()) {
    if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "the test was stopped");
    if (std::chrono::steady_clock::now() - begun > longest_trial)
      throw Error(ErrorKind::unavailable, "the test of " + library.string() + " had not ended after ten minutes");
    std::this_thread::sleep_for(between_looks);
  }
  boost::system::error_code unreadable;
  json::value said = json::parse(output.text(), unreadable);
  if (unreadable || !said.is_array())
    throw Error(ErrorKind::failed, "the test of " + library.string() + " gave no results: " + errors.text());
  return std::move(said.as_array());
}

}  // namespace lt::app
