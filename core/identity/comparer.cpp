// Levels and rarities of one pair.
#include "identity/comparer.hpp"

#include <algorithm>

namespace lt::identity {
namespace {

bool any_filled(const RecordTable& table, const LinkageField& field, const RecordView& record) {
  return table.filled(record, field.slot);  // several values are filled from the first on
}

bool share_value(const LinkageField& field, const RecordView& a, const RecordView& b) {
  for (int i = field.slot; i < field.slot + field.values; ++i) {
    const ValueId id = a.ids[static_cast<std::size_t>(i)];
    for (int j = field.slot; id != 0 && j < field.slot + field.values; ++j) {
      if (b.ids[static_cast<std::size_t>(j)] == id) return true;
    }
  }
  return false;
}

}  // namespace

Comparer::Comparer(const RecordTable& table) : table_(table), model_(table.model()) {
  for (const Comparison& comparison : model_.comparisons) {
    average_.push_back(comparison.frequency < 0 ? 0 : table.vocabulary(comparison.frequency).chance_of_equals());
  }
}

bool Comparer::agree(const Term& term, const RecordView& a, const RecordView& b) const {
  const LinkageField& field = model_.fields[static_cast<std::size_t>(term.field)];
  if (!any_filled(table_, field, a) || !any_filled(table_, field, b)) return false;
  if (term.agreement->holds == nullptr) return share_value(field, a, b);
  const auto slot = static_cast<std::size_t>(field.slot);
  Sides sides{.a = table_.text(a, field.slot), .b = table_.text(b, field.slot), .other_a = {}, .other_b = {}};
  const Vocabulary& vocabulary = table_.vocabulary(term.field);
  const auto [rarer, commoner] = std::minmax({vocabulary.count(a.ids[slot]), vocabulary.count(b.ids[slot])});
  sides.rarer = rarer;
  sides.commoner = commoner;
  if (term.other >= 0) {
    const LinkageField& other = model_.fields[static_cast<std::size_t>(term.other)];
    sides.other_a = table_.text(a, other.slot);
    sides.other_b = table_.text(b, other.slot);
  }
  return term.agreement->holds(sides, term.number);
}

std::uint8_t Comparer::level_of(const Comparison& comparison, const RecordView& a, const RecordView& b) const {
  const LinkageField& main = model_.fields[static_cast<std::size_t>(comparison.levels.front().terms.front().field)];
  if (!any_filled(table_, main, a) || !any_filled(table_, main, b)) return missing;
  const auto last = comparison.levels.size() - 1;
  for (std::size_t l = 0; l < last; ++l) {
    const auto& terms = comparison.levels[l].terms;
    const bool all = std::all_of(terms.begin(), terms.end(), [&](const Term& term) { return agree(term, a, b); });
    if (all) return static_cast<std::uint8_t>(l);
  }
  return static_cast<std::uint8_t>(last);
}

// How many others bear the value, against what two of one value have on average. The commoner of two values counts.
float Comparer::rarity_of(std::size_t comparison, const RecordView& a, const RecordView& b) const {
  const int field = model_.comparisons[comparison].frequency;
  const Vocabulary& vocabulary = table_.vocabulary(field);
  if (average_[comparison] <= 0) return 1;
  const auto slot = static_cast<std::size_t>(model_.fields[static_cast<std::size_t>(field)].slot);
  const std::uint32_t most = std::max(vocabulary.count(a.ids[slot]), vocabulary.count(b.ids[slot]));
  const double others = std::max<double>(most, 2) - 1;
  return static_cast<float>(others / static_cast<double>(vocabulary.total()) / average_[comparison]);
}

void Comparer::compare(const RecordView& a, const RecordView& b, Pattern& out) const {
  for (std::size_t c = 0; c < model_.comparisons.size(); ++c) {
    const Comparison& comparison = model_.comparisons[c];
    const std::uint8_t level = level_of(comparison, a, b);
    out.level[c] = level;
    out.rarity[c] = 1;
    if (comparison.frequency < 0 || level == missing || level + 1U == comparison.levels.size()) continue;
    if (comparison.levels[level].terms.front().agreement->same_value) out.rarity[c] = rarity_of(c, a, b);
  }
}

bool Comparer::conflicts(const Pattern& pattern) const {
  int wrong = 0;
  for (std::size_t c = 0; c < model_.comparisons.size(); ++c) {
    const Comparison& comparison = model_.comparisons[c];
    const std::uint8_t level = pattern.level[c];
    if (level == missing) continue;
    if (comparison.identifies && level + 1U == comparison.levels.size()) return true;
    if (comparison.wrong_at_most < 1 && level >= comparison.wrong_from) ++wrong;
  }
  return wrong > 1;
}

}  // namespace lt::identity
