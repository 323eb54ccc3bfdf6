// From a destination's answers to deliveries, retries and dead letters.
#include "sync/delivery_writer.hpp"

#include "sync/backoff.hpp"

#include <array>
#include <charconv>

namespace lt::sync {
namespace {

bool may_pass_later(plugin_host::RejectClass reject_class) {
  return reject_class == plugin_host::RejectClass::transient || reject_class == plugin_host::RejectClass::dependency;
}

std::string hexadecimal(std::int64_t number) {
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::uint64_t>(number), 16);
  return {digits.data(), end.ptr};
}

}  // namespace

void depart(OutBatch& batch, const std::string& flow, store::Store& store) {
  std::vector<store::Departure> departures;
  for (const OutItem& item : batch.items) {
    if (item.goes_out()) departures.push_back({item.delivery.row, item.version, item.hash});
  }
  std::vector<std::optional<std::int64_t>> serials;
  if (!departures.empty()) {
    store::Transaction transaction = store.begin();
    serials = transaction.depart(flow, departures);
    transaction.commit();
  }
  auto serial = serials.begin();
  for (OutItem& item : batch.items) {
    if (!item.goes_out() && !item.goes_along) continue;
    if (item.goes_out()) {
      const std::optional<std::int64_t> given = *serial++;
      if (!given) {
        item.fate = item.fate == OutFate::erase ? OutFate::withheld : OutFate::unchanged;
        continue;
      }
      item.in_doubt = item.delivery.unsettled.has_value();
      item.delivery.serial = *given;
      item.delivery.unsettled = item.hash;
    }
    item.idempotency_key =
        flow + ":" + item.key + ":" + std::to_string(item.delivery.serial) + "-" + hexadecimal(item.hash);
  }
}

SentBatch send(OutBatchPointer batch, const OutFlow& flow, store::Store& store, const std::stop_token& stop) {
  depart(*batch, flow.definition.name, store);
  SentBatch sent;
  sent.answers.resize(batch->items.size());
  std::vector<plugin_host::OutRecord> records;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < batch->items.size(); ++i) {
    const OutItem& item = batch->items[i];
    if (!item.goes_out()) continue;
    positions.push_back(i);
    records.push_back(
        {.json = item.json,
         .key = item.key,
         .idempotency_key = item.idempotency_key,
         .remote_id = item.delivery.remote_id,
         .operation = item.fate == OutFate::erase ? plugin_host::Operation::erase : plugin_host::Operation::upsert,
         .attempt = item.delivery.attempts + (item.in_doubt ? 2 : 1)});
  }
  if (!records.empty()) {
    Answers sink(sent.answers, positions);
    try {
      flow.session.write(flow.definition.stream, records, sink, stop);
    } catch (...) {
      sent.failure = std::current_exception();
    }
  }
  sent.batch = std::move(batch);
  return sent;
}

// What one transaction writes.
struct DeliveryWriter::Records {
  std::vector<store::Delivery> deliveries;
  std::vector<store::Disclosure> disclosures;
  std::vector<store::DeadLetter> letters;
  std::vector<std::pair<store::RowId, std::string_view>> named;  // with what the destination calls it
  std::vector<std::string_view> good_keys;
  store::Counts counts;
  bool all_settled = true;
};

DeliveryWriter::DeliveryWriter(const OutFlow& flow, store::Store& store, const Clock& clock, store::RunId run)
    : flow_(flow),
      store_(store),
      clock_(clock),
      run_(run),
      fields_{flow.definition.name, flow.definition.system, flow.mapping->purpose(), flow.mapping->disclosed_fields()} {
}

void DeliveryWriter::bury(const OutItem& item, store::Delivery delivery, const char* step,
                          std::vector<model::Reason> reasons, Records& records) const {
  store::DeadLetter letter;
  letter.flow = flow_.definition.name;
  letter.direction = store::Direction::out;
  letter.key = item.key;
  letter.row = item.delivery.row;
  letter.step = step;
  letter.reasons = std::move(reasons);
  letter.payload = item.json;
  letter.raw_hash = item.hash;
  delivery.state = store::DeliveryState::dead;
  delivery.seq = item.version;
  delivery.error = letter.reasons.empty() ? "" : letter.reasons.front().message;
  records.deliveries.push_back(std::move(delivery));
  records.letters.push_back(std::move(letter));
  ++records.counts.dead;
}

// It has arrived and has no name there yet: asked again, as after a refusal that passes.
void DeliveryWriter::wait_for_name(const OutItem& item, const ItemAnswer& answer, Records& records) const {
  store::Delivery delivery = item.delivery;
  ++delivery.attempts;
  delivery.hash = item.hash;
  delivery.remote_id = answer.remote_id;
  delivery.unsettled.reset();
  if (item.delivery.remote_id.empty()) records.disclosures.push_back({item.delivery.row, item.version, item.hash});
  delivery.error = "the destination took it as '" + answer.remote_id + "' and has not said yet what it calls it";
  if (delivery.attempts >= flow_.definition.retry.attempts) {
    return bury(item, delivery, "write", {{"dependency", "", "", delivery.error}}, records);
  }
  delivery.state = store::DeliveryState::retry;
  delivery.seq = item.version;
  delivery.next_attempt =
      clock_.now() + backoff(flow_.definition.retry, delivery.attempts, static_cast<std::uint64_t>(delivery.row));
  records.deliveries.push_back(std::move(delivery));
  ++records.counts.pending;
}

void DeliveryWriter::accept(const OutItem& item, const ItemAnswer& answer, Records& records) const {
  const bool erased = item.fate == OutFate::erase;
  const auto& name = flow_.definition.remote_id;
  if (name && !erased && !answer.remote_id.empty()) {
    if (!name->provisional.empty() && answer.remote_id.starts_with(name->provisional))
      return wait_for_name(item, answer, records);
    const bool known =
        item.delivery.state == store::DeliveryState::delivered && answer.remote_id == item.delivery.remote_id;
    if (!known) records.named.emplace_back(item.delivery.row, answer.remote_id);
  }
  store::Delivery delivery;
  delivery.row = item.delivery.row;
  delivery.state = erased ? store::DeliveryState::withheld : store::DeliveryState::delivered;
  delivery.hash = item.hash;
  delivery.seq = item.version;
  delivery.serial = item.delivery.serial;
  delivery.remote_id = answer.remote_id.empty() ? item.delivery.remote_id : answer.remote_id;
  if (!erased) records.disclosures.push_back({item.delivery.row, item.version, item.hash});
  records.deliveries.push_back(std::move(delivery));
  records.good_keys.push_back(item.key);
  ++records.counts.delivered;
}

void DeliveryWriter::reject(const OutItem& item, const ItemAnswer& answer, Records& records) const {
  store::Delivery delivery = item.delivery;
  ++delivery.attempts;
  // Refused for good, it is not there; refused for now (an error of the server, a time-out), it may be.
  if (!may_pass_later(answer.reject_class)) delivery.unsettled.reset();
  if (!may_pass_later(answer.reject_class) || delivery.attempts >= flow_.definition.retry.attempts) {
    return bury(item, std::move(delivery), "write",
                {{std::string(to_string(answer.reject_class)), "", "", answer.reason}}, records);
  }
  const std::optional<Milliseconds> wish =
      answer.retry_after ? std::optional<Milliseconds>(answer.retry_after->count()) : std::nullopt;
  delivery.state = store::DeliveryState::retry;
  delivery.seq = item.version;
  delivery.error = answer.reason;
  delivery.next_attempt =
      clock_.now() + backoff(flow_.definition.retry, delivery.attempts, static_cast<std::uint64_t>(delivery.row), wish);
  records.deliveries.push_back(std::move(delivery));
  ++records.counts.pending;
}

void DeliveryWriter::settle(const OutItem& item, const std::optional<ItemAnswer>& answer, Records& records) const {
  const bool refused = answer && !answer->accepted;
  if (item.goes_along && !item.due && !refused) return;
  ++records.counts.due;
  if (item.goes_along && refused) return reject(item, *answer, records);
  if (item.fate == OutFate::dead) return bury(item, item.delivery, "map", item.reasons, records);
  if (item.goes_out()) {
    if (answer) return answer->accepted ? accept(item, *answer, records) : reject(item, *answer, records);
    records.all_settled = false;
    ++records.counts.pending;
    return;
  }
  if (item.fate == OutFate::waits) {
    store::Delivery delivery = item.delivery;
    delivery.state = store::DeliveryState::retry;
    delivery.seq = item.version;
    delivery.next_attempt = item.opens_at;
    delivery.error = "waits for the hours in which this flow may reach people";
    records.deliveries.push_back(std::move(delivery));
    ++records.counts.pending;
    return;
  }
  records.good_keys.push_back(item.key);
  if (item.fate == OutFate::unchanged) {
    ++records.counts.unchanged;
    return;
  }
  ++records.counts.withheld;
  store::Delivery delivery;
  delivery.row = item.delivery.row;
  delivery.state = store::DeliveryState::withheld;
  delivery.seq = item.version;
  delivery.serial = item.delivery.serial;
  records.deliveries.push_back(std::move(delivery));
}

void DeliveryWriter::write(const SentBatch& sent) {
  Records records;
  for (std::size_t i = 0; i < sent.batch->items.size(); ++i) {
    settle(sent.batch->items[i], sent.answers[i], records);
  }
  const std::string& flow = flow_.definition.name;
  store::Counts counts = counts_;
  counts += records.counts;
  store::Transaction transaction = store_.begin();
  transaction.put_deliveries(flow, records.deliveries);
  for (const auto& [row, name] : records.named) {
    const auto& entity = flow_.mapping->entity();
    const int field = *entity.field(flow_.definition.remote_id->field);
    transaction.name_row(run_, {flow_.definition.system, flow}, {store_.entity(entity.name), row, field}, name);
  }
  transaction.put_disclosures(run_, fields_, records.disclosures);
  for (const auto& letter : records.letters) transaction.put_dead_letter(run_, letter);
  transaction.resolve_dead_letters(flow, records.good_keys);
  if (records.all_settled && sent.batch->cursor) transaction.set_cursor(flow, *sent.batch->cursor);
  transaction.update_run(run_, counts, {});
  transaction.commit();
  counts_ = counts;
}

}  // namespace lt::sync
