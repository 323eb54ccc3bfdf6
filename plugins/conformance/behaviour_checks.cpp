// What a connector does when it is opened, stopped, failed and asked by many at once.
#include "patience.hpp"
#include "subject.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>

namespace lt::conformance {
namespace {

namespace json = boost::json;
using plugin_host::CallError;
using plugin_host::OutRecord;
using plugin_testing::Bench;
using plugin_testing::RecordingReadSink;
using plugin_testing::RecordingWriteSink;

constexpr std::string_view contract = "broke the plugin contract";

// What a call threw; empty where it did not.
template <class Work>
std::optional<CallError> error_of(Work&& work) {
  try {
    work();
  } catch (const CallError& error) {
    return error;
  }
  return std::nullopt;
}

bool breaks_contract(const std::optional<CallError>& error) {
  return error && std::string_view(error->what()).find(contract) != std::string_view::npos;
}

Outcome opens_with_sample(const Subject& subject) {
  subject.bench()->open(subject.settings());
  return passed();
}

// Opens with settings that were held against no schema.
std::optional<CallError> open_unchecked(const Subject& subject, const std::string& settings) {
  Bench bench(subject.plugin());
  return error_of([&] { bench.open_unchecked(settings); });
}

Outcome refuses_wrong_settings(const Subject& subject) {
  const json::value schema = json::parse(subject.plugin()->settings_schema());
  std::vector<std::string> wrong = {"", "{", "[]", "\"text\"", "null"};
  if (const auto* required = schema.as_object().if_contains("required"); required && !required->as_array().empty()) {
    wrong.emplace_back("{}");
    const auto member = required->as_array().front().as_string();
    wrong.push_back(json::serialize(json::object{{member, json::array{1, json::object{}}}}));
  }
  for (const auto& settings : wrong) {
    const auto error = open_unchecked(subject, settings);
    if (!error) return failed("it opens with the settings '" + settings + "'");
    if (std::string_view(error->what()).find("gave no explanation") != std::string_view::npos) {
      return failed("it refuses the settings '" + settings + "' without an explanation");
    }
  }
  return passed();
}

std::size_t entries_of(const char* folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

Outcome leaves_nothing_behind(const Subject& subject) {
  const auto bench = subject.bench();
  const std::string settings = subject.settings();
  bench->open(settings);
  bench->close();
  const std::size_t files = entries_of("/proc/self/fd");
  const std::size_t threads = entries_of("/proc/self/task");
  for (int i = 0; i < 100; ++i) {
    bench->open(settings);
    bench->close();
  }
  if (entries_of("/proc/self/fd") > files) return failed("100 sessions leave open files behind");
  if (entries_of("/proc/self/task") > threads) return failed("100 sessions leave threads behind");
  return passed();
}

Outcome describes_streams(const Subject& subject) {
  const auto bench = subject.bench();
  bench->open(subject.settings());
  std::vector<plugin_host::StreamInfo> streams;
  const auto error = error_of([&] { streams = bench->session().streams({}); });
  if (breaks_contract(error)) return failed(error->what());
  if (error && error->kind() == ErrorKind::failed) return failed(error->what());
  if (error) return skipped("its streams depend on the system: " + std::string(error->what()));
  const bool may_have_none = (subject.plugin()->table().roles & (LT_ROLE_READ | LT_ROLE_WRITE)) == 0;
  return streams.empty() && !may_have_none ? failed("it has no stream") : passed();
}

// Calls check and every read while `stop` is asked, or is about to be; what is wrong, empty where nothing.
std::string fault_when_stopped(const Subject& subject, Bench& bench, std::stop_source& stop) {
  const auto start = std::chrono::steady_clock::now();
  const auto streams = subject.streams(bench);
  auto error = error_of([&] { bench.session().check(stop.get_token()); });
  for (const auto& stream : streams) {
    if (breaks_contract(error)) break;
    if (!stream.readable || !subject.plugin()->has_role(LT_ROLE_READ)) continue;
    RecordingReadSink sink;
    const bool asked_before = stop.stop_requested();
    error = error_of([&] { bench.session().read(stream.name, "", sink, stop.get_token()); });
    if (asked_before && !sink.records.empty()) return "read of " + stream.name + " emits after a stop";
  }
  if (breaks_contract(error)) return error->what();
  const bool quick = std::chrono::steady_clock::now() - start < std::chrono::seconds(2 * patience);
  return quick ? "" : "a stop takes longer than 2 s";
}

Outcome stops_at_once(const Subject& subject) {
  std::stop_source before;
  before.request_stop();
  const auto first = subject.bench();
  std::string fault = fault_when_stopped(subject, *first, before);
  if (!fault.empty()) return failed(fault);
  // A stop that comes while the system answers, from a system that answers for ever.
  std::stop_source during;
  const auto second = subject.bench();
  const auto endless = [&during](const plugin_testing::HttpRequest&) {
    during.request_stop();
    return plugin_testing::answer(503, "come again", {{"Retry-After", "1"}});
  };
  for (const char* method : {"GET", "POST"}) second->http.on(method, "/", endless);
  fault = fault_when_stopped(subject, *second, during);
  return fault.empty() ? passed() : failed(fault);
}

// Whether check() reaches the system by HTTP at all.
bool checks_over_http(const Subject& subject) {
  const auto bench = subject.bench();
  bench->open(subject.settings());
  error_of([&] { bench->session().check({}); });
  return !bench->http.requests().empty();
}

// What a failure of the system must become.
struct Fault {
  std::string_view name;
  int status;      // 0: no answer, for the reason `kind`
  ErrorKind kind;  // expected
};
constexpr Fault faults[] = {{"a refused connection", 0, ErrorKind::unavailable},
                            {"a certificate that is not trusted", 0, ErrorKind::misconfigured},
                            {"401", 401, ErrorKind::denied},
                            {"429", 429, ErrorKind::unavailable},
                            {"500", 500, ErrorKind::unavailable},
                            {"503", 503, ErrorKind::unavailable}};

void script(Bench& bench, const Fault& fault) {
  for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    if (fault.status == 0) {
      bench.http.on(method, "/",
                    [kind = fault.kind](const plugin_testing::HttpRequest&) -> plugin_testing::HttpResponse {
                      throw Error(kind, "scripted: no answer");
                    });
    } else {
      bench.http.on(method, "/", plugin_testing::answer(fault.status, "scripted", {{"Retry-After", "30"}}));
    }
  }
}

Outcome says_how_system_fails(const Subject& subject) {
  if (!checks_over_http(subject)) return skipped("it does not use HTTP");
  for (const Fault& fault : faults) {
    const auto bench = subject.bench();
    script(*bench, fault);
    bench->open(subject.settings());
    const auto error = error_of([&] { bench->session().check({}); });
    const std::string answer = std::string(fault.name) + " makes check ";
    if (!error) return failed(answer + "succeed");
    if (error->kind() != fault.kind) {
      return failed(answer + std::string(to_string(error->kind())) + " instead of " +
                    std::string(to_string(fault.kind)) + ": " + error->what());
    }
    if (fault.status == 429 && error->retry_after() != std::chrono::seconds(30)) {
      return failed("it forgets Retry-After of a 429");
    }
  }
  return passed();
}

Outcome survives_garbage(const Subject& subject) {
  const std::string deep(2000, '[');
  const std::string bodies[] = {"", "not json", "{", "null", "[]", R"({"data": 5})", "\xff\xfe", deep};
  for (const auto& body : bodies) {
    const auto bench = subject.bench();
    for (const char* method : {"GET", "POST"}) bench->http.on(method, "/", plugin_testing::json_answer(body));
    const auto streams = subject.streams(*bench);
    for (const auto& stream : streams) {
      RecordingReadSink sink;
      if (!stream.readable || !subject.plugin()->has_role(LT_ROLE_READ)) continue;
      try {
        bench->session().read(stream.name, "", sink, {});
      } catch (const CallError& error) {
        if (breaks_contract(error)) return failed(error.what());
      } catch (const std::exception&) {
        continue;  // the sink could not parse the page: in the hub that is the run's error
      }
    }
  }
  return passed();
}

Outcome settles_every_record(const Subject& subject) {
  if (!subject.plugin()->has_role(LT_ROLE_WRITE)) return skipped("it does not write");
  for (const int status : {200, 201, 400, 401, 404, 409, 422, 429, 500, 503, 0}) {
    const auto bench = subject.bench();
    script(*bench, {.name = "", .status = status, .kind = ErrorKind::unavailable});
    for (const auto& stream : subject.streams(*bench)) {
      if (!stream.writable) continue;
      const OutRecord record{.json = R"({"id": "1"})", .key = "1", .idempotency_key = "f:1:1", .remote_id = {}};
      OutRecord erased = record;
      erased.operation = plugin_host::Operation::erase;
      const OutRecord records[] = {record, record, erased};
      RecordingWriteSink sink;
      const auto error = error_of([&] { bench->session().write(stream.name, records, sink, {}); });
      const std::string where = "with " + std::to_string(status) + " for " + stream.name + ": ";
      if (breaks_contract(error)) return failed(where + error->what());
      const bool asked = !bench->http.requests().empty();
      if (status == 503 && asked && !sink.accepted.empty()) return failed(where + "it accepts what was refused");
    }
  }
  return passed();
}

bool may_change(const plugin_testing::HttpRequest& request) {
  if (request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS") return false;
  const std::string target = plugin_testing::target_of(request.url);
  const bool asks_for_token =
      request.method == "POST" &&
      (request.body.find("grant_type") != std::string::npos ||
       std::ranges::any_of(std::to_array<std::string_view>({"token", "login", "auth"}),
                           [&](std::string_view word) { return target.find(word) != std::string::npos; }));
  const bool is_soap = request.body.find("Envelope") != std::string::npos;
  return !asks_for_token && !is_soap;
}

Outcome check_changes_nothing(const Subject& subject) {
  const auto bench = subject.bench();
  script(*bench, {.name = "", .status = 200, .kind = ErrorKind::failed});
  const auto token = plugin_testing::json_answer(R"({"access_token": "t", "token": "t", "expires_in": 3600})");
  bench->http.on("POST", "/", token);
  bench->open(subject.settings());
  error_of([&] { bench->session().check({}); });
  for (const auto& request : bench->http.requests()) {
    if (may_change(request)) return failed("check sends " + request.method + " " + request.url);
  }
  return passed();
}

Outcome works_in_parallel(const Subject& subject) {
  std::vector<std::string> faults_of_threads(4);
  std::vector<std::thread> threads;
  threads.reserve(faults_of_threads.size());
  const auto work = [&subject](std::string& fault) {
    try {
      for (int i = 0; i < 10; ++i) {
        const auto bench = subject.bench();
        bench->open(subject.settings());
        const auto error = error_of([&] { bench->session().check({}); });
        if (breaks_contract(error)) fault = error->what();
      }
    } catch (const std::exception& error) {
      fault = error.what();
    }
  };
  for (auto& fault : faults_of_threads) threads.emplace_back(work, std::ref(fault));
  for (auto& thread : threads) thread.join();
  for (const auto& fault : faults_of_threads) {
    if (!fault.empty()) return failed(fault);
  }
  return passed();
}

}  // namespace

std::vector<Check> behaviour_checks() {
  return {{"it opens with its sample", opens_with_sample},
          {"wrong settings are refused with an explanation", refuses_wrong_settings},
          {"a hundred sessions leave no file and no thread behind", leaves_nothing_behind},
          {"its streams are well formed", describes_streams},
          {"it stops at once when it is told to", stops_at_once},
          {"each failure of the system gets the right status", says_how_system_fails},
          {"answers that make no sense do not crash it", survives_garbage},
          {"every record of a write gets one result", settles_every_record},
          {"check changes nothing", check_changes_nothing},
          {"sessions work in parallel", works_in_parallel}};
}

}  // namespace lt::conformance
