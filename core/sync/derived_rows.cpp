// From due rows to records.
#include "sync/derived_rows.hpp"

#include "base/hash.hpp"
#include "sync/feed_cursor.hpp"
#include "sync/run_ending.hpp"

#include <limits>

namespace lt::sync {
namespace {

// One reason to show, with what else is wrong in its message.
model::Reason first_of(const std::vector<model::Reason>& reasons) {
  model::Reason reason = reasons.front();
  for (std::size_t i = 1; i < reasons.size(); ++i) reason.message += "; " + reasons[i].message;
  return reason;
}

}  // namespace

DerivedRows::DerivedRows(const DeriveFlow& flow, const store::Store& store, const Clock& clock)
    : flow_(flow),
      store_(store),
      due_(store, flow.definition.name, flow.rows, clock),
      fingerprint_(static_cast<std::uint64_t>(
          content_hash(std::to_string(flow.rows->fingerprint()), flow.mapping->fingerprint()))) {}

void DerivedRows::give(const OutItem& item, BatchCollector& into) {
  switch (item.fate) {
    case OutFate::send:
    case OutFate::unchanged:
    case OutFate::waits:
      return into.record(item.json, item.key);
    case OutFate::erase:
    case OutFate::withheld:
      return into.withdraw(item.key);
    case OutFate::dead:
      return into.refuse(item.key, first_of(item.reasons));
  }
}

void DerivedRows::read(const std::string& state, BatchCollector& into, const std::stop_token& stop) {
  store::FeedPosition position = from_cursor(state, fingerprint_);
  const bool everything = position == store::FeedPosition{};
  for (;;) {
    heed(stop);
    // Nothing is delivered, so every batch counts as settled.
    const OutBatchPointer batch = due_.changed(position, rows_at_once, std::numeric_limits<std::int64_t>::max());
    if (!batch) break;
    for (const OutItem& item : batch->items) give(item, into);
    into.checkpoint(to_cursor(position, fingerprint_));
  }
  if (everything) withdraw_others(into, stop);
}

// What the flow said while it read another entity.
void DerivedRows::withdraw_others(BatchCollector& into, const std::stop_token& stop) {
  const std::string own = flow_.rows->entity().name + ":";
  const int entity = store_.entity(flow_.mapping->primary().name);
  store::Reader reader = store_.reader();
  std::string after;
  for (;;) {
    heed(stop);
    const auto keys =
        reader.source_keys({flow_.definition.system, flow_.definition.stream}, entity, after, rows_at_once);
    if (keys.empty()) return;
    for (const std::string& key : keys) {
      if (!key.starts_with(own)) into.withdraw(key);
    }
    after = keys.back();
  }
}

}  // namespace lt::sync
