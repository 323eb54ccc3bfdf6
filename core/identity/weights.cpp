// From shares to weights.
#include "identity/weights.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace lt::identity {
namespace {

const std::vector<double>& levels_of(const Shares& shares, Kind kind, std::size_t comparison) {
  return shares.of[static_cast<std::size_t>(kind)][comparison];
}

std::string listed(const std::vector<double>& shares) {
  std::string text = "[";
  char number[32];
  for (const double share : shares) {
    std::snprintf(number, sizeof number, "%s%.4g", text.size() > 1 ? ", " : "", share);
    text += number;
  }
  return text + "]";
}

}  // namespace

double probability_of(double bits) { return 1 / (1 + std::exp2(-bits)); }
double bits_of(double probability) { return std::log2(probability / (1 - probability)); }

double Weight::probability() const { return probability_of(total()); }

std::uint64_t packed(const Pattern& pattern, std::size_t comparisons) {
  std::uint64_t bits = 0;
  for (std::size_t c = 0; c < comparisons; ++c) bits |= std::uint64_t{pattern.level[c]} << (4 * c);
  return bits;
}

Weights::Weights(const LinkageModel& model, Shares shares, double records)
    : model_(&model), shares_(std::move(shares)), levels_(model.comparisons.size()) {
  start_.against_stranger = std::log2(shares_.matches_per_record / std::max(records, 2.0));
  start_.against_household =
      model.households ? std::log2(shares_.matches_per_record / shares_.household_per_record) : start_.against_stranger;
  for (std::size_t c = 0; c < levels_.size(); ++c) {
    const auto& match = levels_of(shares_, Kind::match, c);
    const auto& stranger = levels_of(shares_, Kind::stranger, c);
    for (std::size_t l = 0; l < match.size(); ++l) {
      LevelWeight& weight = levels_[c][l];
      weight.stranger = static_cast<float>(std::log2(match[l] / stranger[l]));
      weight.household = weight.stranger;
      weight.inherited = 0;
      if (!model.households) continue;
      const double household = levels_of(shares_, Kind::household, c)[l];
      weight.household = static_cast<float>(std::log2(match[l] / household));
      weight.inherited = static_cast<float>(std::clamp((household - stranger[l]) / household, 0.0, 1.0));
    }
  }
}

Part Weights::part(const Pattern& pattern, std::size_t comparison) const {
  const std::uint8_t level = pattern.level[comparison];
  if (level == missing) return {};
  const LevelWeight& weight = levels_[comparison][level];
  const float rarity = pattern.rarity[comparison];
  if (rarity == 1) return {weight.stranger, weight.household};
  // Strangers share a rare value the less; of a household only those who share it by chance do.
  const double chance = weight.inherited + (1 - weight.inherited) * rarity;
  return {weight.stranger - std::log2(rarity), weight.household - std::log2(chance)};
}

Weight Weights::weigh(const Pattern& pattern) const {
  Weight sum{start_.against_stranger, start_.against_household};
  for (std::size_t c = 0; c < levels_.size(); ++c) {
    const Part own = part(pattern, c);
    sum.against_stranger += own.against_stranger;
    sum.against_household += own.against_household;
  }
  return sum;
}

Shares given_shares(const LinkageModel& model) {
  Shares shares;
  shares.matches_per_record = model.given_matches.value_or(0);
  shares.household_per_record = model.given_household.value_or(0);
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    for (const Comparison& comparison : model.comparisons) shares.of[kind].push_back(comparison.given[kind]);
  }
  return shares;
}

void write_shares(std::ostream& out, const LinkageModel& model, const Shares& shares) {
  char line[96];
  std::snprintf(line, sizeof line, "matches_per_record: %.4g\n", shares.matches_per_record);
  out << line;
  if (model.households) {
    std::snprintf(line, sizeof line, "household_per_record: %.4g\n", shares.household_per_record);
    out << line;
  }
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    out << "# " << model.comparisons[c].name << ":";
    for (const Level& level : model.comparisons[c].levels) out << ' ' << level.text;
    out << "\n    match: " << listed(levels_of(shares, Kind::match, c)) << '\n';
    if (model.households) out << "    household: " << listed(levels_of(shares, Kind::household, c)) << '\n';
    out << "    stranger: " << listed(levels_of(shares, Kind::stranger, c)) << '\n';
  }
}

}  // namespace lt::identity
