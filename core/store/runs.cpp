// The ledger's writing side, and its rows.
#include "store/runs.hpp"

#include "base/error.hpp"
#include "store/documents.hpp"
#include "store/transaction.hpp"
#include "store/transaction_state.hpp"

#include <boost/json.hpp>

namespace lt::store {

namespace {

std::string to_json(const CountsByEntity& entities) {
  boost::json::object object;
  for (const auto& [name, counts] : entities)
    object[name] = {{"created", counts.created}, {"updated", counts.updated},     {"unchanged", counts.unchanged},
                    {"removed", counts.removed}, {"conflicts", counts.conflicts}, {"erased", counts.erased}};
  return boost::json::serialize(object);
}

CountsByEntity from_json(std::string_view text) {
  CountsByEntity entities;
  boost::json::error_code error;
  const auto json = boost::json::parse({text.data(), text.size()}, error);
  if (error || !json.is_object()) return entities;
  for (const auto& [name, value] : json.get_object()) {
    const auto number = [&](const char* key) {
      const auto* member = value.is_object() ? value.get_object().if_contains(key) : nullptr;
      return member && member->is_int64() ? member->get_int64() : 0;
    };
    entities[std::string(name)] = {number("created"), number("updated"),   number("unchanged"),
                                   number("removed"), number("conflicts"), number("erased")};
  }
  return entities;
}

Direction direction_of(Writer& writer, RunId run) {
  Statement& select = writer.prepared("SELECT direction FROM run WHERE id = ?");
  const Resetting resetting(select);
  select.bind(1, run);
  if (!select.step()) throw Error(ErrorKind::failed, "store: there is no run " + std::to_string(run));
  return static_cast<Direction>(select.integer(0));
}

void require_balance(Writer& writer, RunId run, const Counts& counts) {
  const Direction direction = direction_of(writer, run);
  if (counts.balanced(direction)) return;
  const auto n = [](std::int64_t number) { return std::to_string(number); };
  throw Error(
      ErrorKind::failed,
      "run " + std::to_string(run) + ": the ledger does not balance: " +
          (direction == Direction::in ? "read " + n(counts.read) + ", created " + n(counts.created) + ", updated " +
                                            n(counts.updated) + ", unchanged " + n(counts.unchanged) + ", filtered " +
                                            n(counts.filtered) + ", dead " + n(counts.dead)
                                      : "due " + n(counts.due) + ", delivered " + n(counts.delivered) + ", unchanged " +
                                            n(counts.unchanged) + ", withheld " + n(counts.withheld) + ", dead " +
                                            n(counts.dead) + ", pending " + n(counts.pending)));
}

std::string cursor_of(Writer& writer, std::string_view flow) {
  Statement& select = writer.prepared("SELECT state FROM cursor WHERE flow = ?");
  const Resetting resetting(select);
  select.bind(1, flow);
  return select.step() ? select.string(0) : std::string();
}

}  // namespace

const char* const run_columns =
    "id, flow, direction, trigger, started, ended, state, read, created, updated, unchanged, filtered, dead, due, "
    "delivered, withheld, pending, entities, message, cursor_before, cursor_after";

Run read_run(const Statement& statement) {
  Run run;
  run.id = statement.integer(0);
  run.flow = statement.string(1);
  run.direction = static_cast<Direction>(statement.integer(2));
  run.trigger = statement.string(3);
  run.started = statement.integer(4);
  run.ended = statement.integer(5);
  run.state = static_cast<RunState>(statement.integer(6));
  std::int64_t* const numbers[] = {
      &run.counts.read, &run.counts.created, &run.counts.updated,   &run.counts.unchanged, &run.counts.filtered,
      &run.counts.dead, &run.counts.due,     &run.counts.delivered, &run.counts.withheld,  &run.counts.pending};
  int column = 7;
  for (std::int64_t* number : numbers) *number = statement.integer(column++);
  run.entities = from_json(statement.text(column++));
  run.message = statement.string(column++);
  run.cursor_before = statement.string(column++);
  run.cursor_after = statement.string(column);
  return run;
}

void close_interrupted_runs(Writer& writer, std::string_view flow) {
  Statement select(writer.connection, "SELECT id, owner, flow FROM run WHERE state = 0 AND (?1 = '' OR flow = ?1)");
  select.bind(1, flow);
  struct Gone {
    RunId id;
    std::string flow;
    bool of_another;
  };
  std::vector<Gone> gone;
  while (select.step()) {
    const bool own = select.text(1) == writer.owner.mark();
    if (own ? !writer.live_runs.contains(select.integer(0)) : !Owner::alive(select.text(1)))
      gone.push_back({select.integer(0), select.string(2), !own});
  }
  for (const auto& [id, its_flow, of_another] : gone) {
    const std::string cursor = cursor_of(writer, its_flow);
    Statement& close = writer.prepared(
        "UPDATE run SET state = ?2, ended = ?3, message = ?4, cursor_after = ?5 WHERE id = ?1 AND state = 0");
    close.bind(1, id);
    close.bind(2, static_cast<int>(RunState::interrupted));
    close.bind(3, writer.clock->now());
    close.bind(4, std::string_view(of_another ? "the process ended during the run; what it had stored stands"
                                              : "the store did not answer when the run ended; what it had stored "
                                                "stands"));
    close.bind(5, std::string_view(cursor));
    close.run();
  }
}

RunId Transaction::begin_run(std::string_view flow, Direction direction, std::string_view trigger) {
  Writer& writer = state_->writer;
  close_interrupted_runs(writer, flow);
  {
    // What a system sends by itself may arrive while a person replays dead letters of the same flow.
    Statement& live = writer.prepared(
        "SELECT id FROM run WHERE flow = ?1 AND state = 0 AND (trigger = 'receive') = (?2 = 'receive')");
    const Resetting resetting(live);
    live.bind(1, flow);
    live.bind(2, trigger);
    if (live.step())
      throw Error(ErrorKind::unavailable, "flow " + std::string(flow) + ": run " + std::to_string(live.integer(0)) +
                                              " of it is under way; wait until it has ended");
  }
  const std::string cursor = cursor_of(writer, flow);
  Statement& insert = writer.prepared(
      "INSERT INTO run (flow, direction, trigger, started, state, owner, cursor_before) VALUES (?, ?, ?, ?, 0, ?, ?) "
      "RETURNING id");
  const Resetting resetting(insert);
  insert.bind(1, flow);
  insert.bind(2, static_cast<int>(direction));
  insert.bind(3, trigger);
  insert.bind(4, writer.clock->now());
  insert.bind(5, std::string_view(writer.owner.mark()));
  insert.bind(6, std::string_view(cursor));
  insert.step();
  const RunId id = insert.integer(0);
  insert.step();
  writer.live_runs.insert(id);
  state_->begun.push_back(id);
  return id;
}

void Transaction::update_run(RunId run, const Counts& counts, const CountsByEntity& entities) {
  Writer& writer = state_->writer;
  require_balance(writer, run, counts);
  Statement& update = writer.prepared(
      "UPDATE run SET read = ?2, created = ?3, updated = ?4, unchanged = ?5, filtered = ?6, dead = ?7, due = ?8, "
      "delivered = ?9, withheld = ?10, pending = ?11, entities = ?12 WHERE id = ?1");
  const std::int64_t numbers[] = {
      run,         counts.read, counts.created,   counts.updated,  counts.unchanged, counts.filtered,
      counts.dead, counts.due,  counts.delivered, counts.withheld, counts.pending};
  int parameter = 1;
  for (const std::int64_t number : numbers) update.bind(parameter++, number);
  const std::string by_entity = to_json(entities);
  update.bind(parameter, std::string_view(by_entity));
  update.run();
}

void Transaction::end_run(RunId run, RunState state, const Counts& counts, const CountsByEntity& entities,
                          std::string_view message) {
  update_run(run, counts, entities);
  Writer& writer = state_->writer;
  Statement& update = writer.prepared(
      "UPDATE run SET state = ?2, ended = ?3, message = ?4, cursor_after = coalesce((SELECT state FROM cursor WHERE "
      "cursor.flow = run.flow), '') WHERE id = ?1");
  update.bind(1, run);
  update.bind(2, static_cast<int>(state));
  update.bind(3, writer.clock->now());
  update.bind(4, message);
  update.run();
  state_->ended.push_back(run);
}

}  // namespace lt::store
