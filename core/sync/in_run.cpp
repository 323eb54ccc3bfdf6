// In-runs over the pipeline: beginning, counting, ending; rehearsing.
#include "sync/in_run.hpp"

#include "base/log_scope.hpp"
#include "sync/batch_writer.hpp"
#include "sync/in_pipeline.hpp"
#include "sync/result_writer.hpp"
#include "sync/run_ending.hpp"

#include <exception>

namespace lt::sync {
namespace {

// What a connector emits.
class SessionSource : public RecordSource {
 public:
  explicit SessionSource(const InFlow& flow) : flow_(flow) {}

  void read(const std::string& state, BatchCollector& into, const std::stop_token& stop) override {
    for (const auto& stream : flow_.session.streams(stop)) {
      if (stream.name == flow_.definition.stream) into.stream_key(stream.key);
    }
    flow_.session.read(flow_.definition.stream, state, into, stop);
  }

 private:
  const InFlow& flow_;
};

// Results have a cursor of their own, which moves when the source was told. Where a run ended before that, the next one
// reads from there again: what is stored is known and only its results are new.
std::string cursor_of_results(const FlowDefinition& flow) { return flow.name + "/results"; }

std::string start_state(const RecordFlow& flow, const store::Store& store, bool from_the_start, bool tells_results) {
  if (from_the_start) return {};
  const FlowDefinition& definition = flow.definition;
  return store.reader().cursor(tells_results ? cursor_of_results(definition) : definition.name).value_or("");
}

void settle_results(const FlowDefinition& flow, store::Store& store) {
  const auto stored = store.reader().cursor(flow.name);
  if (!stored || store.reader().cursor(cursor_of_results(flow)) == stored) return;
  store::Transaction transaction = store.begin();
  transaction.set_cursor(cursor_of_results(flow), *stored);
  transaction.commit();
}

store::RunId begin(const RecordFlow& flow, store::Store& store, const std::string& trigger) {
  store::Transaction transaction = store.begin();
  const store::RunId run = transaction.begin_run(flow.definition.name, store::Direction::in, trigger);
  transaction.commit();
  return run;
}

// Gives what went wrong; null where nothing did.
std::exception_ptr tell(ResultWriter& results, const FlowDefinition& flow, store::Store& store,
                        const std::stop_token& stop) {
  std::exception_ptr failure = results.send(stop);
  try {
    if (results.settled()) settle_results(flow, store);
  } catch (...) {
    if (!failure) failure = std::current_exception();
  }
  return failure;
}

// `results` tells the source what became of the records; null where nobody asks.
RunResult run(const RecordFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
              const std::stop_token& stop, ResultWriter* results) {
  RunResult result;
  result.id = begin(flow, store, options.trigger);
  const LogScope scope({flow.definition.name, flow.definition.system, result.id});
  BatchWriter writer(store, flow.definition.name, {flow.definition.system, flow.definition.stream}, result.id,
                     options.closing);
  const auto consume = [&](InBatch& batch) {
    writer.write(batch);
    if (results) results->add(writer.outcomes());
    if (options.progress) options.progress(writer.counts());
  };
  std::exception_ptr failure = failure_of([&] {
    InPipeline pipeline(flow, store, clock, options.limits);
    return pipeline.run(start_state(flow, store, options.from_the_start, results != nullptr), consume, stop);
  });
  if (!failure && results) failure = tell(*results, flow.definition, store, stop);
  result.counts = writer.counts();
  result.entities = writer.entities();
  end_run(store, failure, result);
  return result;
}

}  // namespace

RunResult run_records(const RecordFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
                      const std::stop_token& stop) {
  return run(flow, store, clock, options, stop, nullptr);
}

RunResult run_in(const InFlow& flow, store::Store& store, const Clock& clock, const InRunOptions& options,
                 const std::stop_token& stop) {
  SessionSource source(flow);
  const RecordFlow records{flow.definition, flow.mapping, source};
  if (!flow.definition.results_stream) return run(records, store, clock, options, stop, nullptr);
  ResultWriter results(flow.definition, flow.session, options.reason_text);
  return run(records, store, clock, options, stop, &results);
}

DryRun dry_run_in(const InFlow& flow, store::Store& store, const Clock& clock, std::size_t records, std::size_t samples,
                  const std::stop_token& stop) {
  SessionSource source(flow);
  return dry_run_records({flow.definition, flow.mapping, source}, store, clock, records, samples, stop);
}

DryRun dry_run_records(const RecordFlow& flow, store::Store& store, const Clock& clock, std::size_t records,
                       std::size_t samples, const std::stop_token& stop) {
  DryRun dry;
  BatchWriter writer(store, flow.definition.name, {flow.definition.system, flow.definition.stream}, 0);
  InPipeline pipeline(flow, store, clock, {.records = 1'000});
  std::stop_source enough;
  const std::stop_callback pass_on(stop, [&] { enough.request_stop(); });
  bool reached = false;
  store::Reader reader = store.reader();
  const auto consume = [&](InBatch& batch) {
    if (reached) return;
    writer.rehearse(batch);
    add_samples(writer.outcomes(), store.model(), reader, samples, dry.samples);
    if (static_cast<std::size_t>(writer.counts().read) >= records) {
      reached = true;
      enough.request_stop();
    }
  };
  const std::exception_ptr failure = pipeline.run(start_state(flow, store, false, false), consume, enough.get_token());
  dry.result.counts = writer.counts();
  dry.result.entities = writer.entities();
  if (failure && !reached) explain_failure(failure, dry.result);
  return dry;
}

}  // namespace lt::sync
