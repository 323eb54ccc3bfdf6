// The program: one command line, stopped by SIGINT or SIGTERM.
#include "app/command_line.hpp"

#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

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

  std::stop_token token() {
    if (!waiting_) {
      pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
      waiting_.emplace([this] { wait(); });
    }
    return stop_.get_token();
  }

 private:
  void wait() {
    int number = 0;
    sigwait(&signals_, &number);
    if (number != SIGUSR1) stop_.request_stop();
  }

  sigset_t signals_;
  std::stop_source stop_;
  std::optional<std::jthread> waiting_;
};

}  // namespace

int main(int count, char** values) {
  signal(SIGPIPE, SIG_IGN);
  spdlog::set_default_logger(spdlog::stderr_logger_mt("lienthong"));
  const lt::SystemClock clock;
  StopSignals signals;
  lt::app::CommandLine line(std::cout, std::cerr, clock);
  line.stop = [&] { return signals.token(); };
  const std::vector<std::string> arguments(values + 1, values + count);
  return lt::app::finish_output(lt::app::run_command_line(arguments, line), std::cout, STDOUT_FILENO, std::cerr);
}
