// Turning what ended a run into its result, and closing it in the store.
#pragma once

#include "store/store.hpp"
#include "sync/run_result.hpp"

#include <exception>
#include <stop_token>

namespace lt::sync {

// Throws Error cancelled where the run shall stop: between two stretches, after each of which the next run can go on.
void heed(const std::stop_token& stop);
inline constexpr int rows_at_once = 1'000;  // of the store, in one such stretch

// Fills state, message, error and retry_after from the exception; null means success.
void explain_failure(const std::exception_ptr& failure, RunResult& result);

// What a stage gives or throws; null means success.
template <class Stage>
std::exception_ptr failure_of(const Stage& stage) {
  try {
    return stage();
  } catch (...) {
    return std::current_exception();
  }
}

// The same, then ends the run in the store. Where even that fails the run is found as interrupted when the flow
// begins its next, or the store is opened next; the result says so.
void end_run(store::Store& store, const std::exception_ptr& failure, RunResult& result);

}  // namespace lt::sync
