// Writing deliveries and the disclosure log.
#include "store/disclosures.hpp"
#include "store/transaction.hpp"
#include "store/transaction_state.hpp"

namespace lt::store {

std::string_view to_string(DeliveryState state) {
  static constexpr std::string_view names[] = {"delivered", "retry", "dead", "withheld", "sending"};
  return names[static_cast<int>(state)];
}

std::vector<std::int64_t> Transaction::depart(std::string_view flow, std::span<const Departure> departures) {
  Writer& writer = state_->writer;
  const std::int64_t number = writer.flow_number(flow);
  Statement& put = writer.prepared(
      "INSERT INTO delivery (flow, row, state, hash, seq, attempts, next_attempt, serial, unsettled) "
      "VALUES (?, ?, ?, 0, ?, 0, 0, 1, ?) "
      "ON CONFLICT (flow, row) DO UPDATE SET serial = delivery.serial + "
      "CASE WHEN delivery.unsettled IS DISTINCT FROM excluded.unsettled THEN 1 ELSE 0 END, "
      "unsettled = excluded.unsettled RETURNING serial");
  std::vector<std::int64_t> serials;
  serials.reserve(departures.size());
  for (const Departure& departure : departures) {
    const Resetting resetting(put);
    put.bind(1, number);
    put.bind(2, departure.row);
    put.bind(3, static_cast<int>(DeliveryState::sending));
    put.bind(4, departure.seq);
    put.bind(5, departure.hash);
    put.step();
    serials.push_back(put.integer(0));
    put.step();
  }
  return serials;
}

void Transaction::put_deliveries(std::string_view flow, std::span<const Delivery> deliveries) {
  Writer& writer = state_->writer;
  const std::int64_t number = writer.flow_number(flow);
  Statement& put = writer.prepared(
      "INSERT INTO delivery (flow, row, state, hash, seq, attempts, next_attempt, remote_id, error, waiting_since, "
      "serial, unsettled) VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?) "
      "ON CONFLICT (flow, row) DO UPDATE SET state = excluded.state, hash = excluded.hash, seq = excluded.seq, "
      "attempts = excluded.attempts, next_attempt = excluded.next_attempt, remote_id = excluded.remote_id, "
      "error = excluded.error, waiting_since = "
      "CASE WHEN delivery.state = 1 AND excluded.state = 1 THEN delivery.waiting_since ELSE excluded.waiting_since "
      "END, unsettled = CASE WHEN delivery.serial > excluded.serial THEN delivery.unsettled ELSE excluded.unsettled "
      "END, "
      "serial = CASE WHEN delivery.serial > excluded.serial THEN delivery.serial ELSE excluded.serial END");
  const Milliseconds now = writer.clock->now();
  for (const Delivery& delivery : deliveries) {
    put.bind(1, number);
    put.bind(2, delivery.row);
    put.bind(3, static_cast<int>(delivery.state));
    put.bind(4, delivery.hash);
    put.bind(5, delivery.seq);
    put.bind(6, delivery.attempts);
    put.bind(7, delivery.next_attempt);
    put.bind(8, std::string_view(delivery.remote_id));
    put.bind(9, std::string_view(delivery.error));
    put.bind(10, delivery.state == DeliveryState::retry ? now : 0);
    put.bind(11, delivery.serial);
    if (delivery.unsettled) {
      put.bind(12, *delivery.unsettled);
    } else {
      put.bind_null(12);
    }
    put.run();
  }
}

void Transaction::put_disclosures(RunId run, const DisclosedFields& fields, std::span<const Disclosure> disclosures) {
  Writer& writer = state_->writer;
  write_disclosures([&](const std::string& text) -> Statement& { return writer.prepared(text); }, run, fields,
                    disclosures, writer.clock->now());
}

}  // namespace lt::store
