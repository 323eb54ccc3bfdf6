// How fast persons are matched: many at once, and one among many. `match_bench bulk 100000`, `match_bench place
// 4000000`.
#include "base/yaml.hpp"
#include "identity/estimate.hpp"
#include "identity/evaluation.hpp"
#include "identity/linker.hpp"
#include "identity/person_index.hpp"
#include "identity/preparation.hpp"
#include "twins/noisy_people.hpp"
#include "units/catalogue.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>

namespace {

using namespace lt::identity;

// Of this process: on a busy machine only this can be compared.
double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

long peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

double lap(const char* what, double since) {
  const double now = cpu_seconds();
  std::cout << what << ' ' << now - since << " s of one core, peak " << peak_mb() << " MB\n" << std::flush;
  return cpu_seconds();
}

class People {
 public:
  People(const LinkageModel& model, std::uint64_t people)
      : options_{.people = people},
        units_(lt::units::Catalogue::load(LT_BUILD_DIR "/share/units.tsv")),
        preparation_(model,
                     {"full_name", "birth_date", "sex", "citizen_id", "old_citizen_id", "insurance_number", "phone",
                      "old_commune_code", "commune_code", "address", "guardian", "person"},
                     {entities_, tables_, &units_, nullptr}, violations_) {
    violations_.raise();
  }

  std::uint64_t records() const { return lt::twins::noisy_count(options_); }
  std::span<const std::string_view> values(std::uint64_t record) {
    const lt::twins::NoisyPerson person = lt::twins::noisy_person(options_, record);
    person_ = person.person;
    texts_ = {person.full_name,  person.birth_date,       person.sex,
              person.citizen_id, person.old_citizen_id,   person.insurance_number,
              person.phones,     person.old_commune_code, "",
              person.address,    person.guardian,         std::to_string(person.person)};
    return preparation_.prepare(texts_);
  }
  std::uint64_t person() const { return person_; }  // of the values given last
  const lt::twins::NoisyOptions& options() const { return options_; }

 private:
  lt::twins::NoisyOptions options_;
  lt::model::Model entities_;
  lt::mapping::ReferenceTables tables_;
  lt::units::Catalogue units_;
  lt::Violations violations_;
  Preparation preparation_;
  std::vector<std::string> texts_;
  std::uint64_t person_ = 0;
};

// Table and index of `count` records, every so many-th of all.
struct Loaded {
  RecordTable table;
  BlockIndex index;
  std::vector<RecordNumber> truth;

  Loaded(const LinkageModel& model, People& people, std::uint64_t count) : table(model) {
    BlockKeys keys(model);
    for (std::uint64_t i = 0; i < count; ++i) {
      const RecordNumber record = table.add(people.values(i * people.records() / count));
      index.add(record, keys.of(table, table.view(record)));
      truth.push_back(static_cast<RecordNumber>(people.person()));
    }
  }
};

void bulk(const LinkageModel& model, std::uint64_t count) {
  People people(model, count);
  double since = cpu_seconds();
  const Loaded loaded(model, people, people.records());
  std::cout << loaded.table.size() << " records\n";
  since = lap("made, read and indexed", since);
  const Comparer comparer(loaded.table);
  const Estimate made = estimate(loaded.table, loaded.index, comparer);
  since = lap("weights estimated", since);
  const Weights weights(model, made.shares, static_cast<double>(loaded.table.size()));
  const Links links = find_links(loaded.table, loaded.index, comparer, weights, bits_of(model.ask_at));
  std::cout << links.pairs << " pairs weighed, " << links.passed_over << " blocks passed over\n";
  since = lap("linked", since);
  const Grouping grouping =
      group(loaded.table, comparer, weights, links, bits_of(model.merge_at), bits_of(model.apart_below));
  lap("grouped", since);
  const Quality quality = quality_of(grouping.group_of, loaded.truth);
  std::cout << "precision " << quality.precision() << " recall " << quality.recall() << " F1 " << quality.f1() << '\n';
}

// The doubles are placed among all persons, each of whom is there once.
void place(const LinkageModel& model, std::uint64_t count) {
  People people(model, count);
  Shares shares;
  {
    const Loaded sample(model, people, std::min<std::uint64_t>(people.records(), 100'000));
    const Comparer comparer(sample.table);
    // Of a sample that holds few of the doubles the weights are right, the number of matches is not.
    shares = estimate(sample.table, sample.index, comparer).shares;
    shares.matches_per_record = 0.1;
    shares.household_per_record = 0.3;
  }
  PersonIndex index(model, shares);
  index.reserve(count);
  double since = cpu_seconds();
  for (std::uint64_t i = 0; i < count; ++i) index.add(static_cast<RowNumber>(i) + 1, people.values(i));
  lap("indexed", since);

  std::vector<double> times;
  std::uint64_t right = 0, wrong = 0, asked = 0, weighed = 0;
  const std::uint64_t tried = std::min<std::uint64_t>(people.records() - count, 20'000);
  for (std::uint64_t i = 0; i < tried; ++i) {
    const auto values = people.values(count + i);
    since = cpu_seconds();
    const Placement placed = index.place(values);
    times.push_back((cpu_seconds() - since) * 1000);
    const auto row = static_cast<RowNumber>(people.person()) + 1;
    weighed += placed.weighed;
    asked += placed.verdict == Verdict::ask ? 1 : 0;
    right += placed.row == row ? 1 : 0;
    wrong += placed.row && *placed.row != row ? 1 : 0;
  }
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (const double time : times) sum += time;
  std::cout << tried << " placed among " << count << ": mean " << sum / static_cast<double>(tried)
            << " ms, 99 of 100 under " << times[tried * 99 / 100] << " ms, longest " << times.back() << " ms; "
            << weighed / tried << " weighed each; " << right << " right, " << asked << " asked, " << wrong
            << " wrong; peak " << peak_mb() << " MB\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 2 ? argv[1] : "";
  if (what != "bulk" && what != "place") {
    std::cerr << "match_bench bulk PEOPLE, or match_bench place PEOPLE\n";
    return 2;
  }
  try {
    lt::Violations violations;
    const LinkageModel model = LinkageModel::load(LT_SOURCE_DIR "/config/identity/person.yaml", violations);
    violations.raise();
    const auto count = std::strtoull(argv[2], nullptr, 10);
    what == "bulk" ? bulk(model, count) : place(model, count);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
