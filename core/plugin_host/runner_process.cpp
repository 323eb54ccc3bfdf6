// A runner's life: its descriptors, its limits of time, its end.
#include "plugin_host/runner_process.hpp"

#include "base/error.hpp"
#include "plugin_host/spawn.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fstream>

namespace lt::plugin_host {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

[[noreturn]] void throw_no_runner(const char* what) {
  throw Error(ErrorKind::unavailable, std::string("no runner can be started: ") + what + ": " + std::strerror(errno));
}

int new_event() {
  const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0) throw_no_runner("eventfd");
  return event;
}

std::string seconds_of(milliseconds time) {
  const auto tenths = time.count() / 100;
  return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : "") + " s";
}

milliseconds left_until(SteadyClock::time_point time) {
  return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(time - SteadyClock::now()));
}

std::string words_of(int status, std::chrono::seconds cpu) {
  if (WIFEXITED(status)) return "it left with status " + std::to_string(WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  if (signal == SIGXCPU) return "it computed for more than " + std::to_string(cpu.count()) + " s in one call";
  return "it was ended by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
}

// The most address space that a process has had, in bytes; 0 where the kernel does not tell.
std::size_t peak_memory_of(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  std::string word;
  while (status >> word) {
    std::size_t kilobytes = 0;
    if (word == "VmPeak:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

RunnerProcess::RunnerProcess(const std::filesystem::path& program, const RunnerLimits& limits)
    : limits_(limits), stop_(new_event()), channel_([this](short events) { wait(events); }) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) throw_no_runner("socketpair");
  socket_ = Descriptor(sockets[0]);
  const Descriptor its_socket(sockets[1]);
  int errors[2];
  if (pipe2(errors, O_CLOEXEC | O_NONBLOCK) != 0) throw_no_runner("pipe");
  errors_ = Descriptor(errors[0]);
  const Descriptor its_errors(errors[1]);
  const int given[] = {its_socket.get(), stop_.get()};
  pid_ = spawn({.program = program, .descriptors = given, .errors = its_errors.get()});
  channel_.use(socket_.get());
  exit_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
}

RunnerProcess::~RunnerProcess() { end(); }

void RunnerProcess::begin_call(milliseconds silent) {
  limits_.silent = silent;
  std::uint64_t asked = 0;
  [[maybe_unused]] const ssize_t got = read(stop_.get(), &asked, sizeof(asked));  // of the call before
  asked_ = false;
  stop_by_.reset();
  waited_ = {};
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &used) != 0) return;
  const rlimit limits{static_cast<rlim_t>(used.tv_sec + limits_.cpu.count()), RLIM_INFINITY};
  prlimit(pid_, RLIMIT_CPU, &limits, nullptr);
}

void RunnerProcess::ask_to_stop() {
  asked_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(stop_.get(), &one, sizeof(one));
}

void RunnerProcess::hold_to_stop() {
  if (!asked_) return;
  const auto now = SteadyClock::now();
  if (!stop_by_) stop_by_ = now + limits_.stopping;
  if (now >= *stop_by_)
    throw Overdue("it went on for " + seconds_of(limits_.stopping) + " after it was asked to stop", true);
}

std::optional<std::string> RunnerProcess::out_of_memory() const {
  if (peak_memory_of(pid_) < limits_.memory_bytes / 8 * 7) return std::nullopt;
  return "it used up its limit of " + std::to_string(limits_.memory_bytes >> 20) + " MB of memory";
}

void RunnerProcess::wait(short events) {
  const auto begun = SteadyClock::now();
  const auto silent_until = begun + std::min<SteadyClock::duration>(limits_.silent, limits_.whole - waited_);
  for (;;) {
    pollfd wanted[] = {{.fd = socket_.get(), .events = events, .revents = 0},
                       {.fd = stop_by_ ? -1 : stop_.get(), .events = POLLIN, .revents = 0}};
    const auto until = stop_by_ ? std::min<SteadyClock::time_point>(silent_until, *stop_by_) : silent_until;
    const auto left = left_until(until);
    const int ready = poll(wanted, 2, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) throw runner::Closed();
    if (wanted[0].revents != 0) break;
    if (wanted[1].revents != 0) {
      hold_to_stop();
    } else if (ready == 0 && left.count() == 0) {
      hold_to_stop();
      if (SteadyClock::now() < begun + limits_.silent) {
        throw Overdue("its call took longer than " + seconds_of(limits_.whole), false);
      }
      throw Overdue("it neither returned nor asked its host for anything for " + seconds_of(limits_.silent), false);
    }
  }
  waited_ += SteadyClock::now() - begun;
}

bool RunnerProcess::exits_within(milliseconds time) const {
  const auto until = SteadyClock::now() + time;
  pollfd wanted{.fd = exit_.get(), .events = POLLIN, .revents = 0};
  for (;;) {
    const auto left = left_until(until);
    const int ready = poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready == 0 && left.count() == 0) return false;
  }
}

std::string RunnerProcess::last_words() const {
  std::string words(4096, '\0');
  const ssize_t got = read(errors_.get(), words.data(), words.size());
  words.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  while (!words.empty() && words.back() == '\n') words.pop_back();
  return words.substr(words.rfind('\n') + 1);
}

std::string RunnerProcess::end(milliseconds patience) {
  if (pid_ < 0) return {};
  exits_within(patience);
  kill(-pid_, SIGKILL);
  kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  const std::string words = last_words();
  return words_of(status, limits_.cpu) + (words.empty() ? "" : ", its last words being: " + words);
}

}  // namespace lt::plugin_host
