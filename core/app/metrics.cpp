// A family a function; all of them made anew at each collection.
#include "app/metrics.hpp"

#include "app/process_figures.hpp"
#include "store/store_size.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

namespace lt::app {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;
using Families = std::vector<MetricFamily>;

constexpr const char* no_flow = "-";  // runs of what the configuration does not name as a flow

class Family {
 public:
  Family(Families& families, std::string name, MetricType type, std::string help)
      : families_(families), family_{std::move(name), std::move(help), type, {}} {}
  ~Family() {
    if (!family_.metric.empty()) families_.push_back(std::move(family_));
  }
  Family(const Family&) = delete;

  template <typename Number>
  void put(Labels labels, Number value) {
    ClientMetric metric;
    metric.label = std::move(labels);
    (family_.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = static_cast<double>(value);
    family_.metric.push_back(std::move(metric));
  }

 private:
  Families& families_;
  MetricFamily family_;
};

template <typename Number>
void put_gauge(Families& families, const char* name, const char* help, Number value) {
  Family(families, name, MetricType::Gauge, help).put({}, value);
}

struct Counted {
  const char* word;
  std::int64_t store::Counts::* member;
};
constexpr Counted counted_in[] = {{"read", &store::Counts::read},         {"created", &store::Counts::created},
                                  {"updated", &store::Counts::updated},   {"unchanged", &store::Counts::unchanged},
                                  {"filtered", &store::Counts::filtered}, {"dead", &store::Counts::dead}};
constexpr Counted counted_out[] = {{"due", &store::Counts::due},
                                   {"delivered", &store::Counts::delivered},
                                   {"unchanged", &store::Counts::unchanged},
                                   {"withheld", &store::Counts::withheld},
                                   {"dead", &store::Counts::dead},
                                   {"pending", &store::Counts::pending}};
constexpr store::RunState outcomes[] = {store::RunState::succeeded, store::RunState::failed, store::RunState::cancelled,
                                        store::RunState::interrupted};

using Flows = std::vector<const sync::FlowDefinition*>;

Flows flows_in_use(const Configuration& configuration) {
  Flows flows;
  for (const auto& flow : configuration.flows())
    if (!flow.switched_off) flows.push_back(&flow);
  return flows;
}

// Of the flows in use, and of all else together where there is any.
std::map<std::string, RunTally::Flow> sums_by_flow(const Flows& flows, const RunTally& tally) {
  std::map<std::string, RunTally::Flow> sums;
  for (const auto* flow : flows) sums[flow->name];
  for (const auto& [name, counted] : tally.flows()) {
    auto& sum = sums[sums.contains(name) ? name : no_flow];
    for (const auto& [state, count] : counted.ended) sum.ended[state] += count;
    sum.counts += counted.counts;
  }
  return sums;
}

void put_runs(Families& families, const Flows& flows, const RunTally& tally) {
  const auto sums = sums_by_flow(flows, tally);
  {
    Family runs(families, "lienthong_flow_runs_total", MetricType::Counter, "Runs that have ended, by how");
    for (const auto& [flow, sum] : sums)
      for (const auto outcome : outcomes) {
        const auto found = sum.ended.find(outcome);
        runs.put({{"flow", flow}, {"outcome", std::string(to_string(outcome))}},
                 found == sum.ended.end() ? 0 : found->second);
      }
  }
  Family records(families, "lienthong_flow_records_total", MetricType::Counter,
                 "Records as ledgers count them; in: read is the sum of the others, out: due is");
  for (const auto* flow : flows)
    for (const auto& [word, member] : flow->direction == sync::Direction::out ? counted_out : counted_in)
      records.put({{"flow", flow->name}, {"count", word}}, sums.at(flow->name).counts.*member);
}

void put_freshness(Families& families, const Flows& flows, store::Reader& reader, Milliseconds now) {
  Family last(families, "lienthong_flow_last_success_timestamp_seconds", MetricType::Gauge,
              "When the last run that succeeded ended");
  Family promise(families, "lienthong_flow_fresh_within_seconds", MetricType::Gauge,
                 "How old the last success may become, where that is promised");
  Family late(families, "lienthong_flow_late", MetricType::Gauge, "1 while that promise is broken");
  Family pending(families, "lienthong_flow_oldest_pending_timestamp_seconds", MetricType::Gauge,
                 "Since when the delivery that is tried again longest has failed");
  for (const auto* flow : flows) {
    const Labels labels{{"flow", flow->name}};
    const auto success = reader.last_success(flow->name);
    if (success) last.put(labels, static_cast<double>(*success) / 1000);
    if (flow->fresh_within > 0) {
      promise.put(labels, static_cast<double>(flow->fresh_within) / 1000);
      late.put(labels, !success || now - *success > flow->fresh_within ? 1 : 0);
    }
    if (flow->direction != sync::Direction::out) continue;
    if (const auto oldest = reader.pending(flow->name).oldest) pending.put(labels, static_cast<double>(*oldest) / 1000);
  }
}

void put_letters(Families& families, const Flows& flows, store::Reader& reader) {
  std::map<std::string, std::int64_t> waiting;
  for (const auto* flow : flows) waiting[flow->name];
  for (const auto& count : reader.dead_letter_counts())
    waiting[waiting.contains(count.flow) ? count.flow : no_flow] += count.count;
  Family letters(families, "lienthong_dead_letters_waiting", MetricType::Gauge, "Dead letters that wait for a person");
  for (const auto& [flow, count] : waiting) letters.put({{"flow", flow}}, count);
}

void put_schedule(Families& families, const std::vector<schedule::FlowState>& states) {
  Family running(families, "lienthong_flow_running", MetricType::Gauge, "1 while a run of it is under way");
  Family paused(families, "lienthong_flow_paused", MetricType::Gauge, "1 while the scheduler holds it back");
  Family failures(families, "lienthong_flow_failures_in_a_row", MetricType::Gauge,
                  "Failed runs since the last success");
  for (const auto& state : states) {
    const Labels labels{{"flow", state.flow}};
    running.put(labels, state.running_since ? 1 : 0);
    paused.put(labels, state.paused_because.empty() ? 0 : 1);
    failures.put(labels, state.failures);
  }
}

void put_process(Families& families, std::size_t connections) {
  Family(families, "lienthong_build_info", MetricType::Gauge, "Always 1; the version is its label")
      .put({{"version", LIENTHONG_VERSION}}, 1);
  put_gauge(families, "lienthong_http_connections", "Connections of clients that are open", connections);
  const ProcessFigures used = process_figures();
  Family(families, "process_cpu_seconds_total", MetricType::Counter, "Processor time, user and system")
      .put({}, used.cpu_seconds);
  put_gauge(families, "process_resident_memory_bytes", "Memory in use", used.resident_bytes);
  put_gauge(families, "process_virtual_memory_bytes", "Address space in use", used.virtual_bytes);
  put_gauge(families, "process_threads", "Threads", used.threads);
  put_gauge(families, "process_open_fds", "Open files and sockets", used.open_files);
  put_gauge(families, "process_max_fds", "Files and sockets that it may open", used.most_files);
  put_gauge(families, "process_start_time_seconds", "When it was started", used.started);
}

}  // namespace

Metrics::Metrics(MetricsSource source) : source_(std::move(source)) {
  store::Reader reader = source_.store.reader();
  source_.tally.turn_to(source_.configuration().hub().store_name(), reader);
}

void Metrics::catch_up() {
  const std::lock_guard lock(mutex_);
  try {
    store::Reader reader = source_.store.reader();
    source_.tally.follow(reader);
  } catch (const Error& error) {
    spdlog::debug("metrics: the store does not answer: {}", error.what());
  }
}

std::string Metrics::text() {
  const std::lock_guard lock(mutex_);
  const Configuration& configuration = source_.configuration();
  const Flows flows = flows_in_use(configuration);
  Families families;
  bool answers = true;
  try {
    store::Reader reader = source_.store.reader();
    source_.tally.follow(reader);
    put_runs(families, flows, source_.tally);
    put_freshness(families, flows, reader, source_.clock.now());
    put_letters(families, flows, reader);
    const HubSettings& hub = configuration.hub();
    put_gauge(families, "lienthong_store_bytes", "Size of the canonical store",
              store::store_size({.path = hub.store, .url = hub.store_url}));
  } catch (const Error& error) {
    spdlog::debug("metrics: the store does not answer: {}", error.what());
    families.clear();
    answers = false;
  }
  put_gauge(families, "lienthong_store_up", "1 while the store answers", answers ? 1 : 0);
  put_schedule(families, source_.states());
  put_process(families, source_.connections());
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

}  // namespace lt::app
