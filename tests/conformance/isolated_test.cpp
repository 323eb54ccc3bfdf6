// Promises of trying something in a process of its own.
#include "isolated.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

using namespace lt::conformance;

TEST_CASE("what a check says comes back whole") {
  const Outcome outcome = run_isolated([] { return skipped(std::string(100'000, 'x')); }, std::chrono::seconds(30));
  CHECK(outcome.verdict == Verdict::skipped);
  CHECK(outcome.detail == std::string(100'000, 'x'));
}

TEST_CASE("a crash, an exit and an exception are failures that say so") {
  const auto detail = [](const std::function<Outcome()>& check) {
    const Outcome outcome = run_isolated(check, std::chrono::seconds(30));
    CHECK(outcome.verdict == Verdict::failed);
    return outcome.detail;
  };
  CHECK(detail([]() -> Outcome {
          std::signal(SIGABRT, SIG_DFL);
          std::abort();
        }).find("crashed") != std::string::npos);
  CHECK(detail([]() -> Outcome { _exit(7); }) == "it ended the process, status 7");
  CHECK(detail([]() -> Outcome { throw std::runtime_error("no"); }) == "no");
  CHECK(detail([]() -> Outcome { throw 3; }).find("no std::exception") != std::string::npos);
}

TEST_CASE("a hang ends with its time") {
  const auto hang = []() -> Outcome {
    for (;;) pause();
  };
  const Outcome outcome = run_isolated(hang, std::chrono::seconds(1));
  CHECK(outcome.verdict == Verdict::failed);
  CHECK(outcome.detail == "it did not end within 1 s");
}
