// posix_spawn on a thread that stays.
#include "plugin_host/spawn.hpp"

#include "base/error.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace lt::plugin_host {
namespace {

struct Actions {
  Actions() { posix_spawn_file_actions_init(&raw); }
  ~Actions() { posix_spawn_file_actions_destroy(&raw); }
  Actions(const Actions&) = delete;
  posix_spawn_file_actions_t raw{};
};

struct Attributes {
  Attributes() { posix_spawnattr_init(&raw); }
  ~Attributes() { posix_spawnattr_destroy(&raw); }
  Attributes(const Attributes&) = delete;
  posix_spawnattr_t raw{};
};

// First to numbers above all others, so that none is overwritten before it was copied.
void place(Actions& actions, const SpawnOrder& order) {
  const std::span<const int> descriptors = order.descriptors;
  int aside = std::max({order.output, order.errors, 3 + static_cast<int>(descriptors.size())}) + 1;
  for (const int descriptor : descriptors) aside = std::max(aside, descriptor + 1);
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    posix_spawn_file_actions_adddup2(&actions.raw, descriptors[i], aside + static_cast<int>(i));
  }
  for (const auto& [descriptor, stream] :
       {std::pair(order.output, STDOUT_FILENO), std::pair(order.errors, STDERR_FILENO)}) {
    if (descriptor >= 0) {
      posix_spawn_file_actions_adddup2(&actions.raw, descriptor, stream);
    } else {
      posix_spawn_file_actions_addopen(&actions.raw, stream, "/dev/null", O_WRONLY, 0);
    }
  }
  posix_spawn_file_actions_addopen(&actions.raw, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    posix_spawn_file_actions_adddup2(&actions.raw, aside + static_cast<int>(i), 3 + static_cast<int>(i));
  }
  posix_spawn_file_actions_addclosefrom_np(&actions.raw, 3 + static_cast<int>(descriptors.size()));
}

pid_t spawn_here(const SpawnOrder& order) {
  Actions actions;
  place(actions, order);
  Attributes attributes;
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes.raw, &none);
  posix_spawnattr_setsigdefault(&attributes.raw, &all);
  posix_spawnattr_setpgroup(&attributes.raw, 0);
  posix_spawnattr_setflags(&attributes.raw, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::vector<std::string> words{order.program.filename().string()};
  words.insert(words.end(), order.arguments.begin(), order.arguments.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  char* environment[] = {nullptr};
  pid_t child = -1;
  const int error =
      posix_spawn(&child, order.program.c_str(), &actions.raw, &attributes.raw, arguments.data(), environment);
  if (error == 0) return child;
  throw Error(error == ENOENT || error == EACCES ? ErrorKind::misconfigured : ErrorKind::unavailable,
              order.program.string() + " cannot be started: " + std::strerror(error) +
                  (error == ENOENT ? "; install it beside lienthong" : ""));
}

// The thread, and what it is to do. Never destroyed: it is as old as its process will become.
class Spawner {
 public:
  Spawner() {
    std::thread([this] { work(); }).detach();
  }

  pid_t ask(std::packaged_task<pid_t()> task) {
    auto result = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    wanted_.notify_one();
    return result.get();
  }

 private:
  [[noreturn]] void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      wanted_.wait(lock, [this] { return !tasks_.empty(); });
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<std::packaged_task<pid_t()>> tasks_;
};

// A process that was forked from one with such a thread has none.
Spawner& spawner() {
  static std::mutex mutex;
  static Spawner* current = nullptr;
  static pid_t owner = -1;
  const std::lock_guard lock(mutex);
  if (owner != getpid()) {
    current = new Spawner();
    owner = getpid();
  }
  return *current;
}

}  // namespace

pid_t spawn(const SpawnOrder& order) {
  return spawner().ask(std::packaged_task<pid_t()>([&] { return spawn_here(order); }));
}

}  // namespace lt::plugin_host
