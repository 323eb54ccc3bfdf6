// SIGINT, SIGTERM and SIGHUP, the log on standard error, the command line.
#include "app/run_program.hpp"

#include "app/command_line.hpp"

#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace lt::app {
namespace {

// Turns the first SIGINT or SIGTERM into a stop request. The signals are blocked from the start, before any other
// thread exists; the thread that waits for them begins with the first token, so that commands without one stay of one
// thread.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    for (const int number : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals_, number);
  }
  ~StopSignals() {
    if (waiting_) pthread_kill(waiting_->native_handle(), SIGUSR1);
  }

  void on_hangup(std::function<void()> work) {
    hangup_ = std::move(work);
    sigaddset(&signals_, SIGHUP);
  }

  std::stop_token token() {
    if (!waiting_) {
      pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
      waiting_.emplace([this] { wait(); });
    }
    return stop_.get_token();
  }

 private:
  void wait() {
    int number = SIGHUP;
    while (number == SIGHUP) {
      sigwait(&signals_, &number);
      if (number == SIGHUP) hangup_();
    }
    if (number != SIGUSR1) stop_.request_stop();
  }

  sigset_t signals_;
  std::function<void()> hangup_;
  std::stop_source stop_;
  std::optional<std::jthread> waiting_;
};

}  // namespace

int run_program(int count, char** values, const Clock& clock) {
  signal(SIGPIPE, SIG_IGN);
  spdlog::set_default_logger(spdlog::stderr_logger_mt("lienthong"));
  StopSignals signals;
  CommandLine line(std::cout, std::cerr, clock);
  line.stop = [&] { return signals.token(); };
  line.on_hangup = [&](std::function<void()> work) { signals.on_hangup(std::move(work)); };
  const std::vector<std::string> arguments(values + 1, values + count);
  return finish_output(run_command_line(arguments, line), std::cout, STDOUT_FILENO, std::cerr);
}

}  // namespace lt::app
