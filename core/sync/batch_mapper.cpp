// Looking up known hashes and mapping the rest.
#include "sync/batch_mapper.hpp"

#include "base/hash.hpp"

namespace lt::sync {

BatchMapper::BatchMapper(const store::Store& store, store::Source source,
                         std::shared_ptr<const mapping::InMapping> mapping, const Clock& clock,
                         const std::atomic<std::int64_t>& committed)
    : reader_(store.reader()),
      source_(std::move(source)),
      primary_(store.entity(mapping->primary().name)),
      mapper_(std::move(mapping)),
      clock_(clock),
      committed_(committed) {}

Fate BatchMapper::map(const RawRecord& record, Milliseconds now, InBatch& batch) {
  if (batch.mapped_count == batch.mapped.size()) batch.mapped.emplace_back();
  mapping::MappedRecord& mapped = batch.mapped[batch.mapped_count++];
  mapper_.map(record.raw, record.key, now, batch.arena, mapped);
  switch (mapped.outcome) {
    case mapping::Outcome::mapped:
      return Fate::mapped;
    case mapping::Outcome::filtered:
      return Fate::filtered;
    case mapping::Outcome::dead:
      break;
  }
  return Fate::dead;
}

// What was never said needs no withdrawing.
Fate BatchMapper::withdraw(const RawRecord& record, bool known) {
  const std::int64_t id = content_hash(record.key);
  if (!known && !uncommitted_.contains(id)) return Fate::filtered;
  uncommitted_.add(id);
  return Fate::withdrawn;
}

void BatchMapper::map(InBatch& batch) {
  uncommitted_.forget_up_to(committed_.load(std::memory_order_acquire));
  uncommitted_.begin(batch.number);
  batch.primary = primary_;
  keys_.clear();
  for (const auto& record : batch.raw.records()) keys_.push_back(record.key);
  reader_.known(source_, primary_, keys_, known_);

  const Milliseconds now = clock_.now();
  for (std::size_t i = 0; i < batch.raw.records().size(); ++i) {
    const RawRecord& record = batch.raw.records()[i];
    if (record.broken) {
      batch.fates.push_back(Fate::broken);
    } else if (record.gone) {
      batch.fates.push_back(withdraw(record, known_[i].found));
    } else if (known_[i].found && known_[i].hash == record.hash && !uncommitted_.contains(content_hash(record.key))) {
      batch.fates.push_back(Fate::known);
    } else {
      uncommitted_.add(content_hash(record.key));
      batch.fates.push_back(map(record, now, batch));
    }
  }
}

}  // namespace lt::sync
