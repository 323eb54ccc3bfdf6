// Weights said aloud.
#include "identity/explanation.hpp"

namespace lt::identity {
namespace {

std::string values_of(const RecordTable& table, const LinkageField& field, const RecordView& record) {
  std::string text;
  for (int slot = field.slot; slot < field.slot + field.values && table.filled(record, slot); ++slot) {
    (text += text.empty() ? "" : "; ") += table.text(record, slot);
  }
  return text;
}

}  // namespace

Explanation explain(const RecordTable& table, const Comparer& comparer, const Weights& weights, const RecordView& a,
                    const RecordView& b) {
  Pattern pattern;
  comparer.compare(a, b, pattern);
  const Weight weight = weights.weigh(pattern);
  Explanation made{.bits = weight.total(), .probability = weight.probability(), .parts = {}};
  const LinkageModel& model = table.model();
  if (model.households && weight.against_household < weight.against_stranger) made.against = Kind::household;
  const auto against = [&](const Part& part) {
    return made.against == Kind::household ? part.against_household : part.against_stranger;
  };
  made.start = against(weights.start());
  made.conflict = comparer.conflicts(pattern);
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    if (pattern.level[c] == missing) continue;
    const Comparison& comparison = model.comparisons[c];
    const Level& level = comparison.levels[pattern.level[c]];
    const LinkageField& field = model.fields[static_cast<std::size_t>(comparison.levels.front().terms.front().field)];
    made.parts.push_back({.label = comparison.label,
                          .level = level.text,
                          .a = values_of(table, field, a),
                          .b = values_of(table, field, b),
                          .bits = against(weights.part(pattern, c))});
  }
  return made;
}

}  // namespace lt::identity
