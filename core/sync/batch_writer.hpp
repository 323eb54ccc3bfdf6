// The end of an in-run: one transaction a batch, with rows, dead letters, cursor and ledger in it.
#pragma once

#include "store/store.hpp"
#include "sync/in_batch.hpp"

#include <string>
#include <vector>

namespace lt::sync {

// What became of each record of a batch, in order, for those who want to tell the source.
struct RecordOutcome {
  const RawRecord* record = nullptr;
  Fate fate = Fate::known;
  const mapping::MappedRecord* mapped = nullptr;        // null where it was known, broken or withdrawn
  store::Effect effect = store::Effect::unchanged;      // of a mapped or withdrawn record
  store::RowId row = 0;                                 // of a mapped record's first entity
  const std::vector<model::Reason>* reasons = nullptr;  // of a broken or dead one
};

// Used by one thread.
class BatchWriter {
 public:
  // `closing`: what waiting letters become whose record is good now.
  BatchWriter(store::Store& store, std::string flow, store::Source source, store::RunId run,
              store::LetterState closing = store::LetterState::resolved);

  // Stores the batch. Nothing of it is kept where this throws.
  void write(InBatch& batch);
  // Says what write() would do, and does nothing.
  void rehearse(InBatch& batch);

  const store::Counts& counts() const { return counts_; }
  const store::CountsByEntity& entities() const { return entities_; }
  // Of the batch written last, valid until it is cleared.
  const std::vector<RecordOutcome>& outcomes() const { return outcomes_; }

 private:
  store::Counts absorb(InBatch& batch, store::Transaction& transaction);
  void withdraw(InBatch& batch, store::Transaction& transaction);
  void put_dead_letters(InBatch& batch, store::Transaction& transaction);
  void count_entities(const std::vector<store::EntityCounts>& counts);

  store::Store& store_;
  std::string flow_;
  store::Source source_;
  store::RunId run_;
  store::LetterState closing_;
  store::Counts counts_;
  store::CountsByEntity entities_;
  std::vector<store::Incoming> incoming_;
  std::vector<RecordOutcome> outcomes_;
  std::vector<std::vector<model::Reason>> broken_;  // reasons of broken records, one list each
};

}  // namespace lt::sync
