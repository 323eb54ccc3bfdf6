// Promises of the suite itself: it finds what is wrong.
#include <catch2/catch.hpp>
#include <conformance/conformance.hpp>

using lt::conformance::Verdict;

TEST_CASE("a plugin without its sample fails where the sample is needed and nowhere else") {
  const auto results = lt::conformance::run(LT_FROZEN_V1_0, "/nowhere/sample.yaml");
  int failures = 0;
  for (const auto& result : results) {
    if (result.verdict == Verdict::failed) ++failures;
    if (result.name == "it exports one symbol") CHECK(result.verdict == Verdict::passed);
    if (result.name == "its sample fits its schema") {
      CHECK(result.verdict == Verdict::failed);
      CHECK(result.detail.find("/nowhere/sample.yaml") != std::string::npos);
    }
  }
  CHECK(failures > 3);
}

TEST_CASE("a library that is no plugin fails once and the rest is skipped") {
  const auto results = lt::conformance::run("/lib/x86_64-linux-gnu/libz.so.1");
  REQUIRE(results.size() > 10);
  CHECK(results[0].verdict == Verdict::failed);
  for (std::size_t i = 1; i < results.size(); ++i) CHECK(results[i].verdict == Verdict::skipped);
}
