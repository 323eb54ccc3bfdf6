// Deliveries and the disclosure log, as they are read.
#include "store/reader.hpp"
#include "store/reader_state.hpp"

#include <boost/json.hpp>

namespace lt::store {

namespace {

constexpr const char* columns =
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

}  // namespace

std::vector<Delivery> Reader::deliveries(std::string_view flow, std::span<const RowId> rows) {
  std::vector<Delivery> deliveries;
  const Snapshot snapshot(*state_);
  const auto number = flow_number(*state_, flow);
  if (!number) return deliveries;
  Statement& select = state_->prepared(std::string("SELECT ") + columns + " FROM delivery WHERE flow = ? AND row = ?");
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
  Statement& select = state_->prepared(std::string("SELECT ") + columns +
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

std::vector<DisclosureEntry> Reader::disclosures(RowId row, int limit) {
  Statement& select = state_->prepared(
      "SELECT f.flow, f.destination, f.purpose, f.fields, d.row, d.seq, d.run, d.at, d.hash "
      "FROM disclosure d JOIN disclosed_fields f ON f.id = d.fields WHERE d.row = ? ORDER BY d.id DESC LIMIT ?");
  const Resetting resetting(select);
  select.bind(1, row);
  select.bind(2, limit);
  std::vector<DisclosureEntry> entries;
  while (select.step()) {
    DisclosureEntry entry;
    entry.flow = select.string(0);
    entry.destination = select.string(1);
    entry.purpose = select.string(2);
    const std::string_view fields = select.text(3);
    entry.fields = boost::json::value_to<std::vector<std::string>>(boost::json::parse({fields.data(), fields.size()}));
    entry.row = select.integer(4);
    entry.seq = select.integer(5);
    entry.run = select.integer(6);
    entry.at = select.integer(7);
    entry.hash = select.integer(8);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace lt::store
