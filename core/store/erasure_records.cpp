// Out of a store, into an older copy of it, and there once more.
#include "store/erasure_records.hpp"

#include "base/error.hpp"
#include "store/eraser.hpp"
#include "store/reader.hpp"
#include "store/reader_state.hpp"
#include "store/transaction.hpp"

#include <boost/json.hpp>

#include <map>
#include <set>
#include <utility>

namespace lt::store {

namespace json = boost::json;

namespace {

[[noreturn]] void refuse(const std::string& why) { throw Error(ErrorKind::misconfigured, "list of erasures: " + why); }

json::object to_object(const ErasureRecord& record) {
  const Erasure& erasure = record.erasure;
  return {{"erasure", erasure.id},    {"at", erasure.at},       {"entity", erasure.entity},
          {"reason", erasure.reason}, {"who", erasure.who},     {"counts", json::value_from(erasure.counts)},
          {"key", erasure.sealed_by}, {"proof", erasure.proof}, {"hashes", json::value_from(record.hashes)}};
}

ErasureRecord from_object(const json::value& value) {
  const auto text = [&](const char* name) { return json::value_to<std::string>(value.at(name)); };
  return {.erasure = {.id = value.at("erasure").to_number<std::int64_t>(),
                      .at = value.at("at").to_number<std::int64_t>(),
                      .entity = text("entity"),
                      .reason = text("reason"),
                      .who = text("who"),
                      .counts = json::value_to<std::map<std::string, std::int64_t>>(value.at("counts")),
                      .sealed_by = text("key"),
                      .proof = text("proof")},
          .hashes = json::value_to<std::vector<std::string>>(value.at("hashes"))};
}

std::vector<ErasureRecord> parse(std::string_view text) try {
  std::vector<ErasureRecord> records;
  const json::value list = json::parse({text.data(), text.size()});
  records.reserve(list.as_array().size());
  for (const json::value& value : list.as_array()) records.push_back(from_object(value));
  return records;
} catch (const std::exception&) {
  refuse("this is none; give the file that lienthong erase export wrote");
}

void insert(Writer& writer, const ErasureRecord& record) {
  insert_proof(writer, record.erasure);
  writer.erased->keep(record.hashes, record.erasure.id);
}

// Those that the store lacks; it must know the others as the list does.
void adopt(Writer& writer, const std::vector<ErasureRecord>& records) {
  std::map<std::int64_t, std::string> known;
  {
    Statement& select = writer.prepared("SELECT id, proof FROM erasure");
    const Resetting resetting(select);
    while (select.step()) known[select.integer(0)] = select.string(1);
  }
  for (const ErasureRecord& record : records) {
    const auto found = known.find(record.erasure.id);
    if (found != known.end() && found->second != record.erasure.proof)
      refuse("its proof " + std::to_string(record.erasure.id) +
             " is another than the store's; it is of another store, or the store has gone on without it");
    if (!writer.letter_keys || !writer.letter_keys->has(record.erasure.sealed_by))
      refuse("the key " + record.erasure.sealed_by +
             " is not here, without which the persons cannot be known again; add it behind the hub's own keys");
    if (found == known.end()) insert(writer, record);
  }
}

// One source's word on a row.
struct Sent {
  int entity = 0;
  std::int64_t source = 0;
  std::string key;
};

// Of everything that sources say here, what bears the key of an erased record.
std::vector<Sent> find_erased(Writer& writer) {
  const model::Model& model = writer.placer->model();
  std::vector<Sent> found;
  Statement select(writer.connection, "SELECT source, key FROM source_record", Fetch::in_parts);
  while (select.step()) {
    const SourceName& name = writer.placer->sources().name(select.integer(0));
    if (!writer.erased->has({name.system, name.stream}, name.entity, select.text(1))) continue;
    if (const auto entity = model.position(name.entity))
      found.push_back({*entity, select.integer(0), select.string(1)});
  }
  return found;
}

std::set<std::string> erased_entities(Writer& writer) {
  Statement& select = writer.prepared("SELECT DISTINCT entity FROM erasure");
  const Resetting resetting(select);
  std::set<std::string> names;
  while (select.step()) names.insert(select.string(0));
  return names;
}

}  // namespace

std::string to_json(const std::vector<ErasureRecord>& records) {
  json::array array;
  array.reserve(records.size());
  for (const ErasureRecord& record : records) array.push_back(to_object(record));
  return json::serialize(array);
}

std::vector<ErasureRecord> erasure_records(std::string_view text) {
  std::vector<ErasureRecord> records = parse(text);
  std::string before;
  std::int64_t number = 0;
  for (const ErasureRecord& record : records) {
    if (record.erasure.id != ++number || record.erasure.proof != proof_of(record.erasure, before))
      refuse("proof " + std::to_string(number) + " was changed, or the one before it is gone");
    before = record.erasure.proof;
  }
  return records;
}

std::vector<ErasureRecord> Reader::erasure_records() {
  const Snapshot snapshot(*state_);
  std::vector<ErasureRecord> records;
  for (Erasure& erasure : erasures()) records.push_back({.erasure = std::move(erasure), .hashes = {}});
  Statement& select = state_->prepared("SELECT erasure, hash FROM erased_key ORDER BY erasure, hash");
  const Resetting resetting(select);
  while (select.step()) {
    const auto number = static_cast<std::size_t>(select.integer(0));
    if (number >= 1 && number <= records.size()) records[number - 1].hashes.push_back(select.string(1));
  }
  return records;
}

// Persons first: with each goes what is of them. What is left bears an erased key and is of somebody else by now.
std::vector<Erasure> Transaction::erase_again(const std::vector<ErasureRecord>& records, const ErasureOrder& like) {
  Writer& writer = state_->writer;
  adopt(writer, records);
  writer.erased->start(writer.connection.integer("SELECT coalesce(max(id), 0) FROM erasure"));
  const std::set<std::string> asked = erased_entities(writer);
  const std::vector<Sent> sent = find_erased(writer);
  std::vector<Erasure> done;
  const auto still_there = [&](const Sent& each) { return writer.placer->records().find(each.source, each.key); };
  for (const Sent& each : sent) {
    const auto stored = still_there(each);
    if (!stored || !asked.contains(writer.placer->model().entities()[static_cast<std::size_t>(each.entity)]->name))
      continue;
    ErasureOrder order = like;
    order.entity = each.entity;
    order.row = stored->row;
    done.push_back(Eraser(writer, order).erase());
  }
  for (const Sent& each : sent)
    if (still_there(each)) writer.placer->withdraw(each.entity, each.source, each.key);
  return done;
}

}  // namespace lt::store
