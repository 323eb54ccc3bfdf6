// How long map() takes for one record of W1, a thread: with google-benchmark, over the first pages of gen.py's folder.
#include "base/yaml.hpp"
#include "mapping/in_mapping.hpp"
#include "mapping/out_mapping.hpp"
#include "units/catalogue.hpp"

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

constexpr std::size_t padding = 64;

// Records of a page, found by brackets: W1 has no nested objects in its items.
std::vector<std::string> read_records(const std::string& folder) {
  std::vector<std::string> records;
  for (int page = 1; page <= 10; ++page) {
    std::ifstream in(folder + "/v1/records/" + std::to_string(page) + ".json", std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const std::string all = text.str();
    std::size_t at = all.find("\"items\":[");
    while (at != std::string::npos && (at = all.find('{', at)) != std::string::npos) {
      const std::size_t end = all.find('}', at) + 1;
      records.push_back(all.substr(at, end - at));
      records.back().reserve(records.back().size() + padding);
      at = end;
    }
  }
  return records;
}

struct Configuration {
  Configuration(const std::string& config, const std::string& data) {
    lt::Violations violations;
    model = lt::model::Model::load(config + "/model", violations);
    tables = lt::mapping::ReferenceTables::load(config + "/reference", violations);
    for (const char* name : {"/commune_map.tsv", "/vaccine_map.tsv"}) tables.add(data + name, violations);
    mapping = lt::mapping::InMapping::load(config + "/mappings/w1.yaml", {model, tables, &catalogue}, violations);
    violations.raise();
  }
  lt::units::Catalogue catalogue = lt::units::Catalogue::load(lt::units::Catalogue::default_path());
  lt::model::Model model;
  lt::mapping::ReferenceTables tables;
  std::shared_ptr<const lt::mapping::InMapping> mapping;
};

void map_records(benchmark::State& state, const std::string& shape, const std::string& data) {
  const Configuration configuration(LT_SOURCE_DIR "/tests/bench/config/" + shape, data);
  const std::vector<std::string> records = read_records(data);
  if (records.empty()) return state.SkipWithError("no pages; run ../shared/bench/gen.py first and name its folder");
  lt::mapping::InMapper mapper(configuration.mapping);
  lt::mapping::MappedRecord mapped;
  lt::Arena arena;
  std::size_t next = 0;
  std::int64_t dead = 0;
  for (auto _ : state) {
    if (next % 10'000 == 0) arena.clear();
    mapper.map(records[next % records.size()], "", 1'767'225'600'000, arena, mapped);
    dead += mapped.outcome != lt::mapping::Outcome::mapped ? 1 : 0;
    if (dead == 1 && !mapped.reasons.empty() && next < records.size()) {
      std::cerr << mapped.reasons.front().field << ": " << mapped.reasons.front().message << '\n';
      ++dead;
    }
    ++next;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next));
  state.counters["dead"] = static_cast<double>(dead);
}

// A dose with its person on its way to the citizens' app, by the shipped mapping.
void map_rows(benchmark::State& state) {
  lt::Violations violations;
  const std::string config = LT_SOURCE_DIR "/config";
  const auto catalogue = lt::units::Catalogue::load(lt::units::Catalogue::default_path());
  const auto model = lt::model::Model::load(config + "/model", violations);
  const auto tables = lt::mapping::ReferenceTables::load(config + "/reference", violations);
  const auto mapping = lt::mapping::OutMapping::load(config + "/mappings/citizen_app.immunizations.yaml",
                                                     {model, tables, &catalogue}, violations);
  violations.raise();
  const auto row = [&](const char* entity, const std::vector<std::pair<const char*, lt::model::Value>>& given) {
    std::vector<lt::model::Value> values(model.find(entity)->fields.size());
    for (const auto& [name, value] : given) {
      values[static_cast<std::size_t>(*model.find(entity)->field(name))] = value;
    }
    return values;
  };
  using lt::model::Value;
  const auto dose = row("immunization", {{"person", Value::integer(41)},
                                         {"vaccine_code", Value::text("COV-AZ")},
                                         {"disease", Value::text("COVID-19")},
                                         {"injected_on", Value::text("2021-08-01")},
                                         {"injected_at", Value::text("2021-08-01T09:30:00+07:00")},
                                         {"dose_number", Value::integer(2)},
                                         {"lot", Value::text("ABV1234")},
                                         {"facility_name", Value::text("Trạm Y tế phường Hàm Rồng")}});
  const auto person = row("person", {{"citizen_id", Value::text("999095000001")},
                                     {"full_name", Value::text("Nguyễn Văn An")},
                                     {"birth_date", Value::text("1995-05-04")},
                                     {"phone", Value::text("+84912345678")}});
  std::vector<std::span<const Value>> linked;
  for (const auto& path : mapping->reference_paths()) {
    linked.push_back(path.text == "person" ? std::span<const Value>(person) : std::span<const Value>());
  }
  lt::mapping::OutMapper mapper(mapping);
  lt::mapping::OutRecord out;
  lt::Arena arena;
  std::int64_t next = 0;
  for (auto _ : state) {
    if (next++ % 10'000 == 0) arena.clear();
    mapper.map({next, dose, linked}, 1'767'225'600'000, arena, out);
    if (out.outcome != lt::mapping::Outcome::mapped) return state.SkipWithError("the row was not mapped");
  }
  state.SetItemsProcessed(next);
}

// The floor: simdjson alone.
void parse_records(benchmark::State& state, const std::string& data) {
  const std::vector<std::string> records = read_records(data);
  if (records.empty()) return state.SkipWithError("no pages; run ../shared/bench/gen.py first and name its folder");
  simdjson::dom::parser parser;
  std::size_t next = 0;
  for (auto _ : state) {
    const std::string& record = records[next++ % records.size()];
    benchmark::DoNotOptimize(parser.parse(record.data(), record.size(), false).error());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next));
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::string data = argc > 1 ? argv[1] : "/tmp/w1";
  for (const char* shape : {"narrow", "full"}) {
    benchmark::RegisterBenchmark((std::string("map/") + shape).c_str(), map_records, std::string(shape), data);
  }
  benchmark::RegisterBenchmark("map/out", map_rows);
  benchmark::RegisterBenchmark("parse", parse_records, data);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
