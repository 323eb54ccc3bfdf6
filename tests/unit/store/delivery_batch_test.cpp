// Promises of deliveries in batches: the same whether a database takes them one by one or all at once.
#include "databases/postgres_server.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>

using lt::store::Delivery;
using lt::store::DeliveryState;
using lt::store::Departure;
using lt::store::RowId;
using store_world::World;

namespace {

struct Batch {
  std::vector<Departure> departures;
  std::vector<Delivery> deliveries;
};

std::string text_of(const Delivery& delivery) {
  std::string text;
  for (const std::int64_t number : {delivery.row, static_cast<std::int64_t>(delivery.state), delivery.hash,
                                    delivery.seq, static_cast<std::int64_t>(delivery.attempts), delivery.next_attempt,
                                    delivery.serial, delivery.unsettled.value_or(-1)})
    text += std::to_string(number) + " ";
  return text + delivery.remote_id + "|" + delivery.error + "\n";
}

// Every batch departs and is settled, with some answers lost.
std::string told(World& world, const std::vector<Batch>& batches, const std::vector<RowId>& rows) {
  auto store = world.open();
  std::string text;
  for (const Batch& batch : batches) {
    world.clock.advance(1000);
    auto transaction = store.begin();
    for (const auto serial : transaction.depart("flow", batch.departures))
      text += std::to_string(serial.value_or(0)) + " ";
    transaction.put_deliveries("flow", batch.deliveries);
    std::vector<lt::store::Disclosure> disclosures;
    disclosures.reserve(batch.departures.size());
    for (const Departure& each : batch.departures) disclosures.push_back({each.row, each.seq, each.hash});
    transaction.put_disclosures(7, {"flow", "app", "care", {"person.phone"}}, disclosures);
    transaction.commit();
  }
  auto reader = store.reader();
  for (const Delivery& delivery : reader.deliveries("flow", rows)) text += text_of(delivery);
  for (const RowId row : rows)
    for (const auto& entry : reader.disclosures(row, 99))
      text += std::to_string(entry.row) + " " + std::to_string(entry.hash) + " " + std::to_string(entry.at) + "\n";
  text += std::to_string(reader.pending("flow").oldest.value_or(-1));
  return text;
}

// Of rows 1 to 100.
std::vector<Batch> batches_of(std::mt19937& random, bool rows_twice) {
  const auto any = [&](int most) { return static_cast<std::int64_t>(random() % static_cast<unsigned>(most)); };
  std::vector<Batch> batches(12);
  std::vector<RowId> rows(100);
  std::iota(rows.begin(), rows.end(), 1);
  for (Batch& batch : batches) {
    std::ranges::shuffle(rows, random);
    for (std::size_t i = 0; i < 60; ++i) {
      Delivery delivery;
      delivery.row = rows[rows_twice ? i / 2 : i];
      delivery.state = static_cast<DeliveryState>(any(5));
      delivery.hash = any(3) - 1;
      delivery.seq = any(100);
      delivery.attempts = static_cast<int>(any(4));
      delivery.next_attempt = any(5000);
      delivery.remote_id = any(2) == 0 ? "" : "remote '\" \\ ề" + std::to_string(any(9));
      delivery.error = any(2) == 0 ? "" : "no answer";
      delivery.serial = any(3);
      if (any(2) == 0) delivery.unsettled = any(3);
      batch.deliveries.push_back(delivery);
      if (any(2) == 0) batch.departures.push_back({delivery.row, delivery.seq, any(3)});
    }
  }
  return batches;
}

}  // namespace

TEST_CASE("deliveries and disclosures are the same on a server, all at once, as in a file, one by one", "[server]") {
  if (!lt::test_databases::PostgresServer::running()) return;
  std::mt19937 random(11);
  std::vector<RowId> all(100);
  std::iota(all.begin(), all.end(), 1);
  for (const bool rows_twice : {false, true}) {
    const auto batches = batches_of(random, rows_twice);
    World file(false), server(true);
    CHECK(told(file, batches, all) == told(server, batches, all));
  }
}

TEST_CASE("rows asked for by their ids come in that order, those that are not there left out") {
  World world;
  auto store = world.open();
  world.tell(store, {{"a", "1", 1, {"999000001", "", "A", "", "", ""}, 0, ""},
                     {"a", "2", 1, {"999000002", "", "B", "", "", ""}, 0, ""},
                     {"a", "3", 1, {"999000003", "", "C", "", "", ""}, 0, ""}});
  const auto& person = *world.model.find("person");
  int entity = 0;
  while (world.model.entities()[static_cast<std::size_t>(entity)].get() != &person) ++entity;
  lt::store::Rows rows;
  const std::vector<RowId> ids{3, 99, 1, 2};
  store.reader().rows(entity, ids, rows);
  std::vector<RowId> found;
  for (const auto& row : rows.rows) found.push_back(row.id);
  CHECK(found == std::vector<RowId>{3, 1, 2});
  CHECK(rows.rows.front().values[2].as_text() == "C");
}
