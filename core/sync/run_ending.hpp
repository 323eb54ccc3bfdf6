// Turning what ended a run into its result, and closing it in the store.
#pragma once

#include "store/store.hpp"
#include "sync/run_result.hpp"

#include <exception>

namespace lt::sync {

// Fills state, message, error and retry_after from the exception; null means success.
void explain_failure(const std::exception_ptr& failure, RunResult& result);

// The same, then ends the run in the store. Where even that fails the run stays open there and is found as interrupted
// when the store is opened next; the result says so.
void end_run(store::Store& store, const std::exception_ptr& failure, RunResult& result);

}  // namespace lt::sync
