// From status to words and tables.
#include "report/document.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

namespace lt::report {
namespace {

using store::Direction;

Mark mark_of(Health health) {
  switch (health) {
    case Health::ok:
      return Mark::good;
    case Health::failing:
      return Mark::bad;
    case Health::never_run:
    case Health::paused:
    case Health::late:
      break;
  }
  return Mark::warn;
}

Mark mark_of(Verdict verdict) {
  constexpr Mark marks[] = {Mark::good, Mark::warn, Mark::warn, Mark::bad};
  return marks[static_cast<std::size_t>(verdict)];
}

std::string age_or_never(const Edition& edition, const std::optional<Milliseconds>& length) {
  return length ? edition.text("ago", {{"age", age(edition, *length)}}) : edition.text("never");
}

// Why a flow is as it is; for a healthy one, what waits all the same.
std::string why(const FlowStatus& status, const Edition& edition) {
  const FlowFacts& facts = status.facts;
  std::string text;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  };
  if (!status.balanced) add(edition.text("why_unbalanced", {{"runs", number(edition, facts.totals.unbalanced)}}));
  if (facts.paused) add(edition.text("why_paused_by_file"));
  if (facts.last_run && facts.last_run->state == store::RunState::interrupted) add(edition.text("why_interrupted"));
  if (status.health == Health::never_run) add(edition.text("why_never_run"));
  if (status.promise_kept == false && facts.last_run) {
    add(status.age ? edition.text("why_late",
                                  {{"age", age(edition, *status.age)}, {"promise", age(edition, facts.fresh_within)}})
                   : edition.text("why_never_succeeded"));
  }
  add(status.message);
  if (status.waiting_letters + facts.pending > 0) {
    add(edition.text("why_waiting",
                     {{"dead", number(edition, status.waiting_letters)}, {"pending", number(edition, facts.pending)}}));
  }
  return text;
}

Cell count_cell(const Edition& edition, std::int64_t value, Mark where_not_zero = Mark::none) {
  return {number(edition, value), value == 0 ? Mark::none : where_not_zero};
}

Cell balance_cell(const Edition& edition, bool balanced) {
  return balanced ? Cell{edition.text("balanced"), Mark::good} : Cell{edition.text("unbalanced"), Mark::bad};
}

std::vector<Column> columns(const Edition& edition, std::initializer_list<const char*> texts, std::size_t first_numeric,
                            std::size_t last_numeric) {
  std::vector<Column> list;
  for (const char* text : texts) {
    list.push_back({edition.text(text), list.size() >= first_numeric && list.size() <= last_numeric});
  }
  return list;
}

std::int64_t failed_runs(const store::RunTotals& totals) {
  return totals.of(store::RunState::failed) + totals.of(store::RunState::interrupted);
}

using Number = std::int64_t store::Counts::*;

// A ledger's columns in the order of its equation: the first is the sum of the others.
Table ledger_table(const SyncStatus& status, const Edition& edition, Direction direction, Table table,
                   const std::vector<std::pair<Number, Mark>>& numbers) {
  std::vector<Cell> total = {{edition.text("total")}};
  std::int64_t runs = 0;
  std::int64_t failed = 0;
  bool balanced = true;
  for (const auto& flow : status.flows) {
    if (flow.facts.direction != direction) continue;
    const auto& totals = flow.facts.totals;
    std::vector<Cell> row = {{edition.label(flow.facts.label)},
                             count_cell(edition, totals.all()),
                             count_cell(edition, failed_runs(totals), Mark::bad)};
    for (const auto& [field, mark] : numbers) row.push_back(count_cell(edition, totals.counts.*field, mark));
    row.push_back(balance_cell(edition, flow.balanced));
    table.rows.push_back({std::move(row), {}});
    runs += totals.all();
    failed += failed_runs(totals);
    balanced = balanced && flow.balanced;
  }
  if (table.rows.size() < 2) return table;
  const auto& sums = direction == Direction::in ? status.counts_in : status.counts_out;
  total.push_back(count_cell(edition, runs));
  total.push_back(count_cell(edition, failed, Mark::bad));
  for (const auto& [field, mark] : numbers) total.push_back(count_cell(edition, sums.*field, mark));
  total.push_back(balance_cell(edition, balanced));
  table.total = std::move(total);
  return table;
}

Table in_table(const SyncStatus& status, const Edition& edition) {
  using store::Counts;
  Table table{.id = "in",
              .title = edition.text("in_title"),
              .note = edition.text("in_note"),
              .empty = edition.text("no_in"),
              .columns = columns(edition,
                                 {"col_flow", "col_runs", "col_failed_runs", "col_read", "col_created", "col_updated",
                                  "col_unchanged", "col_filtered", "col_dead", "col_balance"},
                                 1, 8),
              .rows = {},
              .total = {}};
  return ledger_table(status, edition, Direction::in, std::move(table),
                      {{&Counts::read, Mark::none},
                       {&Counts::created, Mark::none},
                       {&Counts::updated, Mark::none},
                       {&Counts::unchanged, Mark::none},
                       {&Counts::filtered, Mark::none},
                       {&Counts::dead, Mark::bad}});
}

Table out_table(const SyncStatus& status, const Edition& edition) {
  using store::Counts;
  Table table{.id = "out",
              .title = edition.text("out_title"),
              .note = edition.text("out_note"),
              .empty = edition.text("no_out"),
              .columns = columns(edition,
                                 {"col_flow", "col_runs", "col_failed_runs", "col_due", "col_delivered",
                                  "col_unchanged", "col_withheld", "col_dead", "col_pending", "col_balance"},
                                 1, 8),
              .rows = {},
              .total = {}};
  return ledger_table(status, edition, Direction::out, std::move(table),
                      {{&Counts::due, Mark::none},
                       {&Counts::delivered, Mark::none},
                       {&Counts::unchanged, Mark::none},
                       {&Counts::withheld, Mark::none},
                       {&Counts::dead, Mark::bad},
                       {&Counts::pending, Mark::warn}});
}

std::string oldest_text(const FlowFacts& facts, Milliseconds now, const Edition& edition) {
  auto oldest = facts.oldest_pending;
  if (facts.oldest_letter && (!oldest || *facts.oldest_letter < *oldest)) oldest = facts.oldest_letter;
  return oldest ? age(edition, std::max<Milliseconds>(0, now - *oldest)) : edition.text("none");
}

// A page names flow, reason and field; causes that differ in their wording alone are one line of it.
std::vector<ReasonCount> lines_of(const std::vector<ReasonCount>& causes) {
  std::vector<ReasonCount> lines;
  for (const auto& cause : causes) {
    const auto line = std::ranges::find_if(lines, [&](const ReasonCount& other) {
      return std::tie(other.flow, other.code, other.cause.field) == std::tie(cause.flow, cause.code, cause.cause.field);
    });
    if (line == lines.end()) {
      lines.push_back(cause);
    } else {
      line->count += cause.count;
    }
  }
  std::ranges::stable_sort(lines, std::ranges::greater(), &ReasonCount::count);
  return lines;
}

Table reasons_table(const SyncStatus& status, const Edition& edition, std::size_t most) {
  Table table{.id = "reasons",
              .title = edition.text("reasons_title"),
              .note = {},
              .empty = edition.text("no_reasons"),
              .columns = columns(edition, {"col_reason", "col_flow", "col_count", "col_who", "col_action"}, 2, 2),
              .rows = {},
              .total = {}};
  std::int64_t left_out = 0;
  for (const auto& reason : lines_of(status.reasons)) {
    if (table.rows.size() >= most) {
      left_out += reason.count;
      continue;
    }
    const ReasonText& words = edition.texts.reason(reason.code);
    const bool ours = reason.actor == mapping::Actor::hub;
    const std::string field = reason.cause.field.empty() ? "" : ": " + reason.cause.field;
    table.rows.push_back({{{edition.label(words.meaning) + " (" + reason.code + field + ")"},
                           {edition.label(reason.flow_label)},
                           count_cell(edition, reason.count),
                           {ours ? edition.text("hub_administrator") : edition.label(reason.responsible)},
                           {edition.label(words.action)}},
                          {}});
  }
  if (left_out > 0) table.note = edition.text("more_reasons", {{"count", number(edition, left_out)}});
  return table;
}

}  // namespace

Table watches_table(const SyncStatus& status, const Edition& edition) {
  Table table{.id = "watches",
              .title = edition.text("watches_title"),
              .note = {},
              .empty = {},
              .columns = columns(edition, {"col_watch", "col_group", "col_count"}, 2, 2),
              .rows = {},
              .total = {}};
  for (const auto& watch : status.watches) {
    for (const auto& [key, count] : watch.groups)
      table.rows.push_back({{{edition.label(watch.label)}, {key}, count_cell(edition, count, Mark::warn)}, {}});
  }
  return table;
}

Table flows_table(const SyncStatus& status, const Edition& edition) {
  Table table{.id = "flows",
              .title = edition.text("flows_title"),
              .note = {},
              .empty = edition.text("no_flows"),
              .columns = columns(edition,
                                 {"col_system", "col_flow", "col_state", "col_last_success", "col_promise",
                                  "col_waiting", "col_oldest"},
                                 5, 5),
              .rows = {},
              .total = {}};
  for (const auto& flow : status.flows) {
    const FlowFacts& facts = flow.facts;
    const std::string direction = edition.text(facts.direction == Direction::in ? "direction_in" : "direction_out");
    const std::string promise = facts.fresh_within > 0
                                    ? edition.text("promise_within", {{"age", age(edition, facts.fresh_within)}})
                                    : edition.text("promise_none");
    table.rows.push_back({{{edition.label(facts.system_label)},
                           {direction + " " + edition.label(facts.label)},
                           {edition.text("health_" + std::string(to_string(flow.health))), mark_of(flow.health)},
                           {age_or_never(edition, flow.age)},
                           {promise, flow.promise_kept == false ? Mark::bad : Mark::none},
                           count_cell(edition, flow.waiting_letters + facts.pending, Mark::warn),
                           {oldest_text(facts, status.now, edition)}},
                          why(flow, edition)});
  }
  return table;
}

std::string verdict_text(const SyncStatus& status, const Edition& edition) {
  std::string others;
  for (const Health health : {Health::failing, Health::late, Health::paused, Health::never_run}) {
    const auto found = status.by_health.find(health);
    if (found == status.by_health.end()) continue;
    others += (others.empty() ? "" : ", ") +
              edition.text("count_" + std::string(to_string(health)), {{"count", number(edition, found->second)}});
  }
  const auto ok = status.by_health.find(Health::ok);
  const std::string sentence = edition.text("verdict_" + std::string(to_string(status.verdict)),
                                            {{"flows", number(edition, static_cast<std::int64_t>(status.flows.size()))},
                                             {"ok", number(edition, ok == status.by_health.end() ? 0 : ok->second)},
                                             {"others", others}});
  return sentence + " " +
         edition.text("verdict_counts", {{"dead", number(edition, status.waiting_letters)},
                                         {"pending", number(edition, status.pending)}});
}

Document write_document(const SyncStatus& status, const Edition& edition, std::size_t most_reasons) {
  Document document;
  document.organization = edition.text("organization");
  document.department = edition.text("department");
  document.nation = edition.text("nation");
  document.motto = edition.text("motto");
  document.place_date = edition.text("place_date", date_parts(edition, status.now));
  document.title = edition.text("title");
  document.period = edition.text(
      "period", {{"from", date_time(edition, status.period.from)}, {"to", date_time(edition, status.period.to)}});
  document.generated = edition.text("generated", {{"at", date_time(edition, status.now)}});
  document.verdict = verdict_text(status, edition);
  document.verdict_mark = mark_of(status.verdict);
  document.tables = {flows_table(status, edition), in_table(status, edition), out_table(status, edition),
                     reasons_table(status, edition, most_reasons)};
  if (Table watches = watches_table(status, edition); !watches.rows.empty()) document.tables.push_back(watches);
  document.author = edition.text("signer_author");
  document.head = edition.text("signer_head");
  document.sign_here = edition.text("sign_here");
  document.sign_and_stamp = edition.text("sign_and_stamp");
  document.page_note = edition.text("page_note");
  return document;
}

}  // namespace lt::report
