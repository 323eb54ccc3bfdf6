// Replaying over the same writer that stores a run's batches.
#include "sync/replay.hpp"

#include "sync/batch_writer.hpp"
#include "sync/run_ending.hpp"

namespace lt::sync {
namespace {

std::string described(const std::vector<model::Reason>& reasons) {
  std::string text;
  for (const auto& reason : reasons) text += (text.empty() ? "" : "; ") + reason.message;
  return text;
}

void map_one(const Replay& replay, mapping::InMapper& mapper, Milliseconds now, InBatch& batch) {
  const store::DeadLetter& letter = replay.letter;
  const std::string_view raw = batch.raw.keep(replay.mended.value_or(letter.payload));
  if (batch.mapped_count == batch.mapped.size()) batch.mapped.emplace_back();
  mapping::MappedRecord& mapped = batch.mapped[batch.mapped_count++];
  mapper.map(raw, letter.key, now, batch.arena, mapped);
  if (replay.mended && mapped.outcome == mapping::Outcome::dead) {
    throw Error(ErrorKind::misconfigured, "the mended record of dead letter " + std::to_string(letter.id) +
                                              " is still refused: " + described(mapped.reasons));
  }
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

}  // namespace

RunResult replay_in(const FlowDefinition& flow, const std::shared_ptr<const mapping::InMapping>& mapping,
                    std::span<const Replay> replays, store::Store& store, const Clock& clock) {
  InBatch batch;
  mapping::InMapper mapper(mapping);
  for (const auto& replay : replays) map_one(replay, mapper, clock.now(), batch);

  RunResult result;
  {
    store::Transaction transaction = store.begin();
    result.id = transaction.begin_run(flow.name, store::Direction::in, "replay");
    transaction.commit();
  }
  BatchWriter writer(store, flow.name, {flow.system, flow.stream}, result.id, store::LetterState::replayed);
  std::exception_ptr failure;
  try {
    writer.write(batch);
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
