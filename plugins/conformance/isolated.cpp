// fork, a pipe for the outcome, a deadline.
#include "isolated.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

namespace lt::conformance {
namespace {

using Clock = std::chrono::steady_clock;

Outcome guarded(const std::function<Outcome()>& check) {
  try {
    return check();
  } catch (const std::exception& error) {
    return failed(error.what());
  } catch (...) {
    return failed("something was thrown that is no std::exception");
  }
}

[[noreturn]] void be_the_child(const std::function<Outcome()>& check, int pipe_end) {
  const Outcome outcome = guarded(check);
  std::string message(1, static_cast<char>('0' + static_cast<int>(outcome.verdict)));
  message += outcome.detail;
  std::string_view rest = message;
  while (!rest.empty()) {
    const ssize_t written = write(pipe_end, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) break;
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  _exit(0);  // no destructors of the parent's objects
}

// Everything until the pipe closes; false when `until` comes first.
bool read_all(int pipe_end, Clock::time_point until, std::string& message) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd wanted{.fd = pipe_end, .events = POLLIN, .revents = 0};
    const int ready = poll(&wanted, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return false;
    char buffer[4096];
    const ssize_t count = read(pipe_end, buffer, sizeof(buffer));
    if (count <= 0) return true;
    message.append(buffer, static_cast<std::size_t>(count));
  }
}

}  // namespace

Outcome run_isolated(const std::function<Outcome()>& check, std::chrono::seconds limit) {
  int ends[2];
  if (pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) {
    close(ends[0]);
    be_the_child(check, ends[1]);
  }
  close(ends[1]);
  std::string message;
  const bool ended = read_all(ends[0], Clock::now() + limit, message);
  close(ends[0]);
  if (!ended) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended) return failed("it did not end within " + std::to_string(limit.count()) + " s");
  if (WIFSIGNALED(status)) return failed(std::string("it crashed: ") + strsignal(WTERMSIG(status)));
  if (message.empty()) return failed("it ended the process, status " + std::to_string(WEXITSTATUS(status)));
  return {static_cast<Verdict>(message[0] - '0'), message.substr(1)};
}

}  // namespace lt::conformance
