// Tables of the report's body: what matters, by system, by cause, by what is to be done, by what changed.
#include "report/tables.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

namespace lt::report {
namespace {

std::int64_t runs_of(const SyncStatus& status) {
  std::int64_t runs = 0;
  for (const auto& system : status.systems) runs += system.runs;
  return runs;
}

std::int64_t failed_runs_of(const SyncStatus& status) {
  std::int64_t runs = 0;
  for (const auto& system : status.systems) runs += system.failed_runs;
  return runs;
}

std::string signed_number(const Edition& edition, std::int64_t value) {
  return (value > 0 ? "+" : "") + number(edition, value);
}

// A figure, the earlier report's, and what lies between them.
void add_figure(Table& table, const Edition& edition, const char* name, std::int64_t now,
                std::optional<std::int64_t> before) {
  Row row{{{edition.text(name)}, count_cell(edition, now), {edition.text("none")}, {edition.text("none")}}, {}};
  if (before) {
    row.cells[2] = count_cell(edition, *before);
    row.cells[3] = {signed_number(edition, now - *before), Mark::none, now - *before};
  }
  table.rows.push_back(std::move(row));
}

using Part = Milliseconds Availability::*;

void add_share(Table& table, const Edition& edition, const char* name, const SyncStatus& status, Part part,
               Part whole) {
  const Availability& now = status.availability;
  Row row{{{edition.text(name)},
           percent_cell(edition, now.*part, now.*whole),
           {edition.text("none")},
           {edition.text("none")}},
          {}};
  if (status.earlier)
    row.cells[2] = percent_cell(edition, status.earlier->availability.*part, status.earlier->availability.*whole);
  table.rows.push_back(std::move(row));
}

std::string who(const Edition& edition, bool hub, const model::Label& responsible) {
  const std::string& name = edition.label(responsible);
  return hub || name.empty() ? edition.text("hub_administrator") : name;
}

// A flow's file or its schedule stands in the way, not its partner.
bool hub_acts(const FlowStatus& flow) {
  return !flow.balanced || flow.health == Health::paused || flow.health == Health::never_run;
}

std::string action_of(const FlowStatus& flow, const Edition& edition) {
  const std::string key = flow.balanced ? "action_" + std::string(to_string(flow.health)) : "action_unbalanced";
  return edition.text(key, {{"flow", flow.facts.flow}, {"system", edition.label(flow.facts.system_label)}});
}

std::string brief(const std::optional<EarlierFlow>& flow, const Edition& edition) {
  if (!flow) return edition.text("none");
  const std::string state = edition.text("health_" + std::string(to_string(flow->health)));
  const std::int64_t waiting = flow->waiting_letters + flow->pending;
  return waiting == 0 ? state : edition.text("brief_waiting", {{"state", state}, {"count", number(edition, waiting)}});
}

bool changed_state(const FlowChange& change) {
  return !change.before || !change.after || change.before->health != change.after->health;
}

}  // namespace

Table make_table(const Edition& edition, const char* id, const char* empty, std::initializer_list<Heading> columns) {
  Table table{.id = id, .note = {}, .empty = edition.text(empty), .columns = {}, .rows = {}, .total = {}};
  for (const auto& column : columns) table.columns.push_back({edition.text(column.key), column.numeric, column.share});
  return table;
}

Mark mark_of(Health health) {
  if (health == Health::ok) return Mark::good;
  return health == Health::failing ? Mark::bad : Mark::warn;
}

Cell health_cell(const Edition& edition, Health health) {
  return {edition.text("health_" + std::string(to_string(health))), mark_of(health)};
}

Cell count_cell(const Edition& edition, std::int64_t value, Mark where_not_zero) {
  return {number(edition, value), value == 0 ? Mark::none : where_not_zero, value};
}

Cell percent_cell(const Edition& edition, std::int64_t part, std::int64_t whole) {
  Cell cell{percent(edition, part, whole)};
  if (whole > 0) {
    cell.value = hundredths(part, whole);
    cell.percent = true;
  }
  return cell;
}

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

Table summary_table(const SyncStatus& status, const Edition& edition) {
  Table table = make_table(
      edition, "summary", "none",
      {{"col_figure", 3.4}, {"col_now", 1.3, true}, {"col_before", 1.3, true}, {"col_difference", 1.2, true}});
  const Earlier* const earlier = status.earlier ? &*status.earlier : nullptr;
  const auto before = [&](std::int64_t Earlier::* field) {
    return earlier ? std::optional(earlier->*field) : std::nullopt;
  };
  const auto& in = status.counts_in;
  add_figure(table, edition, "figure_runs", runs_of(status), before(&Earlier::runs));
  add_figure(table, edition, "figure_failed_runs", failed_runs_of(status), before(&Earlier::failed_runs));
  add_figure(table, edition, "figure_read", in.read, before(&Earlier::read));
  add_figure(table, edition, "figure_stored", in.created + in.updated, before(&Earlier::stored));
  add_figure(table, edition, "figure_delivered", status.counts_out.delivered, before(&Earlier::delivered));
  add_figure(table, edition, "figure_dead", status.waiting_letters, before(&Earlier::waiting_letters));
  add_figure(table, edition, "figure_pending", status.pending, before(&Earlier::pending));
  add_share(table, edition, "figure_available", status, &Availability::available, &Availability::measured);
  add_share(table, edition, "figure_on_time", status, &Availability::on_time, &Availability::promised);
  const auto length = [&](const std::optional<Milliseconds>& of) {
    return Cell{of ? age(edition, *of) : edition.text("none")};
  };
  table.rows.push_back({{{edition.text("figure_out_of_service")},
                         length(status.out_of_service()),
                         length(earlier ? earlier->out_of_service : std::nullopt),
                         {edition.text("none")}},
                        {}});
  return table;
}

Table systems_table(const SyncStatus& status, const Edition& edition) {
  Table table = make_table(edition, "systems", "no_flows",
                           {{"col_system", 2.9},
                            {"col_state", 1.55},
                            {"col_healthy", 0.95},
                            {"col_available", 1.25, true},
                            {"col_on_time", 1.25, true},
                            {"col_read", 1.4, true},
                            {"col_delivered", 1.3, true},
                            {"col_waiting", 1, true}});
  for (const auto& system : status.systems) {
    const Availability& share = system.availability;
    table.rows.push_back({{{edition.label(system.label)},
                           health_cell(edition, system.worst),
                           {number(edition, system.healthy) + "/" + number(edition, system.flows)},
                           percent_cell(edition, share.available, share.measured),
                           percent_cell(edition, share.on_time, share.promised),
                           count_cell(edition, system.counts_in.read),
                           count_cell(edition, system.counts_out.delivered),
                           count_cell(edition, system.waiting_letters + system.pending, Mark::warn)},
                          {}});
  }
  table.note = edition.text("systems_note");
  return table;
}

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
  Table table = make_table(
      edition, "reasons", "no_reasons",
      {{"col_reason", 2.6}, {"col_flow", 1.9}, {"col_count", 0.9, true}, {"col_who", 1.8}, {"col_action", 2.4}});
  std::int64_t left_out = 0;
  for (const auto& reason : lines_of(status.reasons)) {
    if (table.rows.size() >= most) {
      left_out += reason.count;
      continue;
    }
    const ReasonText& words = edition.texts.reason(reason.code);
    const std::string field = reason.cause.field.empty() ? "" : ": " + reason.cause.field;
    table.rows.push_back({{{edition.label(words.meaning) + " (" + reason.code + field + ")"},
                           {edition.label(reason.flow_label)},
                           count_cell(edition, reason.count),
                           {who(edition, reason.actor == mapping::Actor::hub, reason.responsible)},
                           {edition.label(words.action)}},
                          {}});
  }
  if (left_out > 0) table.note = edition.text("more_reasons", {{"count", number(edition, left_out)}});
  return table;
}

Table actions_table(const SyncStatus& status, const Edition& edition, std::size_t most) {
  Table table =
      make_table(edition, "actions", "no_actions",
                 {{"col_flow", 2.2}, {"col_state", 1.1}, {"col_why", 2.6}, {"col_who", 1.8}, {"col_action", 2.3}});
  std::vector<const FlowStatus*> troubled;
  for (const auto& flow : status.flows) {
    if (flow.health != Health::ok) troubled.push_back(&flow);
  }
  std::ranges::stable_sort(troubled, std::ranges::greater(), [](const FlowStatus* flow) { return flow->health; });
  for (const FlowStatus* flow : troubled) {
    if (table.rows.size() == most) {
      const auto left_out = static_cast<std::int64_t>(troubled.size() - most);
      table.note = edition.text("more_flows", {{"count", number(edition, left_out)}});
      break;
    }
    table.rows.push_back({{{edition.label(flow->facts.label)},
                           health_cell(edition, flow->health),
                           {why(*flow, edition)},
                           {who(edition, hub_acts(*flow), flow->facts.responsible)},
                           {action_of(*flow, edition)}},
                          {}});
  }
  return table;
}

Table changes_table(const SyncStatus& status, const Edition& edition, std::size_t most) {
  Table table = make_table(edition, "changes", status.earlier ? "no_changes" : "no_earlier",
                           {{"col_flow", 2.4}, {"col_before", 2}, {"col_now", 2}});
  std::vector<FlowChange> changes = status.changes;
  std::ranges::stable_sort(changes, std::ranges::greater(), changed_state);
  for (const auto& change : changes) {
    if (table.rows.size() == most) {
      const auto left_out = static_cast<std::int64_t>(changes.size() - most);
      table.note = edition.text("more_flows", {{"count", number(edition, left_out)}});
      break;
    }
    table.rows.push_back({{{edition.label(change.label)},
                           {brief(change.before, edition)},
                           {brief(change.after, edition), change.after ? mark_of(change.after->health) : Mark::none}},
                          {}});
  }
  return table;
}

Table watches_table(const SyncStatus& status, const Edition& edition) {
  Table table =
      make_table(edition, "watches", "none", {{"col_watch", 2.4}, {"col_group", 2.4}, {"col_count", 1, true}});
  for (const auto& watch : status.watches) {
    for (const auto& [key, count] : watch.groups)
      table.rows.push_back({{{edition.label(watch.label)}, {key}, count_cell(edition, count, Mark::warn)}, {}});
  }
  return table;
}

}  // namespace lt::report
