// Begin, absorb, cursor and commit.
#include "store/transaction.hpp"

#include "base/error.hpp"
#include "store/dead_letters.hpp"
#include "store/entity_tables.hpp"
#include "store/expiry_texts.hpp"
#include "store/migrations.hpp"
#include "store/transaction_state.hpp"

namespace lt::store {

void Writer::prepare(const model::Model& model) {
  migrate(connection);
  connection.begin_writing();
  try {
    prepare_entity_tables(connection, model);
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
  placer = std::make_unique<ClaimPlacer>(connection, model);
  erased = std::make_unique<ErasedKeys>(connection, model, letter_keys.get());
  absorber = std::make_unique<Absorber>(*placer, *erased, model);
}

Statement& Writer::prepared(const std::string& text) {
  const auto found = statements.find(text);
  return found != statements.end() ? found->second
                                   : statements.emplace(text, Statement(connection, text)).first->second;
}

std::int64_t Writer::flow_number(std::string_view flow) {
  if (const auto found = flows.find(flow); found != flows.end()) return found->second;
  Statement& insert = prepared("INSERT INTO flow (name) VALUES (?) ON CONFLICT DO NOTHING");
  insert.bind(1, flow);
  insert.run();
  Statement& select = prepared("SELECT id FROM flow WHERE name = ?");
  const Resetting resetting(select);
  select.bind(1, flow);
  if (!select.step()) throw Error(ErrorKind::failed, "store: the flow '" + std::string(flow) + "' has no number");
  return flows[std::string(flow)] = select.integer(0);
}

TransactionState::TransactionState(Writer& its_writer) : writer(its_writer), turn_(its_writer.turn) {
  writer.connection.begin_writing();
  open_ = true;
  writer.more_waiting.clear();
  try {
    Statement& select = writer.prepared(
        "SELECT value, (SELECT coalesce(max(id), 0) FROM erasure) AS erasures, "
        "(SELECT value FROM meta WHERE name = 'judged') AS judged FROM meta WHERE name = 'seq'");
    const Resetting resetting(select);
    select.step();
    first_seq = select.integer(0);
    writer.erased->start(select.integer(1));
    writer.placer->start(first_seq, select.integer(2), writer.clock->now());
  } catch (...) {
    writer.connection.rollback();
    throw;
  }
}

TransactionState::~TransactionState() {
  if (!open_) return;
  writer.connection.rollback();
  // Numbers given in this transaction are gone with it.
  writer.placer->sources().forget();
  if (writer.placer->judged().changed()) writer.placer->judged().forget();
  writer.flows.clear();
  // Where the answer to a commit was lost they may stand in the store, with nobody to end them.
  for (const RunId run : begun) writer.live_runs.erase(run);
}

void TransactionState::commit() {
  if (!open_) throw Error(ErrorKind::failed, "store: a transaction was committed twice");
  // Whoever only looked at a judged row has it back as keys have it.
  writer.placer->settle();
  if (writer.placer->last_seq() != first_seq) {
    Statement& update = writer.prepared("UPDATE meta SET value = ? WHERE name = 'seq'");
    update.bind(1, writer.placer->last_seq());
    update.run();
  }
  Judged& judged = writer.placer->judged();
  if (judged.changed()) {
    Statement& update = writer.prepared("UPDATE meta SET value = ? WHERE name = 'judged'");
    update.bind(1, judged.version() + 1);
    update.run();
  }
  count_waiting_letters(writer);
  writer.connection.commit();
  judged.committed();
  open_ = false;
  for (const RunId run : ended) writer.live_runs.erase(run);
  turn_.unlock();
}

Transaction::Transaction(std::unique_ptr<TransactionState> state) : state_(std::move(state)) {}
Transaction::~Transaction() = default;
Transaction::Transaction(Transaction&&) noexcept = default;

Absorbed Transaction::absorb(RunId run, const Source& source, std::span<Incoming> batch) {
  return state_->writer.absorber->absorb(run, source, batch);
}

Absorbed Transaction::withdraw(const Source& source, int entity, std::span<const std::string_view> keys) {
  return state_->writer.absorber->withdraw(source, entity, keys);
}

void Transaction::name_row(RunId run, const Source& source, const NamedField& field, std::string_view name) {
  state_->writer.absorber->name_row(run, source, field, name);
}

void Transaction::set_cursor(std::string_view flow, std::string_view state) {
  Statement& statement = state_->writer.prepared(
      "INSERT INTO cursor (flow, state) VALUES (?, ?) ON CONFLICT (flow) DO UPDATE SET state = excluded.state");
  statement.bind(1, flow);
  statement.bind(2, state);
  statement.run();
}

std::int64_t Transaction::expire(Trace trace, std::span<const std::int64_t> ids) {
  Writer& writer = state_->writer;
  return remove_expired([&](const std::string& text) -> Statement& { return writer.prepared(text); },
                        writer.connection.far(), trace, ids);
}

Seq Transaction::last_seq() const { return state_->writer.placer->last_seq(); }

void Transaction::commit() { state_->commit(); }

}  // namespace lt::store
