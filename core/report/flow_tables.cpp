// Tables of one line a flow: state and freshness, and both ledgers.
#include "report/tables.hpp"

#include <algorithm>

namespace lt::report {
namespace {

using store::Counts;
using store::Direction;
using Number = std::int64_t store::Counts::*;

std::string age_or_never(const Edition& edition, const std::optional<Milliseconds>& length) {
  return length ? edition.text("ago", {{"age", age(edition, *length)}}) : edition.text("never");
}

Cell promise_cell(const FlowStatus& flow, const Edition& edition) {
  const Milliseconds promise = flow.facts.fresh_within;
  return {promise > 0 ? edition.text("promise_within", {{"age", age(edition, promise)}}) : edition.text("promise_none"),
          flow.promise_kept == false ? Mark::bad : Mark::none};
}

std::string oldest_text(const FlowFacts& facts, Milliseconds now, const Edition& edition) {
  auto oldest = facts.oldest_pending;
  if (facts.oldest_letter && (!oldest || *facts.oldest_letter < *oldest)) oldest = facts.oldest_letter;
  return oldest ? age(edition, std::max<Milliseconds>(0, now - *oldest)) : edition.text("none");
}

std::string directed_label(const FlowFacts& facts, const Edition& edition) {
  return edition.text(facts.direction == Direction::in ? "direction_in" : "direction_out") + " " +
         edition.label(facts.label);
}

Cell balance_cell(const Edition& edition, bool balanced) {
  return balanced ? Cell{edition.text("balanced"), Mark::good} : Cell{edition.text("unbalanced"), Mark::bad};
}

std::int64_t failed_runs(const store::RunTotals& totals) {
  return totals.of(store::RunState::failed) + totals.of(store::RunState::interrupted);
}

struct LedgerColumn {
  Number number;
  Mark mark = Mark::none;
};

std::vector<Cell> ledger_row(const Edition& edition, std::string name, std::int64_t runs, std::int64_t failed,
                             const Counts& counts, const std::vector<LedgerColumn>& columns, bool balanced) {
  std::vector<Cell> row = {{std::move(name)}, count_cell(edition, runs), count_cell(edition, failed, Mark::bad)};
  for (const auto& column : columns) row.push_back(count_cell(edition, counts.*column.number, column.mark));
  row.push_back(balance_cell(edition, balanced));
  return row;
}

// A ledger's columns in the order of its equation: the first is the sum of the others.
Table ledger_table(const SyncStatus& status, const Edition& edition, Direction direction, Table table,
                   const std::vector<LedgerColumn>& columns) {
  std::int64_t runs = 0;
  std::int64_t failed = 0;
  bool balanced = true;
  for (const auto& flow : status.flows) {
    if (flow.facts.direction != direction) continue;
    const auto& totals = flow.facts.totals;
    table.rows.push_back({ledger_row(edition, edition.label(flow.facts.label), totals.all(), failed_runs(totals),
                                     totals.counts, columns, flow.balanced),
                          {}});
    runs += totals.all();
    failed += failed_runs(totals);
    balanced = balanced && flow.balanced;
  }
  if (table.rows.size() < 2) return table;
  table.total = ledger_row(edition, edition.text("total"), runs, failed,
                           direction == Direction::in ? status.counts_in : status.counts_out, columns, balanced);
  return table;
}

}  // namespace

Table flows_table(const SyncStatus& status, const Edition& edition) {
  Table table = make_table(edition, "flows", "no_flows",
                           {{"col_system"},
                            {"col_flow"},
                            {"col_state"},
                            {"col_last_success"},
                            {"col_promise"},
                            {"col_waiting", 1, true},
                            {"col_oldest"}});
  for (const auto& flow : status.flows) {
    const FlowFacts& facts = flow.facts;
    table.rows.push_back({{{edition.label(facts.system_label)},
                           {directed_label(facts, edition)},
                           health_cell(edition, flow.health),
                           {age_or_never(edition, flow.age)},
                           promise_cell(flow, edition),
                           count_cell(edition, flow.waiting_letters + facts.pending, Mark::warn),
                           {oldest_text(facts, status.now, edition)}},
                          why(flow, edition)});
  }
  return table;
}

Table freshness_table(const SyncStatus& status, const Edition& edition) {
  Table table = make_table(edition, "freshness", "no_flows",
                           {{"col_flow", 3.4},
                            {"col_state", 1.5},
                            {"col_last_success", 1.6},
                            {"col_promise", 1.3},
                            {"col_on_time", 1.2, true},
                            {"col_available", 1.2, true},
                            {"col_waiting", 1.1, true}});
  std::string system;
  for (const auto& flow : status.flows) {
    const FlowFacts& facts = flow.facts;
    if (facts.system != system) {
      system = facts.system;
      table.rows.push_back({{{edition.label(facts.system_label)}}, {}, true});
    }
    const Availability& share = facts.availability;
    table.rows.push_back({{{directed_label(facts, edition)},
                           health_cell(edition, flow.health),
                           {age_or_never(edition, flow.age)},
                           promise_cell(flow, edition),
                           percent_cell(edition, share.on_time, share.promised),
                           percent_cell(edition, share.available, share.measured),
                           count_cell(edition, flow.waiting_letters + facts.pending, Mark::warn)},
                          {}});
  }
  table.note = edition.text("freshness_note");
  return table;
}

Table in_table(const SyncStatus& status, const Edition& edition) {
  Table table = make_table(edition, "in", "no_in",
                           {{"col_flow", 3},
                            {"col_runs", 1, true},
                            {"col_failed_runs", 0.9, true},
                            {"col_read", 1.4, true},
                            {"col_created", 1.3, true},
                            {"col_updated", 1.3, true},
                            {"col_unchanged", 1.4, true},
                            {"col_filtered", 1.1, true},
                            {"col_dead", 1.1, true},
                            {"col_balance", 1.1}});
  table.note = edition.text("in_note");
  return ledger_table(status, edition, Direction::in, std::move(table),
                      {{&Counts::read},
                       {&Counts::created},
                       {&Counts::updated},
                       {&Counts::unchanged},
                       {&Counts::filtered},
                       {&Counts::dead, Mark::bad}});
}

Table out_table(const SyncStatus& status, const Edition& edition) {
  Table table = make_table(edition, "out", "no_out",
                           {{"col_flow", 3},
                            {"col_runs", 1, true},
                            {"col_failed_runs", 0.9, true},
                            {"col_due", 1.3, true},
                            {"col_delivered", 1.3, true},
                            {"col_unchanged", 1.3, true},
                            {"col_withheld", 1.1, true},
                            {"col_dead", 1.1, true},
                            {"col_pending", 1.1, true},
                            {"col_balance", 1.1}});
  table.note = edition.text("out_note");
  return ledger_table(status, edition, Direction::out, std::move(table),
                      {{&Counts::due},
                       {&Counts::delivered},
                       {&Counts::unchanged},
                       {&Counts::withheld},
                       {&Counts::dead, Mark::bad},
                       {&Counts::pending, Mark::warn}});
}

}  // namespace lt::report
