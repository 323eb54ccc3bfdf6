// Promises of what the numbers say: health, freshness, balance, verdict.
#include "report/sync_status.hpp"

#include "sample.hpp"

#include <catch2/catch.hpp>

using namespace lt::report;
using lt::Milliseconds;
using lt::store::RunState;

namespace {

FlowFacts healthy() {
  FlowFacts facts = portal_flow();
  facts.letters.clear();
  facts.oldest_letter.reset();
  return facts;
}

FlowStatus status_of(const FlowFacts& facts) {
  return compute({.period = {0, morning}, .now = morning, .flows = {facts}}).flows.at(0);
}

}  // namespace

TEST_CASE("a flow that succeeded within its promise is well, and the verdict is good only with nothing waiting") {
  auto facts = healthy();
  CHECK(status_of(facts).health == Health::ok);
  CHECK(compute({{}, morning, {facts}}).verdict == Verdict::good);
  facts.pending = 1;
  CHECK(compute({{}, morning, {facts}}).verdict == Verdict::attention);
  facts.pending = 0;
  facts.letters = {{facts.flow, "missing", 1}};
  CHECK(compute({{}, morning, {facts}}).verdict == Verdict::attention);
}

TEST_CASE("a success older than the promise is late, also where the last run went through long ago") {
  auto facts = healthy();
  facts.last_success = morning - 24 * hour;
  CHECK(status_of(facts).health == Health::ok);
  facts.last_success = morning - 24 * hour - 1;
  CHECK(status_of(facts).health == Health::late);
  CHECK(status_of(facts).promise_kept == false);
  facts.fresh_within = 0;
  CHECK(status_of(facts).health == Health::ok);
  CHECK_FALSE(status_of(facts).promise_kept.has_value());
}

TEST_CASE("a flow whose last run failed or broke off is failing, with the reason") {
  for (const RunState state : {RunState::failed, RunState::interrupted}) {
    auto facts = healthy();
    facts.last_run = run_of(facts.flow, state, morning, "503 from the portal");
    CHECK(status_of(facts).health == Health::failing);
    CHECK(status_of(facts).message == "503 from the portal");
  }
}

TEST_CASE("a run that goes on or was cancelled leaves the judgement to freshness") {
  for (const RunState state : {RunState::running, RunState::cancelled}) {
    auto facts = healthy();
    facts.last_run = run_of(facts.flow, state, morning);
    CHECK(status_of(facts).health == Health::ok);
    facts.last_success.reset();
    CHECK(status_of(facts).health == Health::late);
  }
}

TEST_CASE("a paused flow says so whatever its runs did") {
  auto facts = healthy();
  facts.last_run = run_of(facts.flow, RunState::failed, morning, "401");
  facts.paused_because = "denied: 401 from the token endpoint";
  CHECK(status_of(facts).health == Health::paused);
  CHECK(status_of(facts).message == "denied: 401 from the token endpoint");
  facts.paused_because.clear();
  facts.paused = true;
  CHECK(status_of(facts).health == Health::paused);
}

TEST_CASE("a flow that never ran is neither well nor late") {
  auto facts = healthy();
  facts.last_run.reset();
  facts.last_success.reset();
  facts.totals = {};
  CHECK(status_of(facts).health == Health::never_run);
  CHECK(compute({{}, morning, {facts}}).verdict == Verdict::trouble);
}

TEST_CASE("a ledger that does not balance outweighs everything") {
  auto facts = healthy();
  facts.totals.counts.created -= 1;
  CHECK(status_of(facts).health == Health::failing);
  CHECK(compute({{}, morning, {facts}}).verdict == Verdict::unbalanced);
  facts = healthy();
  facts.totals.unbalanced = 2;  // two runs whose errors cancel out in the sum
  CHECK_FALSE(status_of(facts).balanced);
  CHECK(compute({{}, morning, {healthy(), facts}}).verdict == Verdict::unbalanced);
}

TEST_CASE("totals are the sums of the flows, in and out apart") {
  const auto status = compute(night());
  CHECK(status.counts_in.read == 1'235'567);
  CHECK(status.counts_in.dead == 2'550);
  CHECK(status.counts_out.due == 214'000);
  CHECK(status.waiting_letters == 2'580);
  CHECK(status.pending == 120);
  CHECK(status.by_health.at(Health::ok) == 2);
  CHECK(status.by_health.at(Health::failing) == 1);
  CHECK(status.verdict == Verdict::trouble);
}

TEST_CASE("reasons come with the most frequent first and name who must act") {
  const auto status = compute(night());
  REQUIRE(status.reasons.size() == 5);
  CHECK(status.reasons[0].code == "bad_citizen_number");
  CHECK(status.reasons[0].actor == lt::mapping::Actor::source);
  CHECK(status.reasons[0].responsible.vi == "Trung tâm Kiểm soát bệnh tật tỉnh");
  CHECK(status.reasons[1].code == "unknown_vaccine");
  CHECK(status.reasons[1].actor == lt::mapping::Actor::hub);
}

TEST_CASE("a clock behind the last success gives no negative age") {
  auto facts = healthy();
  facts.last_success = morning + hour;
  CHECK(status_of(facts).age == 0);
}

TEST_CASE("a flow that takes what its system sends is well before the first came and after a run that was cut off") {
  auto facts = healthy();
  facts.receives = true;
  facts.last_run->state = RunState::interrupted;
  CHECK(status_of(facts).health == Health::ok);
  facts.last_run.reset();
  CHECK(status_of(facts).health == Health::never_run);  // it was promised that something comes
  facts.fresh_within = 0;
  CHECK(status_of(facts).health == Health::ok);
}

TEST_CASE("what a watch has found asks for attention, and nothing found does not") {
  ReportSource source{.period = {}, .now = morning, .flows = {healthy()}, .watches = {}};
  source.watches = {{"late_reports", {"Phản ánh quá hạn", "Late reports"}, 0, {}}};
  CHECK(compute(source).verdict == Verdict::good);
  source.watches[0].count = 3;
  source.watches[0].groups = {{"UBND xã", 2}, {"Sở Y tế", 1}};
  CHECK(compute(source).verdict == Verdict::attention);
  CHECK(compute(source).watches[0].count == 3);
}
