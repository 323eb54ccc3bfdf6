// One pass over an entity into a tally, and out of it as records.
#include "sync/summary_groups.hpp"

#include "base/hash.hpp"
#include "base/timestamp.hpp"
#include "sync/run_ending.hpp"

#include <boost/json.hpp>

#include <limits>

namespace lt::sync {
namespace {

namespace json = boost::json;

}  // namespace

void count_rows(const mapping::Summary& summary, const store::Store& store, mapping::Tally& tally,
                const RefusedRow& refused, const std::stop_token& stop) {
  const int entity = store.entity(summary.entity().name);
  LinkedRows linked(store, summary.entity(), summary.reference_paths());
  store::Reader reader = store.reader();
  store::Rows rows;
  store::RowId after = 0;
  while (!stop.stop_requested()) {
    reader.page(entity, after, rows_at_once, rows);
    if (rows.rows.empty()) return;
    linked.fetch(reader, rows.rows);
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
      const store::Row& row = rows.rows[i];
      if (auto reason = tally.add({row.id, row.values, linked.values(i)})) refused(row.id, std::move(*reason));
    }
    after = rows.rows.back().id;
  }
}

SummaryGroups::SummaryGroups(const DeriveFlow& flow, const store::Store& store, const Clock& clock)
    : flow_(flow),
      store_(store),
      reader_(store.reader()),
      now_(clock.now()),
      entity_(store.entity(flow.summary->entity().name)),
      linked_(store, flow.summary->entity(), flow.summary->reference_paths()),
      fingerprint_(static_cast<std::uint64_t>(
          content_hash(std::to_string(flow.summary->fingerprint()), flow.mapping->fingerprint()))) {}

std::string SummaryGroups::state_now(store::Seq seq) const {
  const std::string day = flow_.summary->has_window() ? std::string(canonical_timestamp(now_)).substr(0, 10) : "";
  return json::serialize(json::object{{"seq", seq}, {"day", day}, {"summary", std::to_string(fingerprint_)}});
}

bool SummaryGroups::changed_since(const std::string& state) {
  if (state.empty()) return true;
  const std::int64_t seq = json::parse(state).at("seq").to_number<std::int64_t>();
  if (state != state_now(seq)) return true;
  store::Rows rows;
  reader_.changes({.entity = entity_,
                   .references = linked_.references(),
                   .after = {seq, std::numeric_limits<store::RowId>::max()},
                   .limit = 1},
                  rows);
  return !rows.rows.empty();
}

void SummaryGroups::count(mapping::Tally& tally, BatchCollector& into, const std::stop_token& stop) {
  const auto refused = [&](store::RowId row, model::Reason reason) {
    const std::string key = flow_.summary->entity().name + ":" + std::to_string(row);
    into.refuse(key, std::move(reason));
    refused_.insert(key);
  };
  count_rows(*flow_.summary, store_, tally, refused, stop);
}

void SummaryGroups::read(const std::string& state, BatchCollector& into, const std::stop_token& stop) {
  if (!changed_since(state)) return;
  const store::Seq seq = reader_.last_seq();
  mapping::Tally tally(flow_.summary, now_);
  count(tally, into, stop);
  heed(stop);
  std::set<std::string> said;
  for (const auto& group : tally.groups()) {
    into.record(group.json, group.key);
    said.insert(group.key);
  }
  withdraw_vanished(said, into);
  settle_letters(said, into);
  into.checkpoint(state_now(seq));
}

void SummaryGroups::withdraw_vanished(const std::set<std::string>& said, BatchCollector& into) {
  const int entity = store_.entity(flow_.mapping->primary().name);
  std::string after;
  for (;;) {
    const auto keys =
        reader_.source_keys({flow_.definition.system, flow_.definition.stream}, entity, after, rows_at_once);
    if (keys.empty()) return;
    for (const std::string& key : keys) {
      if (!said.contains(key)) into.withdraw(key);
    }
    after = keys.back();
  }
}

// A row that can be counted again, or is gone, leaves no letter behind; nor does a group that vanished.
void SummaryGroups::settle_letters(const std::set<std::string>& said, BatchCollector& into) {
  store::LetterQuery query{.flow = flow_.definition.name, .state = store::LetterState::waiting};
  for (;;) {
    const auto letters = reader_.dead_letters(query);
    if (letters.empty()) return;
    for (const auto& letter : letters) {
      if (!refused_.contains(letter.key) && !said.contains(letter.key)) into.withdraw(letter.key);
    }
    query.after_id = letters.back().id;
  }
}

}  // namespace lt::sync
