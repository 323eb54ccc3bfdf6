// One look after the other.
#include "app/report_rounds.hpp"

#include "base/timestamp.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace lt::app {
namespace {

constexpr std::chrono::seconds between_rounds(30);
constexpr Milliseconds first_wait = minute_ms;
constexpr Milliseconds longest_wait = hour_ms;

// Begin of the period of the last report of a kind that is kept.
std::optional<Milliseconds> last_from(const std::vector<report::Kept>& all, report::Kind kind) {
  std::optional<Milliseconds> last;
  for (const auto& kept : all) {
    const auto from = kept.kind == kind ? from_canonical_timestamp(kept.from) : std::nullopt;
    if (from && (!last || *from > *last)) last = from;
  }
  return last;
}

}  // namespace

ReportRounds::ReportRounds(const Configuration& configuration, const Clock& clock, store::Store& store, States states)
    : configuration_(configuration),
      clock_(clock),
      store_(store),
      states_(std::move(states)),
      maker_(configuration, clock),
      sender_(configuration, clock, store, maker_.archive()) {}

void ReportRounds::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      look(stop);
      wake_.wait_for(lock, stop, between_rounds, [] { return false; });
    }
  });
}

void ReportRounds::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void ReportRounds::look(const std::stop_token& stop) {
  try {
    make_due();
    send_due(stop);
    last_fault_.clear();
  } catch (const std::exception& e) {
    if (last_fault_ != e.what()) spdlog::error("no report is made: {}", e.what());
    last_fault_ = e.what();
  }
}

void ReportRounds::make_due() {
  for (const auto& [kind, at] : configuration_.reports().schedule) {
    const auto last = last_from(maker_.archive().list(), kind);
    for (const report::Period& period : due_periods(kind, at, clock_.now(), last)) {
      const MadeReport made = maker_.make(store_, kind, period, states_());
      if (maker_.keep(made, maker_.language(), {}, sender_.destinations())) {
        spdlog::info("report {} is kept; sha256 {}", id_of(made.status), made.figures.sha256);
      }
    }
  }
}

void ReportRounds::send_due(const std::stop_token& stop) {
  for (const auto& kept : maker_.archive().list()) {
    for (const auto& destination : maker_.archive().due(kept)) {
      if (stop.stop_requested()) return;
      try_to_send(kept, destination, stop);
    }
  }
}

void ReportRounds::try_to_send(const report::Kept& kept, const std::string& destination, const std::stop_token& stop) {
  const std::string name = kept.id + " " + destination;
  Attempt& attempt = attempts_[name];
  if (attempt.next > clock_.now()) return;
  try {
    sender_.deliver(kept, destination, stop);
    attempts_.erase(name);
    spdlog::info("report {} was sent: {}", kept.id, destination);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::cancelled) return;
    const Milliseconds wait = std::min(longest_wait, first_wait << std::min(attempt.failures, 10));
    ++attempt.failures;
    attempt.next = clock_.now() + wait;
    spdlog::warn("report {} was not sent to {} and is tried again in {} min: {}", kept.id, destination,
                 wait / minute_ms, e.what());
  }
}

}  // namespace lt::app
