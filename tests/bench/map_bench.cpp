// How long map() takes for one record of W1, a thread: with google-benchmark, over the first pages of gen.py's folder.
#include "base/yaml.hpp"
#include "mapping/in_mapping.hpp"
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
  benchmark::RegisterBenchmark("parse", parse_records, data);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
