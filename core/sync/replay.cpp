// Replaying over the same writer that stores a run's batches.
#include "sync/replay.hpp"

#include "base/error.hpp"
#include "base/log_scope.hpp"
#include "sync/batch_writer.hpp"
#include "sync/run_ending.hpp"

namespace lt::sync {
namespace {

void map_one(const store::DeadLetter& letter, mapping::InMapper& mapper, InBatch& batch) {
  const std::string_view raw = batch.raw.keep(letter.mended.value_or(letter.payload));
  if (batch.mapped_count == batch.mapped.size()) batch.mapped.emplace_back();
  mapping::MappedRecord& mapped = batch.mapped[batch.mapped_count++];
  mapper.map(raw, letter.key, letter.received, batch.arena, mapped);
  if (mapped.outcome == mapping::Outcome::mapped) {
    mapped.entities.front().hash = letter.raw_hash;
    // A key that the hub had to make up ("#…") gives way to the one that the mended record has.
    if (!letter.key.starts_with('#')) mapped.entities.front().source_key = batch.raw.keys().copy(letter.key);
  }
  batch.raw.records().push_back({.raw = batch.raw.keep(letter.payload),
                                 .key = batch.raw.keys().copy(letter.key),
                                 .hash = letter.raw_hash,
                                 .broken = {}});
  batch.fates.push_back(mapped.outcome == mapping::Outcome::mapped     ? Fate::mapped
                        : mapped.outcome == mapping::Outcome::filtered ? Fate::filtered
                                                                       : Fate::dead);
}

void replay_all(const NextLetters& next, mapping::InMapper& mapper, const Pace& pace, BatchWriter& writer,
                const std::stop_token& stop) {
  for (std::size_t before = 0;;) {
    const std::vector<store::DeadLetter> letters = next(pace.at_once());
    if (letters.empty()) return;
    if (before > 0) pace.wait(pace.time_of(before));
    if (stop.stop_requested())
      throw Error(ErrorKind::cancelled, "the replay was stopped; what it did not come to still waits");
    InBatch batch;
    for (const auto& letter : letters) map_one(letter, mapper, batch);
    writer.write(batch);
    before = letters.size();
  }
}

}  // namespace

Verdict judge(const std::shared_ptr<const mapping::InMapping>& mapping, const store::DeadLetter& letter,
              std::string_view record) {
  InBatch batch;
  mapping::InMapper mapper(mapping);
  mapping::MappedRecord mapped;
  mapper.map(batch.raw.keep(record), letter.key, letter.received, batch.arena, mapped);
  return {mapped.outcome, mapped.reasons};
}

RunResult replay_in(const FlowDefinition& flow, const std::shared_ptr<const mapping::InMapping>& mapping,
                    const NextLetters& next, store::Store& store, const Pace& pace, const std::stop_token& stop) {
  mapping::InMapper mapper(mapping);
  RunResult result;
  {
    store::Transaction transaction = store.begin();
    result.id = transaction.begin_run(flow.name, store::Direction::in, "replay");
    transaction.commit();
  }
  const LogScope scope({flow.name, flow.system, result.id});
  BatchWriter writer(store, flow.name, {flow.system, flow.stream}, result.id, store::LetterState::replayed);
  std::exception_ptr failure;
  try {
    replay_all(next, mapper, pace, writer, stop);
  } catch (...) {
    failure = std::current_exception();
  }
  result.counts = writer.counts();
  result.entities = writer.entities();
  end_run(store, failure, result);
  return result;
}

void requeue_out(const FlowDefinition& flow, std::span<const store::DeadLetter> letters, store::Store& store,
                 const Clock& clock) {
  std::vector<store::RowId> rows;
  std::vector<std::string_view> keys;
  rows.reserve(letters.size());
  keys.reserve(letters.size());
  for (const auto& letter : letters) {
    rows.push_back(letter.row);
    keys.push_back(letter.key);
  }
  std::vector<store::Delivery> deliveries = store.reader().deliveries(flow.name, rows);
  for (auto& delivery : deliveries) {
    delivery.state = store::DeliveryState::retry;
    delivery.attempts = 0;
    delivery.next_attempt = clock.now();
  }
  store::Transaction transaction = store.begin();
  transaction.put_deliveries(flow.name, deliveries);
  transaction.resolve_dead_letters(flow.name, keys, store::LetterState::replayed);
  transaction.commit();
}

}  // namespace lt::sync
