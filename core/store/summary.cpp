// What reports ask of the store: runs of a period added up, last successes, what waits longest.
#include "store/reader.hpp"
#include "store/reader_state.hpp"

namespace lt::store {

std::map<std::string, RunTotals> Reader::run_totals(Milliseconds from, Milliseconds to) {
  Statement& select = state_->prepared(
      "SELECT flow, state, count(*), CAST(sum(read) AS BIGINT), CAST(sum(created) AS BIGINT), CAST(sum(updated) AS "
      "BIGINT), CAST(sum(unchanged) AS BIGINT), CAST(sum(filtered) AS BIGINT), CAST(sum(dead) AS BIGINT), "
      "CAST(sum(due) AS BIGINT), CAST(sum(delivered) AS BIGINT), CAST(sum(withheld) AS BIGINT), CAST(sum(pending) AS "
      "BIGINT), "
      "sum(CASE WHEN direction = 0 AND read <> created + updated + unchanged + filtered + dead THEN 1 "
      "WHEN direction <> 0 AND due <> delivered + unchanged + withheld + dead + pending THEN 1 ELSE 0 END) "
      "FROM run WHERE started >= ? AND started < ? GROUP BY flow, state");
  const Resetting resetting(select);
  select.bind(1, from);
  select.bind(2, to);
  std::map<std::string, RunTotals> totals;
  while (select.step()) {
    RunTotals& of_flow = totals[select.string(0)];
    of_flow.runs[static_cast<RunState>(select.integer(1))] = select.integer(2);
    Counts counts;
    std::int64_t* const numbers[] = {&counts.read,     &counts.created, &counts.updated, &counts.unchanged,
                                     &counts.filtered, &counts.dead,    &counts.due,     &counts.delivered,
                                     &counts.withheld, &counts.pending};
    int column = 3;
    for (std::int64_t* number : numbers) *number = select.integer(column++);
    of_flow.counts += counts;
    of_flow.unbalanced += select.integer(column);
  }
  return totals;
}

void Reader::run_ends(std::string_view flow, Milliseconds from, Milliseconds to,
                      const std::function<void(Milliseconds ended, RunState state)>& use) {
  const auto before = [&](const char* query) {
    Statement& select = state_->prepared(query);
    const Resetting resetting(select);
    select.bind(1, flow);
    select.bind(2, from);
    if (select.step()) use(select.integer(0), static_cast<RunState>(select.integer(1)));
  };
  before(
      "SELECT ended, state FROM run WHERE flow = ? AND started < ? AND state = 1 ORDER BY started DESC, id DESC LIMIT "
      "1");
  before(
      "SELECT ended, state FROM run WHERE flow = ? AND started < ? AND state IN (1, 2, 4) ORDER BY started DESC, id "
      "DESC "
      "LIMIT 1");
  Statement& select = state_->prepared(
      "SELECT ended, state FROM run WHERE flow = ? AND started >= ? AND started < ? AND state <> 0 ORDER BY started, "
      "id");
  const Resetting resetting(select);
  select.bind(1, flow);
  select.bind(2, from);
  select.bind(3, to);
  while (select.step()) use(select.integer(0), static_cast<RunState>(select.integer(1)));
}

std::optional<Milliseconds> Reader::last_success(std::string_view flow) {
  Statement& select =
      state_->prepared("SELECT ended FROM run WHERE flow = ? AND state = ? ORDER BY started DESC, id DESC LIMIT 1");
  const Resetting resetting(select);
  select.bind(1, flow);
  select.bind(2, static_cast<int>(RunState::succeeded));
  if (!select.step()) return std::nullopt;
  return select.integer(0);
}

PendingDeliveries Reader::pending(std::string_view flow) {
  Statement& select = state_->prepared(
      "SELECT count(*), min(waiting_since) FROM delivery WHERE flow = (SELECT id FROM flow WHERE name = ?) AND "
      "state = 1");
  const Resetting resetting(select);
  select.bind(1, flow);
  PendingDeliveries pending;
  if (!select.step() || select.is_null(1)) return pending;
  pending.rows = select.integer(0);
  pending.oldest = select.integer(1);
  return pending;
}

}  // namespace lt::store
