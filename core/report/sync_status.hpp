// How synchronisation stands: numbers of a period and of now, computed from plain facts and rendered elsewhere.
#pragma once

#include "base/clock.hpp"
#include "mapping/responsible.hpp"
#include "model/entity.hpp"
#include "report/availability.hpp"
#include "report/earlier.hpp"
#include "report/health.hpp"
#include "report/period.hpp"
#include "store/dead_letter.hpp"
#include "store/delivery.hpp"
#include "store/ledger.hpp"
#include "store/run_totals.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lt::report {

// What is known of one flow, as the definitions, the store and the scheduler say.
struct FlowFacts {
  std::string flow;
  model::Label label;
  std::string system;
  model::Label system_label;
  store::Direction direction = store::Direction::in;
  bool receives = false;          // takes what comes by itself, so that having run never, or being cut off, is no fault
  Milliseconds fresh_within = 0;  // 0: no promise
  model::Label responsible;
  bool paused = false;         // by its file
  std::string paused_because;  // by a person or the scheduler; empty: it is not

  store::RunTotals totals;                     // of the period
  Availability availability;                   // of the period until now
  std::vector<Availability> by_part = {};      // the same of each part of the period (Volume)
  std::optional<store::Run> last_run;          // of all times, as the rest
  std::optional<Milliseconds> last_success;    // when the last run that went through ended
  std::int64_t pending = 0;                    // deliveries that wait to be tried again
  std::optional<Milliseconds> oldest_pending;  // since when the first of them waits
  std::vector<store::LetterCount> letters;     // that wait for a person
  std::optional<Milliseconds> oldest_letter;
};

// Rows that somebody must look at, such as reports past their deadline, as a watched summary counts them.
struct Watch {
  std::string summary;
  model::Label label;
  std::int64_t count = 0;
  std::vector<std::pair<std::string, std::int64_t>> groups;  // key and count, the largest first
};

// What runs that began in a part of the period read and delivered.
struct Volume {
  Period period;
  store::Counts in;
  store::Counts out;
};

struct ReportSource {
  Period period;
  Milliseconds now = 0;
  std::vector<FlowFacts> flows;
  std::vector<Watch> watches = {};
  std::vector<Volume> volumes = {};
  Kind kind = Kind::on_demand;
  std::optional<Earlier> earlier = {};              // the last report of this kind; null: there is none
  std::optional<std::vector<Period>> outages = {};  // when no hub served; null: none ever has, runs were by hand
};

// Why dead letters of one flow wait, by their common cause, and whose turn it is.
struct ReasonCount {
  std::string flow;
  model::Label flow_label;
  std::string code;
  store::LetterCause cause;
  Milliseconds oldest = 0;
  std::int64_t count = 0;
  mapping::Actor actor = mapping::Actor::source;
  model::Label responsible;  // of the flow; acts where the actor is the source
};

struct FlowStatus {
  FlowFacts facts;
  Health health = Health::ok;
  std::string message;               // in the words of what failed or paused; empty where nothing did
  std::optional<Milliseconds> age;   // of the last success
  std::optional<bool> promise_kept;  // null where none was made
  bool balanced = true;              // each run of the period, and their sum
  std::int64_t waiting_letters = 0;
};

// All flows of one system together.
struct SystemStatus {
  std::string system;
  model::Label label;
  int flows = 0;
  int healthy = 0;
  Health worst = Health::ok;
  Availability availability;          // summed over the flows
  std::vector<Availability> by_part;  // the same, of each part of the period
  std::int64_t runs = 0;
  std::int64_t failed_runs = 0;
  store::Counts counts_in;
  store::Counts counts_out;
  std::int64_t waiting_letters = 0;
  std::int64_t pending = 0;
};

// What became different of one flow since the earlier report: its state, or how many records wait.
struct FlowChange {
  std::string flow;
  model::Label label;
  std::optional<EarlierFlow> before;  // null: it was not there
  std::optional<EarlierFlow> after;   // null: it is not there any more
};

// `attention`: all flows run, but records wait for a person or for another attempt, or a watch has found something.
enum class Verdict { good, attention, trouble, unbalanced };

struct SyncStatus {
  Period period;
  Milliseconds now = 0;
  Kind kind = Kind::on_demand;
  std::vector<FlowStatus> flows;           // by system, then by name
  std::vector<SystemStatus> systems = {};  // by name
  std::vector<ReasonCount> reasons;        // the most frequent first
  std::vector<Watch> watches = {};
  std::vector<Volume> volumes = {};
  std::optional<Earlier> earlier = {};
  std::vector<FlowChange> changes = {};  // by flow; none without an earlier report
  std::map<Health, int> by_health;
  store::Counts counts_in;
  store::Counts counts_out;
  std::int64_t waiting_letters = 0;
  std::int64_t pending = 0;
  Availability availability;  // summed over the flows
  std::optional<std::vector<Period>> outages = {};
  Verdict verdict = Verdict::good;

  // How long no hub served; null where that is not known.
  std::optional<Milliseconds> out_of_service() const;
};

// "daily-2026-11-20": under this a report is kept.
std::string id_of(const SyncStatus& status);

SyncStatus compute(const ReportSource& source);

std::string_view to_string(Verdict verdict);

}  // namespace lt::report
