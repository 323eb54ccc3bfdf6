// Placing one record at a time.
#include "identity/person_index.hpp"

#include <algorithm>

namespace lt::identity {

PersonIndex::PersonIndex(const LinkageModel& model, Shares shares)
    : model_(model), table_(model), keys_(model), shares_(std::move(shares)) {
  refresh();
}

void PersonIndex::reserve(std::size_t records) {
  blocks_.reserve(records * model_.rules.size());
  rows_.reserve(records);
  others_.reserve(records);
  heads_.reserve(records + 1);
}

// How frequent values are on average, and how many strangers there are, change slowly; so they are taken anew when the
// index has grown by a tenth.
void PersonIndex::refresh() {
  comparer_.emplace(table_);
  weights_.emplace(model_, shares_, static_cast<double>(table_.size()));
  refresh_at_ = std::max<std::size_t>(1024, table_.size() + table_.size() / 10);
}

RecordNumber PersonIndex::add(RowNumber row, std::span<const std::string_view> values) {
  const RecordNumber record = table_.add(values);
  blocks_.add(record, keys_.of(table_, table_.view(record)));
  rows_.push_back(0);
  others_.push_back(record);
  link(record, row);
  if (table_.size() >= refresh_at_) refresh();
  return record;
}

void PersonIndex::link(RecordNumber record, RowNumber row) {
  rows_[record] = row;
  const auto at = static_cast<std::size_t>(row);
  if (heads_.size() <= at) heads_.resize(at + 1);
  if (heads_[at] != 0) std::swap(others_[record], others_[heads_[at] - 1]);
  heads_[at] = record + 1;
}

void PersonIndex::unlink(RecordNumber record) {
  RecordNumber before = record;
  while (others_[before] != record) before = others_[before];
  others_[before] = others_[record];
  heads_[static_cast<std::size_t>(rows_[record])] = before == record ? 0 : before + 1;
  others_[record] = record;
  rows_[record] = 0;
}

void PersonIndex::remove(RecordNumber record) {
  if (!alive(record)) return;
  unlink(record);
  table_.remove(record);
}

void PersonIndex::move(RecordNumber record, RowNumber row) {
  if (!alive(record)) return;
  unlink(record);
  link(record, row);
}

bool PersonIndex::is_apart(const RecordView& view, RecordNumber first) const {
  const double below = bits_of(model_.apart_below);
  Pattern pattern;
  RecordNumber record = first;
  do {
    comparer_->compare(view, table_.view(record), pattern);
    if (comparer_->conflicts(pattern) || weights_->weigh(pattern).total() < below) return true;
    record = others_[record];
  } while (record != first);
  return false;
}

Placement PersonIndex::place(std::span<const std::string_view> values, std::span<const RowNumber> never) const {
  std::vector<ValueId> ids;
  const RecordView view = table_.view(values, ids);
  BlockKeys keys(model_);
  std::vector<RecordNumber> found;
  blocks_.find(keys.of(table_, view), model_, static_cast<RecordNumber>(table_.size()), found);
  Placement made{.row = {}, .proposals = {}, .weighed = found.size()};
  const double ask = bits_of(model_.ask_at), merge = bits_of(model_.merge_at);
  Pattern pattern;
  for (const RecordNumber record : found) {
    const RowNumber row = rows_[record];
    if (row == 0 || std::find(never.begin(), never.end(), row) != never.end()) continue;
    comparer_->compare(view, table_.view(record), pattern);
    const double bits = weights_->weigh(pattern).total();
    if (bits < ask) continue;
    const auto known =
        std::find_if(made.proposals.begin(), made.proposals.end(), [&](auto& p) { return p.row == row; });
    if (known == made.proposals.end()) {
      made.proposals.push_back({.row = row, .record = record, .bits = bits});
    } else if (known->bits < bits) {
      known->record = record;
      known->bits = bits;
    }
  }
  for (Proposal& proposal : made.proposals) {
    proposal.probability = probability_of(proposal.bits);
    proposal.apart = is_apart(view, proposal.record);
  }
  std::sort(made.proposals.begin(), made.proposals.end(),
            [](auto& a, auto& b) { return a.bits != b.bits ? a.bits > b.bits : a.row < b.row; });
  if (made.proposals.empty()) return made;
  const Proposal& best = made.proposals.front();
  made.verdict = made.proposals.size() == 1 && best.bits >= merge && !best.apart ? Verdict::match : Verdict::ask;
  if (made.verdict == Verdict::match) made.row = best.row;
  return made;
}

Explanation PersonIndex::explain(std::span<const std::string_view> values, RecordNumber record) const {
  std::vector<ValueId> ids;
  const RecordView view = table_.view(values, ids);
  return identity::explain(table_, *comparer_, *weights_, view, table_.view(record));
}

}  // namespace lt::identity
