// Promises of runners, to connectors that do everything wrong.
#include "plugin_host/runner.hpp"

#include "plugin_host/plugin.hpp"
#include "plugin_host/session.hpp"
#include "said.hpp"

#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <testing/call_error.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

using lt::ErrorKind;
using lt::plugin_host::CallError;
using lt::plugin_host::OutRecord;
using lt::plugin_host::Plugin;
using lt::plugin_host::RunnerLimits;
using lt::plugin_host::Trust;
using lt::plugin_testing::error_of;
using std::chrono::milliseconds;
namespace testing = lt::plugin_testing;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_sanitizers = true;  // they end what they find by themselves, and need all of the address space
#else
constexpr bool has_sanitizers = false;
#endif

#if defined(__SANITIZE_THREAD__)
constexpr bool bears_double_free = true;
#else
constexpr bool bears_double_free = false;
#endif

Trust any() {
  Trust trust;
  trust.any = true;
  return trust;
}

RunnerLimits short_limits() {
  RunnerLimits limits;
  limits.memory_bytes = 512u << 20;
  limits.stopping = milliseconds(300);
  return limits;
}

// A sink that only counts, and may have had enough.
struct CountingSink : testing::RecordingReadSink {
  std::size_t counted = 0;
  std::size_t most = SIZE_MAX;
  void page(std::string_view bytes, std::string_view, std::span<const std::string_view>) override {
    counted += bytes.size();
    if (counted > most) throw std::length_error("it is too much");
  }
};

struct Evil {
  testing::Bench bench;
  explicit Evil(const RunnerLimits& limits = short_limits()) : bench(Plugin::load_in_runner(LT_EVIL, any(), limits)) {
    bench.open("{}");
  }
  explicit Evil(std::shared_ptr<const Plugin> plugin) : bench(std::move(plugin)) { bench.open("{}"); }

  CallError error_of_read(std::string_view deed, const std::stop_token& stop = {}) {
    testing::RecordingReadSink sink;
    return error_of([&] { bench.session().read(deed, "state", sink, stop); });
  }
  CallError error_of_write(std::string_view deed, testing::RecordingWriteSink& sink) {
    const OutRecord record{.json = "{}", .key = "k", .idempotency_key = "i", .remote_id = {}};
    const OutRecord records[] = {record, record, record};
    return error_of([&] { bench.session().write(deed, records, sink, {}); });
  }
  std::size_t records_of_good() {
    testing::RecordingReadSink sink;
    bench.session().read("good", "", sink, {});
    return sink.records.size();
  }
};

}  // namespace

TEST_CASE("a connector in a runner gives what it gives in this process") {
  Evil evil;
  CHECK(evil.bench.plugin().id() == "evil");
  CHECK(evil.records_of_good() == 3);
  CHECK(evil.bench.session().streams({}).size() == 23);
  CHECK_NOTHROW(evil.bench.session().check({}));
}

TEST_CASE("a connector that ends its process loses one run, which says how, and the next one works") {
  const std::pair<const char*, const char*> deeds[] = {{"segfault", "signal 11"},    {"abort", "signal 6"},
                                                       {"leave", "status 0"},        {"double_free", "signal"},
                                                       {"garbage", "it sent a mes"}, {"lying_size", ""}};
  for (const auto& [deed, words] : deeds) {
    INFO(deed);
    if (bears_double_free && deed == std::string_view("double_free")) continue;
    Evil evil;
    const CallError error = evil.error_of_read(deed);
    CHECK(error.kind() == ErrorKind::failed);
    CHECK(says(error, "system 'bench' (connector evil 1.0.0): read: "));
    CHECK(says(error, deed == std::string_view("lying_size") ? "" : "is lost"));
    if (!has_sanitizers) CHECK(says(error, words));
    CHECK(evil.records_of_good() == 3);
  }
}

TEST_CASE("the last words of a process stand in the reason") {
  Evil evil;
  const CallError error = evil.error_of_read("last_words");
  if (!has_sanitizers) CHECK(says(error, "its last words being: it all went wrong at line 7"));
  CHECK(says(error, "the next run starts a new one"));
}

TEST_CASE("a connector that neither returns nor asks for anything is ended") {
  RunnerLimits limits = short_limits();
  limits.silent = milliseconds(5'000);
  Evil evil(limits);
  const CallError error = evil.error_of_read("stuck");
  CHECK(error.kind() == ErrorKind::failed);
  CHECK(says(error, "nor asked its host for anything for"));
  CHECK(evil.records_of_good() == 3);
}

TEST_CASE("a connector that computes for longer than it may is ended") {
  RunnerLimits limits = short_limits();
  limits.cpu = std::chrono::seconds(1);
  Evil evil(limits);
  CHECK(says(evil.error_of_read("loop"), "computed for more than 1 s"));
  CHECK(evil.records_of_good() == 3);
}

TEST_CASE("a connector that does not stop when it is asked to is stopped") {
  for (const char* deed : {"deaf", "deaf_flood"}) {
    INFO(deed);
    Evil evil;
    std::stop_source stop;
    stop.request_stop();
    const CallError error = evil.error_of_read(deed, stop.get_token());
    CHECK(error.kind() == ErrorKind::cancelled);
    const auto log = evil.bench.log();
    CHECK(std::ranges::any_of(
        log, [](const std::string& line) { return line.find("after it was asked to stop") != std::string::npos; }));
    CHECK(evil.records_of_good() == 3);
  }
}

TEST_CASE("questions within questions do not use up the hub's stack") {
  Evil evil;
  evil.bench.answers().give("pass", "1", "{}");
  CHECK(says(evil.error_of_read("questions"), "a question within too many others"));
  CHECK(evil.records_of_good() == 3);
}

TEST_CASE("a leak ends with the runner's memory, not with the hub's") {
  if (has_sanitizers) return;
  Evil evil;
  CHECK(says(evil.error_of_read("leak"), "it used up its limit of 512 MB of memory; "));
  CHECK(evil.records_of_good() == 3);
}

TEST_CASE("ten gigabytes go no further than the sink wants them") {
  Evil evil;
  CountingSink sink;
  sink.most = 64u << 20;
  CHECK_THROWS_AS(evil.bench.session().read("flood", "", sink, {}), std::length_error);
  CHECK(sink.counted <= sink.most + (2u << 20));
  CHECK(evil.records_of_good() == 3);
}

TEST_CASE("a page that no hub could hold many times is refused") {
  RunnerLimits limits = short_limits();
  limits.memory_bytes = 4096ull << 20;
  Evil evil(limits);
  CHECK(says(evil.error_of_read("huge_page"), "a message of 300 MiB"));
  CHECK(evil.records_of_good() == 3);
}

TEST_CASE("what breaks the contract is the same in a runner as here") {
  const std::pair<const char*, const char*> deeds[] = {{"throw", "let an exception out: thrown across the line"},
                                                       {"throw_number", "let an exception out"},
                                                       {"no_bytes", "emit() got a text without bytes"},
                                                       {"no_such_status", "the status 99, which does not exist"},
                                                       {"bad_utf8", "bad \xef\xbf\xbd"}};
  for (const bool in_runner : {true, false}) {
    Evil evil(in_runner ? Plugin::load_in_runner(LT_EVIL, any(), short_limits()) : Plugin::load(LT_EVIL, any()));
    for (const auto& [deed, words] : deeds) {
      INFO(deed << (in_runner ? " in a runner" : " here"));
      const CallError error = evil.error_of_read(deed);
      CHECK(error.kind() == ErrorKind::failed);
      CHECK(says(error, words));
    }
    testing::RecordingWriteSink sink;
    CHECK(says(evil.error_of_write("too_few", sink), "without a result for 2 of 3 records"));
    CHECK(says(evil.error_of_write("twice", sink), "gave record 0 a second result"));
    CHECK(says(evil.error_of_write("beyond", sink), "got the index 8 of 3 records"));
    CHECK(evil.records_of_good() == 3);
  }
}

TEST_CASE("what a system took before the process ended is known") {
  Evil evil;
  testing::RecordingWriteSink sink;
  CHECK(says(evil.error_of_write("crash_after_first", sink), "is lost"));
  CHECK(sink.accepted.size() == 1);
}

TEST_CASE("what a connector writes to borrowed memory is its own copy") {
  Evil evil;
  const std::string state = "state";
  testing::RecordingReadSink sink;
  evil.bench.session().read("write_borrowed", state, sink, {});
  CHECK(state == "state");
  CHECK(sink.records.size() == 3);
}

TEST_CASE("a runner has nothing of the machine that the kernel lets it give up") {
  Evil evil;
  std::filesystem::remove("/tmp/lienthong-evil");
  testing::RecordingReadSink sink;
  evil.bench.session().read("look", "", sink, {});
  const std::string open_doors = evil.bench.plugin().runner()->open_doors();
  const auto is_closed = [&](const char* door) { return open_doors.find(door) == std::string::npos; };
  REQUIRE(sink.records.size() == 6);
  for (const auto& record : sink.records) {
    INFO(record.json << " with open doors: " << open_doors);
    const bool of_files = record.json.find("a file") != std::string::npos;
    const bool of_kernel = of_files ? is_closed("files") : is_closed("processes");
    if (of_kernel) CHECK(record.json.find("false") != std::string::npos);
  }
}

TEST_CASE("what is not confined stands in the log, once") {
  Evil evil;
  evil.bench.open("{}");
  const auto log = evil.bench.log();
  const auto warnings = std::ranges::count_if(
      log, [](const std::string& line) { return line.find("not wholly confined") != std::string::npos; });
  CHECK(warnings == (evil.bench.plugin().runner()->open_doors().empty() ? 0 : 1));
}

TEST_CASE("a library that kills its process while it is loaded is refused, and this process lives") {
  try {
    Plugin::load_in_runner(LT_DEADLY, any(), short_limits());
    FAIL("it should have been refused");
  } catch (const CallError& error) {
    CHECK(says(error, "cannot be loaded in a process of its own"));
  }
}

TEST_CASE("a process that keeps ending badly is not started again and again") {
  Evil evil;
  for (int i = 0; i < 5; ++i) CHECK(says(evil.error_of_read("abort"), "is lost"));
  const CallError error = evil.error_of_read("good");
  CHECK(error.kind() == ErrorKind::unavailable);
  CHECK(says(error, "ended badly 5 times in a row"));
  REQUIRE(error.retry_after().has_value());
  CHECK(*error.retry_after() > std::chrono::minutes(4));
}
