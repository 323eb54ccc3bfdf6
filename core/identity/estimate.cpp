// Expectation and maximisation over counted patterns.
#include "identity/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace lt::identity {
namespace {

using Table = std::vector<std::vector<double>>;  // by comparison and level

constexpr double pseudo_pairs = 0.5;  // of each level, so that none is impossible
constexpr double at_rest = 1e-6;      // greatest change of a share

struct Counted {
  std::uint64_t pattern;
  double pairs;
};

class Estimator {
 public:
  Estimator(const RecordTable& table, const BlockIndex& index, const Comparer& comparer, const EstimateOptions& options)
      : table_(table), index_(index), comparer_(comparer), options_(options), model_(table.model()) {
    const auto records = static_cast<double>(table.size());
    all_pairs_ = std::max(records * (records - 1) / 2, 1.0);
  }

  Estimate run() {
    count_all();
    count_candidates();
    begin();
    Estimate made;
    for (made.rounds = 1; made.rounds <= options_.rounds; ++made.rounds) {
      const Shares before = shares_;
      step();
      if (change(before) < at_rest) {
        made.settled = true;
        break;
      }
    }
    made.shares = shares_;
    made.shares.matches_per_record = pairs_[0] * 2 / static_cast<double>(table_.size());
    made.shares.household_per_record = pairs_[1] * 2 / static_cast<double>(table_.size());
    made.candidate_pairs = counted_;
    return made;
  }

 private:
  Table empty_table() const {
    Table made;
    for (const Comparison& comparison : model_.comparisons) made.emplace_back(comparison.levels.size(), 0.0);
    return made;
  }

  void check_stop() const {
    if (options_.stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while weights were estimated");
  }

  // Levels over all pairs of records: every pair, or pairs drawn by a generator of fixed seed (splitmix64).
  void count_all() {
    all_ = empty_table();
    double drawn = 0;
    const auto size = static_cast<RecordNumber>(table_.size());
    const auto note = [&](RecordNumber a, RecordNumber b) {
      Pattern pattern;
      comparer_.compare(table_.view(a), table_.view(b), pattern);
      for (std::size_t c = 0; c < all_.size(); ++c) {
        if (pattern.level[c] != missing) all_[c][pattern.level[c]] += 1;
      }
      ++drawn;
    };
    if (all_pairs_ <= static_cast<double>(options_.random_pairs)) {
      for (RecordNumber a = 1; a < size; ++a) {
        for (RecordNumber b = 0; b < a; ++b) note(a, b);
      }
    } else {
      std::uint64_t state = 1;
      const auto draw = [&] {
        std::uint64_t x = state += 0x9e3779b97f4a7c15ULL;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        return static_cast<RecordNumber>(((x ^ (x >> 31)) >> 32) * size >> 32);
      };
      for (std::uint64_t i = 0; i < options_.random_pairs; ++i) {
        const RecordNumber a = draw(), b = draw();
        if (a != b) note(a, b);
        if (i % 100'000 == 0) check_stop();
      }
    }
    const double scale = all_pairs_ / std::max(drawn, 1.0);
    for (std::size_t c = 0; c < all_.size(); ++c) {
      for (double& pairs : all_[c]) pairs *= scale;
      count_equals(c);
    }
  }

  // Where the first level is equality of one value, its pairs are known without drawing any: identifiers are too rare
  // for a sample.
  void count_equals(std::size_t c) {
    const auto& first = model_.comparisons[c].levels.front().terms;
    if (first.size() > 1 || first.front().agreement->holds != nullptr) return;
    const Vocabulary& vocabulary = table_.vocabulary(first.front().field);
    const auto filled = static_cast<double>(vocabulary.total());
    all_[c][0] = vocabulary.chance_of_equals() * filled * (filled - 1) / 2;
  }

  void count_candidates() {
    std::unordered_map<std::uint64_t, double> patterns;
    BlockKeys keys(model_);
    std::vector<RecordNumber> found;
    const auto size = static_cast<RecordNumber>(table_.size());
    // How many pairs there are is guessed from a few thousand records.
    std::uint64_t guessed = 0;
    const RecordNumber guess_every = std::max<RecordNumber>(1, size / 4096);
    for (RecordNumber a = 0; a < size; a += guess_every) {
      index_.find(keys.of(table_, table_.view(a)), model_, a, found);
      guessed += found.size() * guess_every;
    }
    const auto every = static_cast<RecordNumber>(guessed / std::max<std::uint64_t>(options_.candidate_pairs, 1) + 1);
    for (RecordNumber a = 0; a < size; a += every) {
      index_.find(keys.of(table_, table_.view(a)), model_, a, found);
      for (const RecordNumber b : found) {
        Pattern pattern;
        comparer_.compare(table_.view(a), table_.view(b), pattern);
        patterns[packed(pattern, all_.size())] += every;
      }
      counted_ += found.size();
      if (a % 4096 < every) check_stop();
    }
    for (const auto& [pattern, pairs] : patterns) candidates_.push_back({pattern, pairs});
    // Sums of floating point go by the order; this one is the same everywhere.
    std::sort(candidates_.begin(), candidates_.end(), [](auto& a, auto& b) { return a.pattern < b.pattern; });
  }

  // Matches agree as a rule, in the surest level most; a household agrees in what is said to be shared, otherwise as
  // strangers do.
  void begin() {
    shares_.of[0] = shares_.of[1] = shares_.of[2] = empty_table();
    for (std::size_t c = 0; c < all_.size(); ++c) {
      const std::size_t levels = all_[c].size();
      set_strangers(c, nullptr, nullptr);
      for (std::size_t l = 0; l < levels; ++l) {
        const bool last = l + 1 == levels;
        const double rest = 0.15 / static_cast<double>(std::max<std::size_t>(levels - 2, 1));
        const double agreeing = l == 0 ? (levels > 2 ? 0.8 : 0.95) : last ? 0.05 : rest;
        shares_.of[0][c][l] = agreeing;
        const double stranger = shares_.of[2][c][l];
        shares_.of[1][c][l] =
            model_.comparisons[c].shared ? 0.7 * agreeing + 0.3 * stranger : 0.1 * agreeing + 0.9 * stranger;
      }
    }
    const auto records = static_cast<double>(table_.size());
    pairs_[0] = std::min(records / 10, all_pairs_ / 4);
    pairs_[1] = model_.households ? std::min(records, all_pairs_ / 4) : 0;
  }

  void set_strangers(std::size_t c, const std::vector<double>* matches, const std::vector<double>* household) {
    double sum = 0;
    auto& shares = shares_.of[2][c];
    for (std::size_t l = 0; l < shares.size(); ++l) {
      const double known = (matches != nullptr ? (*matches)[l] : 0) + (household != nullptr ? (*household)[l] : 0);
      shares[l] = std::max(all_[c][l] - known, 0.0) + pseudo_pairs;
      sum += shares[l];
    }
    for (double& share : shares) share /= sum;
  }

  void step() {
    std::array<Table, kinds> logs;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      logs[kind] = shares_.of[kind];
      for (auto& levels : logs[kind]) {
        for (double& share : levels) share = std::log(share);
      }
    }
    const double strangers = std::max(all_pairs_ - pairs_[0] - pairs_[1], 1.0);
    const std::array<double, kinds> prior{std::log(pairs_[0]), model_.households ? std::log(pairs_[1]) : -1e9,
                                          std::log(strangers)};
    std::array<Table, 2> expected{empty_table(), empty_table()};
    std::array<double, 2> totals{0, 0};
    for (const Counted& counted : candidates_) {
      std::array<double, kinds> likely = prior;
      for (std::size_t c = 0; c < all_.size(); ++c) {
        const std::uint8_t level = level_in(counted.pattern, c);
        if (level == missing) continue;
        for (std::size_t kind = 0; kind < kinds; ++kind) likely[kind] += logs[kind][c][level];
      }
      const double most = *std::max_element(likely.begin(), likely.end());
      double sum = 0;
      for (double& value : likely) sum += value = std::exp(value - most);
      for (std::size_t kind = 0; kind < 2; ++kind) {
        const double pairs = counted.pairs * likely[kind] / sum;
        totals[kind] += pairs;
        for (std::size_t c = 0; c < all_.size(); ++c) {
          const std::uint8_t level = level_in(counted.pattern, c);
          if (level != missing) expected[kind][c][level] += pairs;
        }
      }
    }
    maximise(expected, totals);
  }

  void maximise(const std::array<Table, 2>& expected, const std::array<double, 2>& totals) {
    for (std::size_t kind = 0; kind < 2; ++kind) {
      pairs_[kind] = std::max(totals[kind], kind == 0 || model_.households ? pseudo_pairs : 0);
      for (std::size_t c = 0; c < all_.size(); ++c) {
        double sum = 0;
        for (const double pairs : expected[kind][c]) sum += pairs + pseudo_pairs;
        for (std::size_t l = 0; l < all_[c].size(); ++l) {
          shares_.of[kind][c][l] = (expected[kind][c][l] + pseudo_pairs) / sum;
        }
      }
    }
    for (std::size_t c = 0; c < all_.size(); ++c) {
      bound_mistakes(c);
      set_strangers(c, &expected[0][c], &expected[1][c]);
    }
  }

  // Where there are more twins than people written twice, the kind of matches would otherwise become that of twins.
  void bound_mistakes(std::size_t c) {
    auto& shares = shares_.of[0][c];
    const Comparison& comparison = model_.comparisons[c];
    const auto from = shares.begin() + static_cast<std::ptrdiff_t>(comparison.wrong_from);
    const double wrong = std::accumulate(from, shares.end(), 0.0), most = comparison.wrong_at_most;
    if (wrong <= most) return;
    for (auto share = shares.begin(); share != from; ++share) *share *= (1 - most) / (1 - wrong);
    for (auto share = from; share != shares.end(); ++share) *share *= most / wrong;
  }

  double change(const Shares& before) const {
    double greatest = 0;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      for (std::size_t c = 0; c < all_.size(); ++c) {
        for (std::size_t l = 0; l < all_[c].size(); ++l) {
          greatest = std::max(greatest, std::abs(shares_.of[kind][c][l] - before.of[kind][c][l]));
        }
      }
    }
    return greatest;
  }

  const RecordTable& table_;
  const BlockIndex& index_;
  const Comparer& comparer_;
  const EstimateOptions& options_;
  const LinkageModel& model_;
  double all_pairs_ = 0;
  Table all_;  // pairs by level, over all pairs of records
  std::vector<Counted> candidates_;
  std::uint64_t counted_ = 0;
  Shares shares_;
  std::array<double, 2> pairs_{0, 0};  // expected matches and household pairs
};

}  // namespace

Estimate estimate(const RecordTable& table, const BlockIndex& index, const Comparer& comparer,
                  const EstimateOptions& options) {
  return Estimator(table, index, comparer, options).run();
}

}  // namespace lt::identity
