// Promises of derive flows: what follows from the hub's rows stands beside them, and goes when it no longer follows.
#include "mapping/mappings.hpp"
#include "sync/derive_run.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace lt;
using namespace lt::sync;

namespace {

constexpr std::pair<const char*, const char*> files[] = {
    {"model/person.yaml", R"(
entity: person
fields:
  number: {type: text, class: open, required: true}
keys:
  - [number]
)"},
    {"model/sample.yaml", R"(
entity: sample
fields:
  code: {type: text, class: open, required: true}
  person: {to: person, class: open}
  result: {type: text, class: open}
  tested_on: {type: date, class: open}
  commune: {type: text, class: open}
keys:
  - [code]
)"},
    {"model/case.yaml", R"(
entity: case
fields:
  person: {to: person, required: true, class: open}
  sample: {to: sample, class: open}
  found_on: {type: date, class: open}
keys:
  - [person]
)"},
    {"model/notice.yaml", R"(
entity: notice
fields:
  case: {to: case, required: true, class: open}
  text: {type: text, class: open}
keys:
  - [case]
)"},
    {"model/total.yaml", R"(
entity: total
fields:
  commune: {type: text, required: true, class: open}
  tests: {type: integer, class: open}
  positive: {type: integer, class: open}
  last_on: {type: date, class: open}
keys:
  - [commune]
)"},
    {"mappings/samples.yaml", R"(
direction: in
record: {key: /code}
entities:
  - entity: sample
    fields: {code: /code, result: /result, tested_on: /on, commune: /commune, person: {entity: person}}
  - entity: person
    when: /number filled
    key: number
    fields: {number: /number}
)"},
    {"mappings/positive.yaml", R"(
direction: out
entity: sample
filter: result == positive and person filled
fields: {person: person, sample: $id, on: tested_on, number: {from: person.number, required: true}}
)"},
    {"mappings/case.yaml", R"(
direction: in
entities:
  - entity: case
    fields: {person: {row: /person}, sample: {row: /sample}, found_on: /on}
)"},
    {"mappings/cases.yaml", R"(
direction: out
entity: case
fields: {case: $id, text: 'person.number | prefix("F0 ")'}
)"},
    {"mappings/notice.yaml", R"(
direction: in
entities:
  - entity: notice
    fields: {case: {row: /case}, text: /text}
)"},
    {"mappings/total.yaml", R"(
direction: in
entities:
  - entity: total
    fields: {commune: /commune, tests: /tests, positive: /positive, last_on: /last_on}
)"},
    {"summaries/by_commune.yaml", R"(
summary: by_commune
entity: sample
filter: commune filled
by: {commune: commune}
measures: {tests: count, positive: {count_where: result == positive}, last_on: {max: tested_on}}
)"},
    {"summaries/by_week.yaml", R"(
summary: by_week
entity: sample
window: {of: tested_on, days: 7}
by: {commune: commune}
measures: {tests: count}
)"},
};

class Pages : public RecordSource {
 public:
  std::vector<std::string> records;
  void read(const std::string&, BatchCollector& into, const std::stop_token&) override {
    for (const auto& record : records) into.record(record, "");
  }
};

class Deriving {
 public:
  explicit Deriving(Milliseconds now = 1'790'000'000'000) : clock(now) {
    static std::atomic<int> number{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("lienthong_derive_" + std::to_string(getpid()) + "_" + std::to_string(number++));
    for (const auto& [name, text] : files) {
      std::filesystem::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name) << text;
    }
    model_ = model::Model::load(folder_ / "model", violations_);
    const mapping::Surroundings surroundings{model_, tables_, nullptr};
    mappings_ = mapping::Mappings::load(folder_ / "mappings", surroundings, violations_);
    summaries_ = mapping::load_summaries(folder_ / "summaries", surroundings, violations_);
    violations_.raise();
    store_.emplace(store::Store::open({.path = folder_ / "test.db"}, model_, clock));
  }
  ~Deriving() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  // "code:number:result:day:commune" each.
  RunResult test(const std::vector<std::string>& samples) {
    Pages pages;
    for (const auto& sample : samples) {
      std::istringstream parts(sample);
      std::string json = "{";
      for (const char* name : {"code", "number", "result", "on", "commune"}) {
        std::string part;
        std::getline(parts, part, ':');
        if (!part.empty()) json += (json.size() > 1 ? ",\"" : "\"") + std::string(name) + "\":\"" + part + "\"";
      }
      pages.records.push_back(json + "}");
    }
    clock.advance(1000);
    const FlowDefinition definition = flow("{flow: samples, direction: in, system: lab, stream: s, mapping: samples}");
    return run_records({definition, mappings_.in("samples"), pages}, *store_, clock, {.from_the_start = true}, {});
  }

  RunResult derive(const std::string& name, const std::string& from, const std::string& into, InRunOptions options = {},
                   const std::stop_token& stop = {}) {
    clock.advance(1000);
    const FlowDefinition definition =
        flow("{flow: " + name + ", direction: derive, from: " + from + ", mapping: " + into + "}");
    const bool summary = from.starts_with("summary.");
    const DeriveFlow derived{definition, mappings_.out(from),
                             summary ? summaries_.find(from.substr(8))->second : nullptr, mappings_.in(into)};
    return run_derived(derived, *store_, clock, options, stop);
  }
  DryRun rehearse_cases() {
    const FlowDefinition definition = flow("{flow: cases, direction: derive, from: positive, mapping: case}");
    return dry_run_derived({definition, mappings_.out("positive"), nullptr, mappings_.in("case")}, *store_, clock, 100,
                           10, {});
  }
  RunResult cases() { return derive("cases", "positive", "case"); }
  RunResult notices() { return derive("notices", "cases", "notice"); }
  RunResult totals() { return derive("totals", "summary.by_commune", "total"); }

  std::string dump(const std::string& entity) {
    std::ostringstream text;
    const std::array entities{store_->entity(entity)};
    store_->reader().dump(text, entities);
    return text.str();
  }
  std::int64_t count(const std::string& entity) { return store_->reader().count(store_->entity(entity)); }
  store::Store& store() { return *store_; }

  FixedClock clock;

 private:
  FlowDefinition flow(const std::string& text) {
    const FlowDefinition definition = FlowDefinition::read(YamlNode::parse(text, "flow", violations_));
    violations_.raise();
    return definition;
  }

  std::filesystem::path folder_;
  Violations violations_;
  model::Model model_;
  mapping::ReferenceTables tables_;
  mapping::Mappings mappings_;
  mapping::Summaries summaries_;
  std::optional<store::Store> store_;
};

}  // namespace

TEST_CASE("a positive test makes a case of the person, once, and explain names flow and row") {
  Deriving world;
  world.test({"S1:999001:positive:2021-08-01", "S2:999002:negative:2021-08-01", "S3:::"});
  const RunResult first = world.cases();
  CHECK(first.counts.read == 3);
  CHECK(first.counts.created == 1);
  CHECK(first.counts.filtered == 2);
  CHECK(first.counts.balanced(store::Direction::in));
  world.test({"S4:999001:positive:2021-08-02"});
  CHECK(world.cases().counts.updated == 1);
  CHECK(world.dump("case") == "# case\nperson\tsample\tfound_on\n999001\tS4\t2021-08-02\n");

  store::Reader reader = world.store().reader();
  const int entity = world.store().entity("case");
  lt::store::Rows rows;
  reader.page(entity, 0, 10, rows);
  const auto explained = reader.explain(entity, rows.rows.front().id);
  REQUIRE(explained->fields.front().winner);
  CHECK(explained->fields.front().winner->system == "lienthong");
  CHECK(explained->fields.front().winner->stream == "cases");
  CHECK(explained->fields.front().winner->key.starts_with("sample:"));

  CHECK(world.cases().counts.read == 0);
  world.test({"S1:999001:positive:2021-08-01"});
  CHECK(world.cases().counts.read == 0);
}

TEST_CASE("a test that turns out negative withdraws its case, and what followed from the case") {
  Deriving world;
  world.test({"S1:999001:positive:2021-08-01", "S2:999002:positive:2021-08-01"});
  world.cases();
  CHECK(world.notices().counts.created == 2);
  world.test({"S1:999001:negative:2021-08-01"});
  const RunResult result = world.cases();
  CHECK(result.counts.read == 1);
  CHECK(result.counts.updated == 1);
  CHECK(result.entities.at("case").removed == 1);
  CHECK(world.count("case") == 1);
  CHECK(world.notices().counts.balanced(store::Direction::in));
  CHECK(world.dump("notice") == "# notice\ncase\ttext\n999002\tF0 999002\n");
  CHECK(world.store().reader().check().problems.empty());
}

TEST_CASE("a case that two tests support stays while one of them is left") {
  Deriving world;
  world.test({"S1:999001:positive:2021-08-01", "S2:999001:positive:2021-08-03"});
  world.cases();
  world.test({"S2:999001:negative:2021-08-03"});
  CHECK(world.cases().counts.updated == 1);
  CHECK(world.dump("case") == "# case\nperson\tsample\tfound_on\n999001\tS1\t2021-08-01\n");
  CHECK(world.store().reader().check().problems.empty());
}

TEST_CASE("a rehearsal of a derive flow stores nothing") {
  Deriving world;
  world.test({"S1:999001:positive:2021-08-01"});
  const auto seq = world.store().reader().last_seq();
  const DryRun dry = world.rehearse_cases();
  CHECK(dry.result.counts.created == 1);
  REQUIRE(dry.samples.size() == 1);
  CHECK(dry.samples.front().outcome == "created");
  CHECK(world.store().reader().last_seq() == seq);
  CHECK(world.cases().counts.created == 1);
  world.test({"S1:999001:negative:2021-08-01"});
  CHECK(world.rehearse_cases().samples.front().outcome == "withdrawn");
  CHECK(world.count("case") == 1);
}

TEST_CASE("read from the start, a derive flow finds everything known and changes nothing") {
  Deriving world;
  world.test({"S1:999001:positive:2021-08-01", "S2:999002:negative:2021-08-01"});
  world.cases();
  const auto seq = world.store().reader().last_seq();
  const RunResult again = world.derive("cases", "positive", "case", {.from_the_start = true});
  CHECK(again.counts.unchanged == 1);
  CHECK(again.counts.filtered == 1);
  CHECK(world.store().reader().last_seq() == seq);
}

TEST_CASE("a derive run that is asked to stop is cancelled, not done, and the next one makes up for it") {
  Deriving world;
  world.test({"S1:999001:positive:2021-08-01:A", "S2:999002:positive:2021-08-04:A"});
  std::stop_source stop;
  stop.request_stop();
  for (const auto& [name, from, into] :
       {std::tuple{"cases", "positive", "case"}, std::tuple{"totals", "summary.by_commune", "total"}}) {
    INFO(name);
    CHECK(world.derive(name, from, into, {}, stop.get_token()).state == store::RunState::cancelled);
    CHECK(world.count(into) == 0);
    CHECK(world.derive(name, from, into).state == store::RunState::succeeded);
    CHECK(world.count(into) > 0);
  }
}

TEST_CASE("groups of a summary become rows, change with what they count and go when nothing supports them") {
  Deriving world;
  world.test({"S1:999001:positive:2021-08-01:A", "S2:999002:negative:2021-08-04:A", "S3:999003:negative:2021-08-02:B"});
  CHECK(world.totals().counts.created == 2);
  CHECK(world.dump("total") ==
        "# total\ncommune\ttests\tpositive\tlast_on\nA\t2\t1\t2021-08-04\nB\t1\t0\t2021-08-02\n");
  CHECK(world.totals().counts.read == 0);

  world.test({"S3:999003:negative:2021-08-02:A"});
  const RunResult moved = world.totals();
  CHECK(moved.counts.read == 2);
  CHECK(moved.counts.updated == 2);
  CHECK(moved.counts.balanced(store::Direction::in));
  CHECK(world.dump("total") == "# total\ncommune\ttests\tpositive\tlast_on\nA\t3\t1\t2021-08-04\n");
}

TEST_CASE("a window moves with the day even where nothing changed") {
  Deriving world(1'627'800'000'000);  // 2021-08-01
  world.test({"S1:999001:positive:2021-08-01:A"});
  CHECK(world.derive("week", "summary.by_week", "total").counts.created == 1);
  CHECK(world.derive("week", "summary.by_week", "total").counts.read == 0);
  world.clock.advance(7 * 86'400'000);
  CHECK(world.derive("week", "summary.by_week", "total").counts.updated == 1);
  CHECK(world.count("total") == 0);
}
