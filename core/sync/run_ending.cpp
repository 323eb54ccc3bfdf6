// One place where a run's exceptions end.
#include "sync/run_ending.hpp"

#include "plugin_host/call_error.hpp"

#include <spdlog/spdlog.h>

namespace lt::sync {

void heed(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "the run was stopped; the next one goes on from here");
}

void explain_failure(const std::exception_ptr& failure, RunResult& result) {
  if (!failure) return;
  result.state = store::RunState::failed;
  try {
    std::rethrow_exception(failure);
  } catch (const plugin_host::CallError& e) {
    result.error = e.kind();
    result.message = e.what();
    result.retry_after = e.retry_after();
  } catch (const Error& e) {
    result.error = e.kind();
    result.message = e.what();
  } catch (const std::exception& e) {
    result.error = ErrorKind::failed;
    result.message = e.what();
  }
  if (result.error == ErrorKind::cancelled) result.state = store::RunState::cancelled;
}

void end_run(store::Store& store, const std::exception_ptr& failure, RunResult& result) {
  explain_failure(failure, result);
  try {
    store::Transaction transaction = store.begin();
    transaction.end_run(result.id, result.state, result.counts, result.entities, result.message);
    transaction.commit();
  } catch (const std::exception& e) {
    spdlog::error("this run cannot be closed in the store: {}", e.what());
    store.abandon_run(result.id);
    if (!failure) explain_failure(std::current_exception(), result);
  }
}

}  // namespace lt::sync
