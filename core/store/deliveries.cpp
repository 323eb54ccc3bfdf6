// Writing deliveries and the disclosure log.
#include "store/disclosures.hpp"
#include "store/transaction.hpp"
#include "store/transaction_state.hpp"
#include "store/value_list.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace lt::store {

std::string_view to_string(DeliveryState state) {
  static constexpr std::string_view names[] = {"delivered", "retry", "dead", "withheld", "sending"};
  return names[static_cast<int>(state)];
}

namespace {

using model::Value;

// Gives no row where an answer that was stored since the document was compared says that the destination holds just
// this: it was delivered, or erased and so is withheld.
constexpr const char* departed =
    " ON CONFLICT (flow, row) DO UPDATE SET serial = delivery.serial + "
    "CASE WHEN delivery.unsettled IS DISTINCT FROM excluded.unsettled THEN 1 ELSE 0 END, "
    "unsettled = excluded.unsettled "
    "WHERE delivery.unsettled IS NOT NULL OR delivery.state NOT IN (0, 3) OR delivery.hash <> excluded.unsettled "
    "RETURNING row, serial";

constexpr const char* settled =
    " ON CONFLICT (flow, row) DO UPDATE SET state = excluded.state, hash = excluded.hash, seq = excluded.seq, "
    "attempts = excluded.attempts, next_attempt = excluded.next_attempt, remote_id = excluded.remote_id, "
    "error = excluded.error, waiting_since = "
    "CASE WHEN delivery.state = 1 AND excluded.state = 1 THEN delivery.waiting_since ELSE excluded.waiting_since "
    "END, unsettled = CASE WHEN delivery.serial > excluded.serial THEN delivery.unsettled ELSE excluded.unsettled "
    "END, "
    "serial = CASE WHEN delivery.serial > excluded.serial THEN delivery.serial ELSE excluded.serial END";

// One statement may write each row once only.
template <class Items>
bool each_row_once(const Items& items) {
  std::unordered_set<RowId> rows;
  return std::ranges::all_of(items, [&](const auto& item) { return rows.insert(item.row).second; });
}

// A serial for each that leaves, in the order of the departures.
using Serials = std::vector<std::optional<std::int64_t>>;

Serials depart_one_by_one(Writer& writer, std::int64_t flow, std::span<const Departure> departures) {
  Statement& put = writer.prepared(
      std::string("INSERT INTO delivery (flow, row, state, hash, seq, attempts, next_attempt, serial, unsettled) "
                  "VALUES (?, ?, ?, 0, ?, 0, 0, 1, ?)") +
      departed);
  Serials serials;
  serials.reserve(departures.size());
  for (const Departure& departure : departures) {
    const Resetting resetting(put);
    put.bind(1, flow);
    put.bind(2, departure.row);
    put.bind(3, static_cast<int>(DeliveryState::sending));
    put.bind(4, departure.seq);
    put.bind(5, departure.hash);
    const bool leaves = put.step();
    serials.push_back(leaves ? std::optional(put.integer(1)) : std::nullopt);
    if (leaves) put.step();
  }
  return serials;
}

Serials depart_at_once(Writer& writer, std::int64_t flow, std::span<const Departure> departures) {
  Statement& put = writer.prepared(
      std::string("INSERT INTO delivery (flow, row, state, hash, seq, attempts, next_attempt, serial, unsettled) "
                  "SELECT CAST(? AS BIGINT), d.row, CAST(? AS BIGINT), 0, d.seq, 0, 0, 1, d.hash FROM unnest("
                  "CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS BIGINT[])) AS d(row, seq, hash)") +
      departed);
  const Resetting resetting(put);
  put.bind(1, flow);
  put.bind(2, static_cast<int>(DeliveryState::sending));
  put.bind_list(3, list_of(departures, [](const Departure& each) { return Value::integer(each.row); }));
  put.bind_list(4, list_of(departures, [](const Departure& each) { return Value::integer(each.seq); }));
  put.bind_list(5, list_of(departures, [](const Departure& each) { return Value::integer(each.hash); }));
  std::unordered_map<RowId, std::int64_t> serial_of;
  while (put.step()) serial_of[put.integer(0)] = put.integer(1);
  Serials serials;
  serials.reserve(departures.size());
  for (const Departure& departure : departures) {
    const auto found = serial_of.find(departure.row);
    serials.push_back(found == serial_of.end() ? std::nullopt : std::optional(found->second));
  }
  return serials;
}

Milliseconds waiting_since(const Delivery& delivery, Milliseconds now) {
  return delivery.state == DeliveryState::retry ? now : 0;
}

void settle_one_by_one(Writer& writer, std::int64_t flow, std::span<const Delivery> deliveries) {
  Statement& put = writer.prepared(
      std::string("INSERT INTO delivery (flow, row, state, hash, seq, attempts, next_attempt, remote_id, error, "
                  "waiting_since, serial, unsettled) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?)") +
      settled);
  const Milliseconds now = writer.clock->now();
  for (const Delivery& delivery : deliveries) {
    put.bind(1, flow);
    put.bind(2, delivery.row);
    put.bind(3, static_cast<int>(delivery.state));
    put.bind(4, delivery.hash);
    put.bind(5, delivery.seq);
    put.bind(6, delivery.attempts);
    put.bind(7, delivery.next_attempt);
    put.bind(8, std::string_view(delivery.remote_id));
    put.bind(9, std::string_view(delivery.error));
    put.bind(10, waiting_since(delivery, now));
    put.bind(11, delivery.serial);
    if (delivery.unsettled) {
      put.bind(12, *delivery.unsettled);
    } else {
      put.bind_null(12);
    }
    put.run();
  }
}

void settle_at_once(Writer& writer, std::int64_t flow, std::span<const Delivery> deliveries) {
  using Of = Value (*)(const Delivery&);
  // Columns in the order of the statement; an empty text in an array is NULL.
  static constexpr Of columns[] = {
      [](const Delivery& each) { return Value::integer(each.row); },
      [](const Delivery& each) { return Value::integer(static_cast<int>(each.state)); },
      [](const Delivery& each) { return Value::integer(each.hash); },
      [](const Delivery& each) { return Value::integer(each.seq); },
      [](const Delivery& each) { return Value::integer(each.attempts); },
      [](const Delivery& each) { return Value::integer(each.next_attempt); },
      [](const Delivery& each) { return Value::text(each.remote_id); },
      [](const Delivery& each) { return Value::text(each.error); },
      [](const Delivery& each) { return Value::integer(each.serial); },
      [](const Delivery& each) { return each.unsettled ? Value::integer(*each.unsettled) : Value(); },
  };
  Statement& put = writer.prepared(
      std::string("INSERT INTO delivery (flow, row, state, hash, seq, attempts, next_attempt, remote_id, error, "
                  "waiting_since, serial, unsettled) SELECT CAST(?11 AS BIGINT), d.row, d.state, d.hash, d.seq, "
                  "d.attempts, d.next_attempt, d.remote_id, d.error, CASE WHEN d.state = 1 THEN CAST(?12 AS BIGINT) "
                  "ELSE 0 END, d.serial, d.unsettled FROM unnest(CAST(?1 AS BIGINT[]), CAST(?2 AS BIGINT[]), "
                  "CAST(?3 AS BIGINT[]), CAST(?4 AS BIGINT[]), CAST(?5 AS BIGINT[]), CAST(?6 AS BIGINT[]), "
                  "CAST(?7 AS TEXT[]), CAST(?8 AS TEXT[]), CAST(?9 AS BIGINT[]), CAST(?10 AS BIGINT[])) "
                  "AS d(row, state, hash, seq, attempts, next_attempt, remote_id, error, serial, unsettled)") +
      settled);
  int parameter = 0;
  for (const Of of : columns) put.bind_list(++parameter, list_of(deliveries, of));
  put.bind(++parameter, flow);
  put.bind(++parameter, writer.clock->now());
  put.run();
}

// What a destination called a row of an erased person is a trace too, once the deletion has arrived there.
void forget_erased(Writer& writer, std::int64_t flow, std::span<const Delivery> deliveries) {
  if (!writer.erased->any()) return;
  std::vector<RowId> kept_back;
  for (const Delivery& delivery : deliveries)
    if (delivery.state == DeliveryState::withheld) kept_back.push_back(delivery.row);
  each_by_rows([&](const std::string& text) -> Statement& { return writer.prepared(text); }, writer.connection.far(),
               "DELETE FROM delivery WHERE flow = " + std::to_string(flow) +
                   " AND state = 3 AND unsettled IS NULL AND row IN (SELECT row FROM erased_row) AND row",
               kept_back, [](const Statement&) {});
}

}  // namespace

std::vector<std::optional<std::int64_t>> Transaction::depart(std::string_view flow,
                                                             std::span<const Departure> departures) {
  Writer& writer = state_->writer;
  const std::int64_t number = writer.flow_number(flow);
  const bool at_once = writer.connection.far() && each_row_once(departures);
  return at_once ? depart_at_once(writer, number, departures) : depart_one_by_one(writer, number, departures);
}

void Transaction::put_deliveries(std::string_view flow, std::span<const Delivery> deliveries) {
  Writer& writer = state_->writer;
  const std::int64_t number = writer.flow_number(flow);
  const bool at_once = writer.connection.far() && each_row_once(deliveries);
  at_once ? settle_at_once(writer, number, deliveries) : settle_one_by_one(writer, number, deliveries);
  forget_erased(writer, number, deliveries);
}

void Transaction::put_disclosures(RunId run, const DisclosedFields& fields, std::span<const Disclosure> disclosures) {
  Writer& writer = state_->writer;
  write_disclosures([&](const std::string& text) -> Statement& { return writer.prepared(text); },
                    writer.connection.far(), run, fields, disclosures, writer.clock->now());
}

}  // namespace lt::store
