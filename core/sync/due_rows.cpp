// Comparing what the canonical store says with what a destination holds.
#include "sync/due_rows.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace lt::sync {

DueRows::DueRows(const store::Store& store, std::string flow, std::shared_ptr<const mapping::OutMapping> mapping,
                 const Clock& clock, std::optional<OpenHours> hours)
    : store_(store),
      reader_(store.reader()),
      flow_(std::move(flow)),
      mapper_(std::move(mapping)),
      clock_(clock),
      entity_(store.entity(mapper_.mapping().entity().name)),
      linked_(store, mapper_.mapping()),
      hours_(std::move(hours)) {
  if (hours_) except_ = mapper_.mapping().entity().field(hours_->except).value_or(-1);
}

DueRows::DueRows(const store::Store& store, const FlowDefinition& flow,
                 std::shared_ptr<const mapping::OutMapping> mapping, const Clock& clock)
    : DueRows(store, flow.name, std::move(mapping), clock, flow.hours) {
  corrections_ = flow.corrections;
  system_ = flow.system;
}

store::Seq DueRows::version_of(std::size_t position) const {
  return std::max(due_.rows[position].seq, linked_.latest(position));
}

void DueRows::hold(OutItem& item, const store::Row& row) const {
  if (item.fate != OutFate::send || !hours_) return;
  if (except_ >= 0 && row.values[static_cast<std::size_t>(except_)].as_integer() != 0) return;
  const Milliseconds now = clock_.now();
  item.opens_at = hours_->next_open(now);
  if (item.opens_at > now) item.fate = OutFate::waits;
}

mapping::OutRecord DueRows::map(std::size_t position, Arena& arena) {
  const store::Row& row = due_.rows[position];
  mapping::OutRecord mapped;
  mapped.outcome = mapping::Outcome::filtered;
  if (row.removed) return mapped;
  if (corrections_) return correction(position, arena);
  const auto linked = linked_.values(position);
  mapper_.map({row.id, row.values, linked}, clock_.now(), arena, mapped);
  return mapped;
}

mapping::OutRecord DueRows::correction(std::size_t position, Arena& arena) {
  const store::Row& row = due_.rows[position];
  mapping::OutRecord mapped;
  mapped.outcome = mapping::Outcome::filtered;
  const auto said = reader_.said_by(entity_, row.id, system_, arena);
  if (!said) return mapped;
  const auto linked = linked_.values(position);
  mapper_.map({row.id, row.values, linked}, clock_.now(), arena, mapped);
  if (mapped.outcome != mapping::Outcome::mapped) return mapped;
  mapping::OutRecord own;
  mapper_.map({row.id, *said, linked}, clock_.now(), arena, own);
  if (own.outcome != mapping::Outcome::mapped) return mapped;
  if (own.json == mapped.json) {
    mapped.outcome = mapping::Outcome::filtered;
  } else if (!corrections_->known.empty()) {
    std::string both(mapped.json.substr(0, mapped.json.size() - 1));
    both += (both.size() > 1 ? ",\"" : "\"") + corrections_->known + "\":" + std::string(own.json) + "}";
    mapped.json = arena.copy(both);
  }
  return mapped;
}

OutItem DueRows::decide(std::size_t position, const store::Delivery* before, OutBatch& batch) {
  const store::Row& row = due_.rows[position];
  OutItem item;
  if (before) item.delivery = *before;
  item.delivery.row = row.id;
  item.version = version_of(position);
  item.key = mapper_.mapping().entity().name + ":" + std::to_string(row.id);

  mapping::OutRecord mapped = map(position, batch.arena);
  const bool unsure = item.delivery.unsettled || uncommitted_.contains(row.id);
  const bool destination_may_hold_it = item.delivery.hash != 0 || unsure;
  switch (mapped.outcome) {
    case mapping::Outcome::mapped:
      item.json = mapped.json;
      item.hash = content_hash(mapped.json);
      item.fate = item.delivery.state == store::DeliveryState::delivered && item.delivery.hash == item.hash && !unsure
                      ? OutFate::unchanged
                      : OutFate::send;
      hold(item, row);
      break;
    case mapping::Outcome::filtered:
      item.json = "{}";
      item.fate = destination_may_hold_it && !corrections_ ? OutFate::erase : OutFate::withheld;
      break;
    case mapping::Outcome::dead:
      item.fate = OutFate::dead;
      item.reasons = std::move(mapped.reasons);
      break;
  }
  return item;
}

void DueRows::decide_all(OutBatch& batch, const std::vector<store::Delivery>& before, store::FeedPosition up_to) {
  linked_.fetch(reader_, due_.rows);
  std::unordered_map<store::RowId, const store::Delivery*> by_row;
  for (const auto& delivery : before) by_row.emplace(delivery.row, &delivery);
  batch.items.reserve(due_.rows.size());
  for (std::size_t i = 0; i < due_.rows.size(); ++i) {
    // It comes again at the later place; sending it now would send the same twice.
    if (store::FeedPosition{version_of(i), due_.rows[i].id} > up_to) continue;
    const auto found = by_row.find(due_.rows[i].id);
    batch.items.push_back(decide(i, found == by_row.end() ? nullptr : found->second, batch));
  }
}

OutBatchPointer DueRows::changed(store::FeedPosition& position, int limit, std::int64_t committed) {
  uncommitted_.forget_up_to(committed);
  const store::FeedQuery query{
      .entity = entity_, .references = linked_.references(), .after = position, .limit = limit};
  due_.clear();
  reader_.changes(query, due_);
  if (due_.rows.empty()) return nullptr;

  auto batch = std::make_unique<OutBatch>();
  batch->number = next_number_++;
  std::vector<store::RowId> ids;
  ids.reserve(due_.rows.size());
  for (const auto& row : due_.rows) ids.push_back(row.id);
  decide_all(*batch, reader_.deliveries(flow_, ids), due_.last);
  uncommitted_.begin(batch->number);
  for (const auto& item : batch->items) {
    if (item.goes_out()) uncommitted_.add(item.delivery.row);
  }
  position = due_.last;
  return batch;
}

OutBatchPointer DueRows::all(store::RowId& after, int limit) {
  reader_.page(entity_, after, limit, due_);
  if (due_.rows.empty()) return nullptr;
  std::vector<store::RowId> ids;
  ids.reserve(due_.rows.size());
  for (const auto& row : due_.rows) ids.push_back(row.id);
  after = ids.back();
  auto batch = std::make_unique<OutBatch>();
  decide_all(*batch, reader_.deliveries(flow_, ids), {std::numeric_limits<store::Seq>::max(), 0});
  return batch;
}

OutBatchPointer DueRows::spoken(std::vector<store::RowId>& rows, int limit) {
  if (rows.empty()) return nullptr;
  uncommitted_.forget_up_to(std::numeric_limits<std::int64_t>::max());
  const auto begin = rows.end() - std::min<std::ptrdiff_t>(limit, std::ssize(rows));
  reader_.rows(entity_, {begin, rows.end()}, due_);
  auto batch = std::make_unique<OutBatch>();
  decide_all(*batch, reader_.deliveries(flow_, {begin, rows.end()}), {std::numeric_limits<store::Seq>::max(), 0});
  rows.erase(begin, rows.end());
  std::erase_if(batch->items, [](const OutItem& item) {
    const store::DeliveryState before = item.delivery.state;
    const bool awaited = before == store::DeliveryState::retry || before == store::DeliveryState::dead;
    const bool taken_back = item.fate == OutFate::withheld && (item.delivery.hash != 0 || item.delivery.unsettled);
    return awaited || !(item.goes_out() || taken_back);
  });
  return batch;
}

OutBatchPointer DueRows::retries(Milliseconds now, int limit) {
  const std::vector<store::Delivery> waiting = reader_.due_retries(flow_, now, limit);
  if (waiting.empty()) return nullptr;
  std::vector<store::RowId> ids;
  ids.reserve(waiting.size());
  for (const auto& delivery : waiting) ids.push_back(delivery.row);
  due_.clear();
  reader_.rows(entity_, ids, due_);
  // A row that has gone since is settled like a tombstone, or it would wait for ever.
  std::unordered_map<store::RowId, bool> there;
  for (const auto& row : due_.rows) there.emplace(row.id, true);
  for (const auto id : ids) {
    if (!there.contains(id)) due_.rows.push_back({.id = id, .seq = 0, .removed = true, .values = {}});
  }
  auto batch = std::make_unique<OutBatch>();
  decide_all(*batch, waiting, {std::numeric_limits<store::Seq>::max(), 0});
  return batch;
}

}  // namespace lt::sync
