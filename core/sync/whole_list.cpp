// Finding out whether the list changed, gathering it, sending it in one write.
#include "sync/whole_list.hpp"

#include "sync/feed_cursor.hpp"
#include "sync/run_ending.hpp"

#include <limits>

namespace lt::sync {
namespace {

constexpr std::int64_t all_settled = std::numeric_limits<std::int64_t>::max();

}  // namespace

WholeList::WholeList(const OutFlow& flow, store::Store& store, const Clock& clock, DeliveryWriter& writer,
                     const ListLimits& limits)
    : flow_(flow),
      store_(store),
      clock_(clock),
      writer_(writer),
      limits_(limits),
      due_(store, flow.definition.name, flow.mapping, clock),
      position_(from_cursor(store.reader().cursor(flow.definition.name).value_or(""), flow.mapping->fingerprint())) {}

std::exception_ptr WholeList::run(const std::stop_token& stop) {
  try {
    const bool changed = find_changes(stop);
    if (stop.stop_requested()) return nullptr;
    if (!changed) {
      settle_without_sending();
      return nullptr;
    }
    gather(stop);
    if (stop.stop_requested()) return nullptr;
    const SentBatch sent = send(stop);
    writer_.write(sent);
    return sent.failure;
  } catch (...) {
    return std::current_exception();
  }
}

bool WholeList::find_changes(const std::stop_token& stop) {
  bool changed = false;
  for (const auto& waiting :
       store_.reader().due_retries(flow_.definition.name, clock_.now(), std::numeric_limits<int>::max())) {
    due_rows_.insert(waiting.row);
    changed = true;
  }
  while (!stop.stop_requested()) {
    OutBatchPointer batch = due_.changed(position_, rows_at_once, all_settled);
    if (!batch) break;
    for (OutItem& item : batch->items) {
      due_rows_.insert(item.delivery.row);
      changed = changed || item.goes_out();
      if (item.fate == OutFate::erase) leaving_.push_back(item);
    }
    batch->cursor = to_cursor(position_, flow_.mapping->fingerprint());
    if (changed) {
      quiet_.clear();
    } else {
      quiet_.push_back(std::move(batch));
    }
  }
  return changed;
}

void WholeList::settle_without_sending() {
  for (OutBatchPointer& batch : quiet_) {
    SentBatch sent;
    sent.answers.resize(batch->items.size());
    sent.batch = std::move(batch);
    writer_.write(sent);
  }
}

void WholeList::take(OutItem item) {
  const bool is_due = due_rows_.contains(item.delivery.row);
  switch (item.fate) {
    case OutFate::withheld:
      if (!is_due) return;
      break;
    case OutFate::unchanged:
      item.goes_along = true;
      item.due = is_due;
      [[fallthrough]];
    case OutFate::send:
      ++rows_;
      bytes_ += item.json.size();
      break;
    case OutFate::erase:
    case OutFate::waits:
    case OutFate::dead:
      break;
  }
  if (rows_ > limits_.rows || bytes_ > limits_.bytes) {
    throw Error(ErrorKind::misconfigured, "the whole list of '" + flow_.definition.name + "' is beyond " +
                                              std::to_string(limits_.rows) + " rows or " +
                                              std::to_string(limits_.bytes >> 20U) +
                                              " MB, so it was not sent; narrow the filter of '" +
                                              flow_.definition.mapping + "' or split it into several flows");
  }
  list_->items.push_back(std::move(item));
}

void WholeList::gather(const std::stop_token& stop) {
  std::unordered_set<store::RowId> seen;
  store::RowId after = 0;
  while (!stop.stop_requested()) {
    OutBatchPointer page = due_.all(after, rows_at_once);
    if (!page) break;
    for (OutItem& item : page->items) {
      if (due_rows_.contains(item.delivery.row)) seen.insert(item.delivery.row);
      take(std::move(item));
    }
    page->items.clear();
    pages_.push_back(std::move(page));
  }
  for (OutItem& item : leaving_) {
    if (!seen.contains(item.delivery.row)) take(std::move(item));
  }
  list_->cursor = to_cursor(position_, flow_.mapping->fingerprint());
}

SentBatch WholeList::send(const std::stop_token& stop) {
  depart(*list_, flow_.definition.name, store_);
  SentBatch sent;
  sent.answers.resize(list_->items.size());
  std::vector<plugin_host::OutRecord> records;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < list_->items.size(); ++i) {
    const OutItem& item = list_->items[i];
    if (item.fate != OutFate::send && !item.goes_along) continue;
    positions.push_back(i);
    records.push_back({.json = item.json,
                       .key = item.key,
                       .idempotency_key = item.idempotency_key,
                       .remote_id = item.delivery.remote_id,
                       .operation = plugin_host::Operation::upsert,
                       .attempt = item.delivery.attempts + 1});
  }
  Answers sink(sent.answers, positions);
  try {
    flow_.session.write(flow_.definition.stream, records, sink, stop);
    for (std::size_t i = 0; i < list_->items.size(); ++i) {
      if (list_->items[i].fate == OutFate::erase) {
        sent.answers[i] = ItemAnswer{.accepted = true, .remote_id = {}, .reason = {}, .retry_after = {}};
      }
    }
  } catch (...) {
    sent.failure = std::current_exception();
  }
  sent.batch = std::move(list_);
  return sent;
}

}  // namespace lt::sync
