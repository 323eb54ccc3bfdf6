// posix_spawn, pidfd and the files that take what the child says.
#include "harness/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace lt::scenario {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  for (auto& text : texts) made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

std::vector<std::string> environment_with(const std::vector<std::string>& added) {
  std::vector<std::string> made;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view name(*entry, std::strcspn(*entry, "="));
    const bool given = std::any_of(added.begin(), added.end(), [&](const std::string& other) {
      return other.starts_with(std::string(name) + "=");
    });
    if (!given && !name.starts_with("LIENTHONG_")) made.emplace_back(*entry);
  }
  made.insert(made.end(), added.begin(), added.end());
  return made;
}

// The file actions and attributes of posix_spawn, released together.
struct SpawnSetup {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;

  SpawnSetup() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
};

}  // namespace

Child::Child(const Command& command) : started_(std::chrono::steady_clock::now()) {
  static std::atomic<int> children = 0;
  const std::string name = "child-" + std::to_string(++children);
  out_file_ = command.folder / (name + ".out");
  err_file_ = command.folder / (name + ".err");

  SpawnSetup setup;
  posix_spawn_file_actions_addopen(&setup.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&setup.actions, STDOUT_FILENO, out_file_.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&setup.actions, STDERR_FILENO, err_file_.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addchdir_np(&setup.actions, command.folder.c_str());
  std::vector<std::string> words{command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<std::string> environment = environment_with(command.environment);
  const int error = posix_spawn(&pid_, command.program.c_str(), &setup.actions, &setup.attributes,
                                pointers(words).data(), pointers(environment).data());
  if (error != 0) {
    throw std::runtime_error("cannot start " + command.program.string() + ": " +
                             std::generic_category().message(error));
  }
  handle_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      handle_(std::exchange(other.handle_, -1)),
      out_file_(std::move(other.out_file_)),
      err_file_(std::move(other.err_file_)),
      started_(other.started_) {}

Child::~Child() {
  if (pid_ != 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (handle_ >= 0) close(handle_);
}

void Child::signal(int number) const {
  if (pid_ != 0) kill(pid_, number);
}

std::optional<Ended> Child::wait(std::chrono::milliseconds most) {
  pollfd end{.fd = handle_, .events = POLLIN, .revents = 0};
  if (pid_ == 0 || poll(&end, 1, static_cast<int>(most.count())) != 1) return std::nullopt;
  int status = 0;
  waitpid(std::exchange(pid_, 0), &status, 0);
  Ended ended{.out = content(out_file_), .err = content(err_file_)};
  ended.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_);
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  std::filesystem::remove(out_file_);
  std::filesystem::remove(err_file_);
  return ended;
}

Ended Child::must_end(std::chrono::milliseconds most) {
  if (auto ended = wait(most)) return *std::move(ended);
  const std::string said = err();
  signal(SIGKILL);
  throw std::runtime_error("the program still ran after " + std::to_string(most.count()) + " ms and said:\n" + said);
}

std::string Child::err() const { return content(err_file_); }

}  // namespace lt::scenario
