// Deliveries and the disclosure log, as they are read.
#include "store/answer_log.hpp"
#include "store/disclosures.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"
#include "store/value_list.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace lt::store {

namespace {

constexpr const char* delivery_columns =
    "row, state, hash, seq, attempts, next_attempt, coalesce(remote_id, ''), coalesce(error, ''), serial, unsettled";

Delivery read_delivery(const Statement& statement) {
  Delivery delivery;
  delivery.row = statement.integer(0);
  delivery.state = static_cast<DeliveryState>(statement.integer(1));
  delivery.hash = statement.integer(2);
  delivery.seq = statement.integer(3);
  delivery.attempts = static_cast<int>(statement.integer(4));
  delivery.next_attempt = statement.integer(5);
  delivery.remote_id = statement.string(6);
  delivery.error = statement.string(7);
  delivery.serial = statement.integer(8);
  if (!statement.is_null(9)) delivery.unsettled = statement.integer(9);
  return delivery;
}

std::optional<std::int64_t> flow_number(ReaderState& state, std::string_view flow) {
  Statement& select = state.prepared("SELECT id FROM flow WHERE name = ?");
  const Resetting resetting(select);
  select.bind(1, flow);
  if (!select.step()) return std::nullopt;
  return select.integer(0);
}

std::vector<Delivery> deliveries_of_many(ReaderState& state, std::int64_t flow, std::span<const RowId> rows) {
  Statement& select = state.prepared(std::string("SELECT ") + delivery_columns +
                                     " FROM delivery WHERE flow = ? AND row = ANY(CAST(? AS BIGINT[]))");
  const Resetting resetting(select);
  select.bind(1, flow);
  select.bind_list(2, list_of(rows, [](RowId row) { return model::Value::integer(row); }));
  std::unordered_map<RowId, Delivery> found;
  while (select.step()) found.emplace(select.integer(0), read_delivery(select));
  std::vector<Delivery> deliveries;
  deliveries.reserve(found.size());
  for (const RowId row : rows)
    if (const auto delivery = found.find(row); delivery != found.end()) deliveries.push_back(delivery->second);
  return deliveries;
}

}  // namespace

std::vector<Delivery> Reader::deliveries(std::string_view flow, std::span<const RowId> rows) {
  std::vector<Delivery> deliveries;
  const Snapshot snapshot(*state_);
  const auto number = flow_number(*state_, flow);
  if (!number) return deliveries;
  if (state_->connection.far()) return deliveries_of_many(*state_, *number, rows);
  Statement& select =
      state_->prepared(std::string("SELECT ") + delivery_columns + " FROM delivery WHERE flow = ? AND row = ?");
  for (const RowId row : rows) {
    const Resetting resetting(select);
    select.bind(1, *number);
    select.bind(2, row);
    if (select.step()) deliveries.push_back(read_delivery(select));
  }
  return deliveries;
}

std::vector<Delivery> Reader::due_retries(std::string_view flow, Milliseconds now, int limit) {
  std::vector<Delivery> deliveries;
  const auto number = flow_number(*state_, flow);
  if (!number) return deliveries;
  Statement& select = state_->prepared(std::string("SELECT ") + delivery_columns +
                                       " FROM delivery WHERE flow = ? AND state = 1 AND next_attempt <= ? "
                                       "ORDER BY next_attempt, row LIMIT ?");
  const Resetting resetting(select);
  select.bind(1, *number);
  select.bind(2, now);
  select.bind(3, limit);
  while (select.step()) deliveries.push_back(read_delivery(select));
  return deliveries;
}

std::optional<Milliseconds> Reader::next_retry(std::string_view flow) {
  const auto number = flow_number(*state_, flow);
  if (!number) return std::nullopt;
  Statement& select =
      state_->prepared("SELECT next_attempt FROM delivery WHERE flow = ? AND state = 1 ORDER BY next_attempt LIMIT 1");
  const Resetting resetting(select);
  select.bind(1, *number);
  if (!select.step()) return std::nullopt;
  return select.integer(0);
}

DeliveryCounts Reader::delivery_counts(std::string_view flow) {
  DeliveryCounts counts;
  const auto number = flow_number(*state_, flow);
  if (!number) return counts;
  Statement& select = state_->prepared("SELECT state, count(*) FROM delivery WHERE flow = ? GROUP BY state");
  const Resetting resetting(select);
  select.bind(1, *number);
  std::int64_t* const numbers[] = {&counts.delivered, &counts.retry, &counts.dead, &counts.withheld, &counts.sending};
  while (select.step()) *numbers[select.integer(0)] = select.integer(1);
  counts.oldest_retry = next_retry(flow).value_or(0);
  return counts;
}

std::vector<DisclosureEntry> Reader::disclosures(RowId row, int limit, const DisclosurePlace& before) {
  std::vector<DisclosureEntry> entries =
      read_disclosures([&](const std::string& text) -> Statement& { return state_->prepared(text); }, row, limit,
                       before.of_store, &DisclosurePlace::of_store);
  if (!state_->connection.far() && std::filesystem::exists(answer_log_file(state_->connection.name()))) {
    ReaderState answers({.path = answer_log_file(state_->connection.name()), .read_only = true}, *state_->model);
    const std::vector<DisclosureEntry> delivered = std::exchange(entries, {});
    std::ranges::merge(delivered,
                       read_disclosures([&](const std::string& text) -> Statement& { return answers.prepared(text); },
                                        row, limit, before.of_answers, &DisclosurePlace::of_answers),
                       std::back_inserter(entries), std::ranges::greater(), &DisclosureEntry::at, &DisclosureEntry::at);
  }
  if (std::ssize(entries) > limit) entries.resize(static_cast<std::size_t>(limit));
  DisclosurePlace place = before;
  for (DisclosureEntry& entry : entries) {
    if (entry.place.of_store != 0) place.of_store = entry.place.of_store;
    if (entry.place.of_answers != 0) place.of_answers = entry.place.of_answers;
    entry.place = place;
  }
  return entries;
}

}  // namespace lt::store
