// The connector against its twin, over the hub's own HTTP client.
#include "population_bench.hpp"

#include <twins/population_citizens.hpp>
#include <twins/twins.hpp>

#include <chrono>
#include <set>

using lt::ErrorKind;
using lt::plugin_host::OutRecord;
using lt::twins::Citizens;
using lt::twins::Twins;
using Sink = lt::plugin_testing::RecordingReadSink;

namespace {

struct TwinBench : PopulationBench {
  static constexpr std::uint64_t people = 200;
  Twins twins{{.records = 10, .people = people, .cases_a_day = 1}};
  Citizens citizens{38, people};

  TwinBench() {
    const std::string url = twins.url("population");
    open_for_real(
        "{url: '" + url +
        "', user: thanh_hoa, secret: s, api_key: k, client: VN/GOV/H56, vaccinations: {size: 50, source_type: "
        "LGSP, source_username: th}, health: {url: '" +
        url + "', token: t, declarations: {size: 5}}}");
  }

  static std::set<std::string> keys(const Sink& sink) {
    std::set<std::string> found;
    for (const auto& record : sink.records) found.insert(record.key);
    return found;
  }
  // A citizen of whom nothing is wrong.
  lt::twins::Person someone() const {
    for (std::size_t citizen = 0; citizen < citizens.size(); ++citizen)
      if (!citizens.fault(citizen) && !citizens.person(citizen).old_id.empty()) return citizens.person(citizen);
    throw std::logic_error("the world has nobody to ask for");
  }
};

std::string question(const lt::twins::Person& of, const std::string& name) {
  const auto number = of.birth;
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{number}}};
  return R"({"citizen_id":")" + of.citizen_id + R"(","full_name":")" + name + R"(","birth_date":")" +
         std::to_string(static_cast<int>(day.year())) + "\"}";
}

}  // namespace

TEST_CASE_METHOD(TwinBench,
                 "the twin's citizens are read whole, the broken one apart, and then only those that change") {
  session().check({});
  const Sink sink = read();
  std::size_t broken = 0;
  for (std::size_t citizen = 0; citizen < citizens.size(); ++citizen)
    broken += citizens.fault(citizen) == lt::twins::CitizenFault::broken_body ? 1 : 0;
  CHECK(sink.records.size() + sink.rejects.size() == citizens.size());
  CHECK(sink.rejects.size() == broken);

  // The twin changes one in a hundred at the time of the day; the next window reaches far beyond it.
  twins.command("population", "POST", "/twin/advance");
  clock.advance(lt::Milliseconds{100} * 365 * 86'400'000);
  const auto changed = read(sink.states.back());
  CHECK(changed.records.size() == (citizens.size() + 99) / 100);
  CHECK(keys(changed) == std::set{changed.records.at(0).key, changed.records.back().key});
}

TEST_CASE_METHOD(TwinBench, "a citizen is found by number, name without regard to marks, and birth, and verified") {
  const auto person = someone();
  const auto found = session().call("look_up_citizen", question(person, person.name), {});
  CHECK_THAT(found, Catch::Contains(R"("found":true)") && Catch::Contains(person.citizen_id));
  CHECK_THAT(session().call("look_up_citizen", question(person, "Không Phải"), {}),
             Catch::Contains(R"("found":false)"));
  CHECK(session().call("verify_citizen",
                       R"({"old_citizen_id":")" + person.old_id + R"(","full_name":")" + person.name + "\"}",
                       {}) == R"({"exists":true})");
  give_secret("k", "wrong");
  open_for_real("{url: '" + twins.url("population") + "', user: thanh_hoa, secret: s, api_key: k, client: x}");
  const auto refused = call_error("look_up_citizen", question(person, person.name));
  REQUIRE(refused);
  CHECK(refused->kind() == ErrorKind::denied);
}

TEST_CASE_METHOD(TwinBench, "a wrong secret is denied before anything is read") {
  give_secret("s", "wrong");
  open_for_real("{url: '" + twins.url("population") + "', user: thanh_hoa, secret: s}");
  Sink sink;
  const auto error = read_error(sink);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::denied);
}

TEST_CASE_METHOD(TwinBench, "declarations and passes are read by page, each pass ends three days after it was issued") {
  const Sink declarations = read("", "declarations");
  const Sink passes = read("", "passes");
  CHECK(declarations.records.size() > passes.records.size() / 2);
  REQUIRE_FALSE(passes.records.empty());
  CHECK_THAT(passes.records[0].json, Catch::Contains("issuedAt"));
  CHECK(keys(passes).size() == passes.records.size());
}

TEST_CASE_METHOD(TwinBench, "confirmations are taken once each, those that lack their declaration are refused alone") {
  const std::vector<OutRecord> records{
      {.json = R"({"declarationId":"KB1"})", .key = "KB1", .idempotency_key = "a", .remote_id = {}},
      {.json = R"({"citizen":"x"})", .key = "KB2", .idempotency_key = "b", .remote_id = {}}};
  for (int repeat = 0; repeat < 2; ++repeat) {
    lt::plugin_testing::RecordingWriteSink sink;
    session().write("confirmations", records, sink, {});
    CHECK(sink.accepted.count(0) == 1);
    CHECK(sink.rejected.at(1).reject_class == lt::plugin_host::RejectClass::permanent);
  }
  CHECK_THAT(twins.state("population"), Catch::Contains(R"("held":1)") && Catch::Contains(R"("repeated":1)"));
}

TEST_CASE_METHOD(TwinBench, "faults of the twin end the read with the right kind, and the next one loses nothing") {
  struct Fault {
    const char* words;
    ErrorKind kind;
  };
  const Fault faults[] = {{"kind=503", ErrorKind::unavailable},
                          {"kind=429", ErrorKind::unavailable},
                          {"kind=500", ErrorKind::unavailable},
                          {"kind=cut", ErrorKind::unavailable},
                          {"kind=truncate", ErrorKind::unavailable},
                          {"kind=repeat_page", ErrorKind::unavailable},
                          {"kind=soap_fault", ErrorKind::unavailable},
                          {"kind=401", ErrorKind::denied},
                          {"kind=403", ErrorKind::denied},
                          {"kind=404", ErrorKind::misconfigured},
                          {"kind=doctype", ErrorKind::failed},
                          {"kind=wrong_namespace", ErrorKind::failed},
                          {"kind=bomb", ErrorKind::failed}};
  const auto whole = keys(read());
  for (const auto& fault : faults) {
    INFO(fault.words);
    twins.fault("population", "path=/dancuquocgia;after=2;count=1;" + std::string(fault.words));
    Sink first;
    const auto error = read_error(first);
    twins.clear_faults("population");
    REQUIRE(error);
    CHECK(error->kind() == fault.kind);
    REQUIRE(first.states.size() == 2);
    auto seen = keys(read(first.states.back()));
    for (const auto& key : keys(first)) seen.insert(key);
    CHECK(seen == whole);
  }
}

TEST_CASE_METHOD(TwinBench, "what an answer may look like without being wrong changes nothing") {
  const auto whole = keys(read());
  for (const char* kind : {"other_prefix", "plain_body", "reorder", "slow;ms=10"}) {
    INFO(kind);
    twins.fault("population", "path=/dancuquocgia;count=3;kind=" + std::string(kind));
    const Sink sink = read();
    twins.clear_faults("population");
    CHECK(keys(sink) == whole);
  }
}

TEST_CASE_METHOD(TwinBench, "one citizen's broken bytes or Body are one rejected record more") {
  const auto undisturbed = read();
  for (const char* kind : {"broken_body", "bad_utf8"}) {
    INFO(kind);
    twins.fault("population", "path=/dancuquocgia;count=1;record=3;kind=" + std::string(kind));
    const Sink sink = read();
    twins.clear_faults("population");
    CHECK(sink.rejects.size() == undisturbed.rejects.size() + 1);
    CHECK(sink.records.size() == undisturbed.records.size() - 1);
  }
}
