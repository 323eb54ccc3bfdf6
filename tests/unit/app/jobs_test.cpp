// Promises of long work from one hub to the next.
#include "app/jobs.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace lt;
using app::Job;
using app::JobResult;
using app::Jobs;
using app::JobState;

namespace {

Job about(const std::string& subject) {
  return {.kind = "run", .subject = subject, .systems = {}, .who = "an", .total = {}};
}

JobResult at_once(const Jobs::Progress&, const std::stop_token&) { return {.result = 1}; }

JobResult until_stopped(const Jobs::Progress&, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait(lock, stop, [] { return false; });
  throw Error(ErrorKind::cancelled, "stopped");
}

constexpr std::chrono::minutes minute(1);

}  // namespace

TEST_CASE("jobs under way when a hub ends are cancelled and say why, and those that ended are remembered by the next") {
  const FixedClock clock(1'790'000'000'000);
  Jobs jobs(clock);
  jobs.open({});
  const auto done = jobs.start(about("done"), at_once).id;
  jobs.wait(done);
  const auto left = jobs.start(about("left"), until_stopped).id;
  const auto by_person = jobs.start(about("by a person"), until_stopped).id;
  CHECK(jobs.cancel(by_person));
  CHECK(jobs.close(minute, "another configuration").empty());

  jobs.open({});
  CHECK(jobs.find(done)->state == JobState::done);
  CHECK(jobs.find(done)->error.empty());
  CHECK(jobs.find(left)->state == JobState::cancelled);
  CHECK(jobs.find(left)->error == "another configuration");
  CHECK(jobs.find(by_person)->state == JobState::cancelled);
  CHECK(jobs.find(by_person)->error.empty());
  const auto next = jobs.start(about("next"), at_once).id;
  CHECK(next > by_person);
  CHECK(jobs.wait(next)->state == JobState::done);
  CHECK(jobs.list().size() == 4);
}

TEST_CASE("a job that did its work although it was asked to end is done, and one that failed says its own reason") {
  const FixedClock clock(1'790'000'000'000);
  Jobs jobs(clock);
  jobs.open({});
  const auto wait = [](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
  };
  const auto did = jobs.start(about("did"),
                              [&](const Jobs::Progress&, const std::stop_token& stop) -> JobResult {
                                wait(stop);
                                return {.result = 1};
                              })
                       .id;
  const auto failed = jobs.start(about("failed"),
                                 [&](const Jobs::Progress&, const std::stop_token& stop) -> JobResult {
                                   wait(stop);
                                   throw Error(ErrorKind::unavailable, "the partner is gone");
                                 })
                          .id;
  CHECK(jobs.close(minute, "another configuration").empty());
  CHECK(jobs.find(did)->state == JobState::done);
  CHECK(jobs.find(did)->error.empty());
  CHECK(jobs.find(failed)->state == JobState::failed);
  CHECK(jobs.find(failed)->error == "the partner is gone");
}

TEST_CASE("no job begins between two hubs, and what listened to the former hears nothing of the next") {
  const FixedClock clock(1'790'000'000'000);
  Jobs jobs(clock);
  CHECK_THROWS_AS(jobs.start(about("early"), at_once), Error);
  int former = 0;
  int later = 0;
  jobs.open([&](const Job&) { ++former; });
  jobs.wait(jobs.start(about("one"), at_once).id);
  jobs.close(minute, {});
  CHECK(former == 2);  // begun, ended
  CHECK_THROWS_AS(jobs.start(about("between"), at_once), Error);
  jobs.open([&](const Job&) { ++later; });
  jobs.wait(jobs.start(about("two"), at_once).id);
  jobs.close(minute, {});
  CHECK(former == 2);
  CHECK(later == 2);
}
