// Storing a batch and keeping the run's counts.
#include "sync/batch_writer.hpp"

#include <unordered_map>
#include <utility>

namespace lt::sync {
namespace {

// What one record adds to the ledger.
void count(const RecordOutcome& outcome, store::Counts& counts) {
  ++counts.read;
  switch (outcome.fate) {
    case Fate::known:
      ++counts.unchanged;
      return;
    case Fate::filtered:
      ++counts.filtered;
      return;
    case Fate::broken:
    case Fate::dead:
      ++counts.dead;
      return;
    case Fate::mapped:
    case Fate::withdrawn:
      break;
  }
  switch (outcome.effect) {
    case store::Effect::absent:
    case store::Effect::erased:
      ++counts.filtered;
      return;
    case store::Effect::created:
      ++counts.created;
      return;
    case store::Effect::updated:
      ++counts.updated;
      return;
    default:
      ++counts.unchanged;
      return;
  }
}

const char* step_of(Fate fate) { return fate == Fate::broken ? "read" : "map"; }

}  // namespace

BatchWriter::BatchWriter(store::Store& store, std::string flow, store::Source source, store::RunId run,
                         store::LetterState closing)
    : store_(store), flow_(std::move(flow)), source_(std::move(source)), run_(run), closing_(closing) {}

store::Counts BatchWriter::absorb(InBatch& batch, store::Transaction& transaction) {
  outcomes_.clear();
  incoming_.clear();
  broken_.clear();
  broken_.reserve(batch.raw.records().size());
  std::size_t mapped = 0;
  bool any_withdrawn = false;
  for (std::size_t i = 0; i < batch.fates.size(); ++i) {
    const RawRecord& record = batch.raw.records()[i];
    RecordOutcome outcome{.record = &record, .fate = batch.fates[i]};
    if (outcome.fate == Fate::broken) {
      outcome.reasons = &broken_.emplace_back(std::vector{*record.broken});
    } else if (outcome.fate != Fate::known && outcome.fate != Fate::withdrawn && !record.gone) {
      mapping::MappedRecord& result = batch.mapped[mapped++];
      outcome.mapped = &result;
      if (outcome.fate == Fate::dead) outcome.reasons = &result.reasons;
      if (outcome.fate == Fate::mapped) incoming_.push_back({result.entities});
    }
    any_withdrawn = any_withdrawn || outcome.fate == Fate::withdrawn;
    outcomes_.push_back(outcome);
  }

  const store::Absorbed absorbed = transaction.absorb(run_, source_, incoming_);
  count_entities(absorbed.entities);
  if (any_withdrawn) withdraw(batch, transaction);
  store::Counts counts;
  std::size_t position = 0;
  for (auto& outcome : outcomes_) {
    if (outcome.fate == Fate::mapped) {
      outcome.effect = absorbed.records[position];
      outcome.row = absorbed.rows[position++];
    }
    count(outcome, counts);
  }
  return counts;
}

// After what the batch says, so that a row which only moved from one record to another keeps its id.
void BatchWriter::withdraw(InBatch& batch, store::Transaction& transaction) {
  std::unordered_map<std::string_view, RecordOutcome*> last;
  for (auto& outcome : outcomes_) {
    if (outcome.fate == Fate::withdrawn || outcome.fate == Fate::mapped) last[outcome.record->key] = &outcome;
  }
  std::vector<std::string_view> keys;
  std::vector<RecordOutcome*> withdrawn;
  for (auto& outcome : outcomes_) {
    if (outcome.fate != Fate::withdrawn || last[outcome.record->key] != &outcome) continue;
    keys.push_back(outcome.record->key);
    withdrawn.push_back(&outcome);
  }
  const store::Absorbed effects = transaction.withdraw(source_, batch.primary, keys);
  count_entities(effects.entities);
  for (std::size_t i = 0; i < withdrawn.size(); ++i) withdrawn[i]->effect = effects.records[i];
}

void BatchWriter::count_entities(const std::vector<store::EntityCounts>& counts) {
  const auto& entities = store_.model().entities();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != store::EntityCounts{}) entities_[entities[i]->name] += counts[i];
  }
}

void BatchWriter::put_dead_letters(InBatch& batch, store::Transaction& transaction) {
  std::vector<std::string_view> good;
  good.reserve(outcomes_.size());
  for (const auto& outcome : outcomes_) {
    if (!outcome.reasons) {
      good.push_back(outcome.record->key);
      continue;
    }
    store::DeadLetter letter;
    letter.flow = flow_;
    letter.direction = store::Direction::in;
    letter.key = outcome.record->key;
    letter.step = step_of(outcome.fate);
    letter.reasons = *outcome.reasons;
    letter.payload = outcome.record->raw;
    letter.raw_hash = outcome.record->hash;
    transaction.put_dead_letter(run_, letter);
  }
  if (!batch.raw.records().empty()) transaction.resolve_dead_letters(flow_, good, closing_);
}

void BatchWriter::write(InBatch& batch) {
  const store::CountsByEntity entities_before = entities_;
  try {
    store::Transaction transaction = store_.begin();
    store::Counts counts = counts_;
    counts += absorb(batch, transaction);
    put_dead_letters(batch, transaction);
    if (batch.raw.checkpoint) transaction.set_cursor(flow_, *batch.raw.checkpoint);
    transaction.update_run(run_, counts, entities_);
    transaction.commit();
    counts_ = counts;
  } catch (...) {
    entities_ = entities_before;
    throw;
  }
}

void BatchWriter::rehearse(InBatch& batch) {
  store::Transaction transaction = store_.begin();
  counts_ += absorb(batch, transaction);
}

}  // namespace lt::sync
