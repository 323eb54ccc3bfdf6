// Starting: the breaker is asked, the process made, told what it may, and what it says read.
#include "plugin_host/runner.hpp"

#include "base/program_places.hpp"
#include "plugin_host/call_error.hpp"

#include <algorithm>
#include <condition_variable>
#include <utility>

namespace lt::plugin_host {
namespace {

using runner::Kind;
using runner::Message;
using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds longest_wait{2'000};
constexpr milliseconds starting{60'000};  // the longest time that loading a library may take, at least

// The system's libraries and what they read by themselves; no user's file lies there.
constexpr const char* of_the_system[] = {
    "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/localtime", "/dev/urandom", "/dev/null"};

void write_list(Message& message, const std::vector<std::string>& texts) {
  message.number(static_cast<std::int64_t>(texts.size()));
  for (const auto& text : texts) message.text(text);
}

std::optional<std::string> text_of(lt_bytes bytes) {
  if (!bytes.data) return std::nullopt;
  return std::string(bytes.data, bytes.size);
}

Description read_description(runner::Fields fields) {
  Description description;
  description.open_doors = fields.text();
  description.size = static_cast<std::size_t>(fields.number());
  if (fields.rest().empty()) return description;
  description.abi_minor = static_cast<std::uint32_t>(fields.number());
  description.roles = static_cast<std::uint32_t>(fields.number());
  description.functions = fields.number();
  for (auto* text : {&description.id, &description.version, &description.vendor, &description.summary,
                     &description.settings_schema}) {
    *text = text_of(fields.bytes());
  }
  return description;
}

std::string in_words(milliseconds time) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

std::filesystem::path runner_program() { return companion_program("lienthong-runner"); }

Runner::Runner(std::filesystem::path library, RunnerLimits limits, std::filesystem::path program)
    : library_(std::move(library)), limits_(limits), program_(std::move(program)) {}

void Runner::await_turn(const std::stop_token& stop) const {
  std::unique_lock lock(mutex_);
  const milliseconds pause = breaker_.pause(SteadyClock::now());
  if (pause > longest_wait) {
    throw CallError(ErrorKind::unavailable,
                    "the connector's process ended badly " + std::to_string(breaker_.in_a_row()) +
                        " times in a row; it is started again in " + in_words(pause) +
                        "; the log says how it ended, and its vendor can tell why",
                    pause);
  }
  std::mutex own;
  lock.unlock();
  std::unique_lock wait(own);
  std::condition_variable_any never;
  never.wait_for(wait, stop, pause, [] { return false; });
  if (stop.stop_requested())
    throw CallError(ErrorKind::cancelled, "stopped before the connector's process was started");
}

std::unique_ptr<RunnerProcess> Runner::start(const std::vector<std::string>& folders, const std::stop_token& stop,
                                             Description* description) {
  await_turn(stop);
  auto process = std::make_unique<RunnerProcess>(program_, limits_);
  Message message(Kind::start);
  message.text(std::filesystem::absolute(library_).string());
  message.number(static_cast<std::int64_t>(limits_.memory_bytes));
  std::vector<std::string> readable(std::begin(of_the_system), std::end(of_the_system));
  readable.push_back(std::filesystem::absolute(library_).string());
  write_list(message, readable);
  write_list(message, folders);
  std::string fault;
  try {
    process->begin_call(std::max(limits_.silent, starting));
    process->channel().send(message);
    const runner::Frame frame = process->channel().receive();
    runner::Fields fields(frame.payload);
    if (frame.kind == Kind::refused) {
      throw CallError(ErrorKind::misconfigured,
                      "the plugin " + library_.string() + " cannot be used: " + std::string(fields.text()));
    }
    if (frame.kind != Kind::ready) throw runner::Broken("it began with something else than what it is");
    Description read = read_description(fields);
    {
      const std::lock_guard lock(mutex_);
      open_doors_ = read.open_doors;
    }
    if (description) *description = std::move(read);
    return process;
  } catch (const runner::Closed&) {
    fault = process->end(limits_.stopping);
  } catch (const std::runtime_error& error) {
    if (dynamic_cast<const Error*>(&error)) throw;
    fault = error.what();
  }
  throw CallError(ErrorKind::failed, "the plugin " + library_.string() +
                                         " cannot be loaded in a process of its own: " + fault + "; " + failed());
}

void Runner::worked() {
  const std::lock_guard lock(mutex_);
  breaker_.worked();
}

std::string Runner::failed() {
  const std::lock_guard lock(mutex_);
  breaker_.failed(SteadyClock::now());
  if (!breaker_.is_open()) return "the next run starts a new one; if it happens again, send this to its vendor";
  return "after " + std::to_string(breaker_.in_a_row()) + " times in a row it is tried again only every " +
         in_words(Breaker::open_pause) + "; send this to its vendor, or switch the system off";
}

std::string Runner::open_doors() const {
  const std::lock_guard lock(mutex_);
  return open_doors_;
}

bool Runner::shall_warn() {
  const std::lock_guard lock(mutex_);
  return !open_doors_.empty() && !std::exchange(warned_, true);
}

}  // namespace lt::plugin_host
