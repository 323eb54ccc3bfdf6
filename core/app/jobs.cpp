// A thread a job, and a table of them under one mutex.
#include "app/jobs.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <ranges>
#include <thread>
#include <utility>

namespace lt::app {
namespace {

constexpr std::size_t remembered = 100;
constexpr std::chrono::milliseconds between_tellings(200);

JobState state_after(const std::optional<ErrorKind>& error) {
  if (!error) return JobState::done;
  return *error == ErrorKind::cancelled ? JobState::cancelled : JobState::failed;
}

JobResult result_of(const Jobs::Work& work, const Jobs::Progress& progress, const std::stop_token& stop) {
  try {
    return work(progress, stop);
  } catch (const Error& error) {
    return {nullptr, error.kind(), error.what()};
  } catch (const std::exception& error) {
    spdlog::error("a job failed: {}", error.what());
    return {nullptr, ErrorKind::failed, "the hub failed; its log says why"};
  }
}

}  // namespace

std::string_view to_string(JobState state) {
  static constexpr std::array<std::string_view, 4> names = {"running", "done", "failed", "cancelled"};
  return names.at(static_cast<std::size_t>(state));
}

// Owned by the threads as well, so that one that hangs past close() still stands on solid ground.
struct Jobs::Shared {
  struct Entry {
    Job job;
    std::stop_source stopping;
    std::thread thread;
    std::string why = {};  // it was asked to end, where no person did
  };

  explicit Shared(const Clock& its_clock) : clock(its_clock) {}

  void run(std::int64_t id, const Work& work, const std::stop_token& stop);
  void came_to(std::int64_t id, std::int64_t done);
  void forget_old();

  const Clock& clock;
  std::function<void(const Job&)> told;  // another only while none is running
  mutable std::mutex mutex;
  mutable std::condition_variable ended;
  std::map<std::int64_t, Entry> entries;  // under the mutex, as all below
  std::int64_t last_id = 0;
  std::size_t running = 0;
  bool closed = true;
  bool abandoned = false;  // close() gave up waiting: clock and listeners may be gone
};

void Jobs::Shared::run(std::int64_t id, const Work& work, const std::stop_token& stop) {
  auto next = std::chrono::steady_clock::now() + between_tellings;
  const Progress progress = [&](std::int64_t done) {
    came_to(id, done);
    if (!told || std::chrono::steady_clock::now() < next) return;
    next = std::chrono::steady_clock::now() + between_tellings;
    Job now;
    {
      const std::lock_guard lock(mutex);
      now = entries.at(id).job;
    }
    told(now);
  };
  JobResult result = result_of(work, progress, stop);
  std::unique_lock lock(mutex);
  if (abandoned) return;
  Entry& entry = entries.at(id);
  Job& job = entry.job;
  job.state = state_after(result.error);
  job.result = std::move(result.result);
  if (job.state == JobState::failed) job.error = std::move(result.message);
  if (job.state == JobState::cancelled) job.error = entry.why;
  job.ended = clock.now();
  const Job last = job;
  lock.unlock();
  if (told) told(last);
  lock.lock();
  --running;
  ended.notify_all();
}

void Jobs::Shared::came_to(std::int64_t id, std::int64_t done) {
  const std::lock_guard lock(mutex);
  entries.at(id).job.done = done;
}

// The oldest that ended.
void Jobs::Shared::forget_old() {
  for (auto entry = entries.begin(); entry != entries.end() && entries.size() - running > remembered;) {
    if (!entry->second.job.ended) {
      ++entry;
      continue;
    }
    if (entry->second.thread.joinable()) entry->second.thread.detach();  // it is past its work
    entry = entries.erase(entry);
  }
}

Jobs::Jobs(const Clock& clock) : shared_(std::make_shared<Shared>(clock)) {}

Jobs::~Jobs() { close(std::chrono::hours(1), {}); }

void Jobs::open(std::function<void(const Job&)> told) {
  const std::lock_guard lock(shared_->mutex);
  shared_->told = std::move(told);
  shared_->closed = false;
}

Job Jobs::start(Job what, Work work) {
  Job begun;
  {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->closed) throw Error(ErrorKind::unavailable, "the hub is ending or beginning; try again in a moment");
    if (shared_->running >= most_at_once)
      throw Error(ErrorKind::unavailable,
                  std::to_string(shared_->running) + " jobs are under way; wait until one has ended, or cancel one");
    shared_->forget_old();
    what.id = ++shared_->last_id;
    what.started = shared_->clock.now();
    ++shared_->running;
    Shared::Entry& entry = shared_->entries[what.id];
    entry.job = std::move(what);
    begun = entry.job;
  }
  if (shared_->told) shared_->told(begun);
  const std::lock_guard lock(shared_->mutex);
  Shared::Entry& entry = shared_->entries.at(begun.id);
  entry.thread = std::thread([shared = shared_, id = begun.id, work = std::move(work),
                              stop = entry.stopping.get_token()] { shared->run(id, work, stop); });
  return begun;
}

std::vector<Job> Jobs::list() const {
  const std::lock_guard lock(shared_->mutex);
  std::vector<Job> jobs;
  jobs.reserve(shared_->entries.size());
  for (const auto& [id, entry] : std::views::reverse(shared_->entries)) jobs.push_back(entry.job);
  return jobs;
}

std::optional<Job> Jobs::find(std::int64_t id) const {
  const std::lock_guard lock(shared_->mutex);
  const auto found = shared_->entries.find(id);
  return found == shared_->entries.end() ? std::nullopt : std::optional(found->second.job);
}

bool Jobs::cancel(std::int64_t id) {
  std::stop_source stopping(std::nostopstate);
  {
    const std::lock_guard lock(shared_->mutex);
    const auto found = shared_->entries.find(id);
    if (found == shared_->entries.end() || found->second.job.ended) return false;
    stopping = found->second.stopping;
  }
  stopping.request_stop();  // outside the lock: it calls what the work registered for it
  return true;
}

std::optional<Job> Jobs::wait(std::int64_t id) const {
  std::unique_lock lock(shared_->mutex);
  std::optional<Job> job;
  shared_->ended.wait(lock, [&] {
    const auto found = shared_->entries.find(id);
    job = found == shared_->entries.end() ? std::nullopt : std::optional(found->second.job);
    return !job || job->ended;
  });
  return job;
}

std::vector<std::string> Jobs::close(std::chrono::milliseconds within, const std::string& why) {
  std::vector<std::stop_source> stopping;
  std::unique_lock lock(shared_->mutex);
  shared_->closed = true;
  stopping.reserve(shared_->entries.size());
  for (auto& [id, entry] : shared_->entries) {
    if (entry.job.ended || entry.stopping.stop_requested()) continue;
    entry.why = why;
    stopping.push_back(entry.stopping);
  }
  lock.unlock();
  for (auto& each : stopping) each.request_stop();
  lock.lock();
  shared_->ended.wait_for(lock, within, [&] { return shared_->running == 0 || shared_->abandoned; });
  shared_->abandoned = shared_->running != 0;
  std::vector<std::string> left;
  std::vector<std::thread> threads;
  threads.reserve(shared_->entries.size());
  for (auto& [id, entry] : shared_->entries) {
    if (!entry.job.ended) left.push_back(entry.job.kind + " of " + entry.job.subject);
    if (entry.thread.joinable()) threads.push_back(std::move(entry.thread));
  }
  const bool all_ended = !shared_->abandoned;
  lock.unlock();
  for (auto& thread : threads) {
    if (all_ended) {
      thread.join();
    } else {
      thread.detach();
    }
  }
  return left;
}

}  // namespace lt::app
