// How fast the store takes W1 from memory: maps batch by batch, and times absorb and commit alone.
#include "base/yaml.hpp"
#include "mapping/in_mapping.hpp"
#include "store/store.hpp"
#include "units/catalogue.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

// Wall and this thread's processor time together: on a busy machine only the second can be compared.
struct Moment {
  double wall = 0;
  double cpu = 0;

  static Moment now() {
    timespec cpu_time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu_time);
    return {std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(),
            static_cast<double>(cpu_time.tv_sec) + static_cast<double>(cpu_time.tv_nsec) / 1e9};
  }
};

struct Spent {
  double wall = 0;
  double cpu = 0;

  void since(const Moment& begin) {
    const Moment end = Moment::now();
    wall += end.wall - begin.wall;
    cpu += end.cpu - begin.cpu;
  }
};

std::ostream& operator<<(std::ostream& out, const Spent& spent) {
  return out << spent.wall << " s (cpu " << spent.cpu << ")";
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

long peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// Records of a page, found by brackets: W1 has no nested objects in its items. Each ends with room for simdjson.
void read_records(const std::string& file, std::deque<std::string>& records) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  const std::string all = text.str();
  std::size_t at = all.find("\"items\":[");
  while (at != std::string::npos && (at = all.find('{', at)) != std::string::npos) {
    const std::size_t end = all.find('}', at) + 1;
    records.emplace_back();
    records.back().reserve(end - at + 64);
    records.back() = all.substr(at, end - at);
    at = end;
  }
}

class Pass {
 public:
  Pass(lt::store::Store& store, const std::shared_ptr<const lt::mapping::InMapping>& mapping)
      : store_(store), mapper_(mapping), reader_(store.reader()), entity_(store.entity(mapping->primary().name)) {}

  // One version of W1 in batches of so many pages; with `skip`, records of a known hash are left out as the hub does.
  void run(const std::string& folder, int pages_a_batch, bool skip) {
    const double cpu = cpu_seconds();
    for (int page = 1; page <= 200; page += pages_a_batch) {
      raw_.clear();
      for (int p = page; p < page + pages_a_batch; ++p)
        read_records(folder + "/records/" + std::to_string(p) + ".json", raw_);
      map(skip);
      store();
    }
    std::cout << folder << ": " << total_ << " records; known " << knowing_ << ", absorb " << absorbing_ << ", commit "
              << committing_ << ": " << static_cast<long>(total_ / (absorbing_.cpu + committing_.cpu))
              << " records a cpu second in absorb and commit; created " << created_ << ", updated " << updated_
              << ", cpu " << cpu_seconds() - cpu << " s, peak " << peak_mb() << " MB\n";
  }

 private:
  void map(bool skip) {
    arena_.clear();
    mapped_.resize(raw_.size());
    incoming_.clear();
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      mapper_.map(raw_[i], "", 1'767'225'600'000, arena_, mapped_[i]);
      keys.push_back(mapped_[i].record_key);
    }
    const auto begin = Moment::now();
    reader_.known({"w1", "records"}, entity_, keys, known_);
    knowing_.since(begin);
    for (std::size_t i = 0; i < raw_.size(); ++i)
      if (!skip || !known_[i].found || known_[i].hash != mapped_[i].hash) incoming_.push_back({mapped_[i].entities});
    total_ += static_cast<double>(raw_.size());
  }

  void store() {
    const auto begin = Moment::now();
    auto transaction = store_.begin();
    const auto absorbed = transaction.absorb(1, {"w1", "records"}, incoming_);
    absorbing_.since(begin);
    const auto absorbed_at = Moment::now();
    transaction.commit();
    committing_.since(absorbed_at);
    for (const auto effect : absorbed.records) {
      created_ += effect == lt::store::Effect::created;
      updated_ += effect == lt::store::Effect::updated;
    }
  }

  lt::store::Store& store_;
  lt::mapping::InMapper mapper_;
  lt::store::Reader reader_;
  int entity_;
  lt::Arena arena_;
  std::deque<std::string> raw_;
  std::vector<lt::mapping::MappedRecord> mapped_;
  std::vector<lt::store::Incoming> incoming_;
  std::vector<lt::store::Known> known_;
  Spent knowing_, absorbing_, committing_;
  double total_ = 0;
  long created_ = 0, updated_ = 0;
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 4) {
    std::cerr << "usage: store_bench narrow|full W1_FOLDER STORE [PAGES_A_BATCH]\n";
    return 2;
  }
  const std::string config = std::string(LT_SOURCE_DIR) + "/tests/bench/config/" + argv[1];
  const std::string data = argv[2];
  const int pages = argc > 4 ? std::atoi(argv[4]) : 10;
  lt::Violations violations;
  const auto model = lt::model::Model::load(config + "/model", violations);
  auto tables = lt::mapping::ReferenceTables::load(config + "/reference", violations);
  for (const char* name : {"/commune_map.tsv", "/vaccine_map.tsv"}) tables.add(data + name, violations);
  const auto catalogue = lt::units::Catalogue::load(lt::units::Catalogue::default_path());
  const auto mapping =
      lt::mapping::InMapping::load(config + "/mappings/w1.yaml", {model, tables, &catalogue}, violations);
  violations.raise();
  const lt::SystemClock clock;
  auto store = lt::store::Store::open({argv[3]}, model, clock);
  Pass(store, mapping).run(data + "/v1", pages, true);
  Pass(store, mapping).run(data + "/v1", pages, true);
  Pass(store, mapping).run(data + "/v2", pages, true);
  std::ofstream dump(std::string(argv[3]) + ".dump");
  store.reader().dump(dump);
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
