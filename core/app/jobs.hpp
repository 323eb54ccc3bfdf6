// Work of the hub that takes longer than a request: one request starts it, others ask how far it is or cancel it.
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lt::app {

enum class JobState : std::uint8_t { running, done, failed, cancelled };

std::string_view to_string(JobState state);

struct Job {
  std::int64_t id = 0;
  std::string kind;                   // replay, run, dry-run, send … as the schema of /jobs names them
  std::string subject;                // what it is about, for a person: a flow, a cause, a report
  std::vector<std::string> systems;   // that it is about; whoever does not see one of them does not see the job
  std::string who;                    // who asked for it
  std::optional<std::int64_t> total;  // null: it is not known how much there is
  JobState state = JobState::running;
  std::int64_t done = 0;
  boost::json::value result = {};  // null until there is one
  std::string error = {};          // why it failed, or why nobody asked for it to be cancelled
  Milliseconds started = 0;
  std::optional<Milliseconds> ended = {};
};

// How work ends that does not throw.
struct JobResult {
  boost::json::value result;
  std::optional<ErrorKind> error = {};
  std::string message = {};
};

// Thread-safe. A job is a thread; the last hundred that ended are remembered while the process lives, whatever hub
// serves: what a job did to the data stands in the ledger.
class Jobs {
 public:
  static constexpr std::size_t most_at_once = 8;
  using Progress = std::function<void(std::int64_t done)>;
  // Should end soon after its token asks it to.
  using Work = std::function<JobResult(const Progress&, const std::stop_token&)>;

  // None can begin before open(). The clock outlives the jobs.
  explicit Jobs(const Clock& clock);
  ~Jobs();  // as close() of an hour

  // For a hub that begins to serve. `told` hears of each job that begins, comes further (five times a second at most)
  // or ends, on any thread; what it uses lives until close().
  void open(std::function<void(const Job&)> told);
  // `what` without all that the beginning gives. Throws Error unavailable where most_at_once are under way, or the hub
  // is ending.
  Job start(Job what, Work work);
  // The latest first.
  std::vector<Job> list() const;
  std::optional<Job> find(std::int64_t id) const;
  // Asks it to end; false where it has ended, or is none.
  bool cancel(std::int64_t id);
  // Until the job has ended; null where there is none.
  std::optional<Job> wait(std::int64_t id) const;
  // For a hub that ends: asks all to end and begins no more until open(). Jobs that are cancelled by this say `why`.
  // Gives the subjects of those that have not ended within the time: their threads are left behind, so the process
  // should end at once.
  std::vector<std::string> close(std::chrono::milliseconds within, const std::string& why);

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace lt::app
