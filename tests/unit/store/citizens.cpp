// The citizens' making, and what is said of them.
#include "citizens.hpp"

#include "base/sealing.hpp"

#include <memory>

namespace store_world {

namespace {

const std::vector<std::string> entities = {
    "entity: person\nfields:\n  citizen_id: {type: text}\nkeys:\n  - [citizen_id]\n",
    "entity: place\nfields:\n  code: {type: text}\nkeys:\n  - [code]\n",
    "entity: dose\nfields:\n  person: {to: person, required: true}\n  number: {type: integer}\nkeys:\n"
    "  - [person, number]\n",
    "entity: illness\nfields:\n  code: {type: text}\n  person: {to: person}\n  source: {to: illness}\nkeys:\n"
    "  - [code]\n",
    "entity: visit\nfields:\n  code: {type: text}\n  illness: {to: illness}\n  place: {to: place}\nkeys:\n  - [code]\n",
    "entity: note\nfields:\n  code: {type: text}\n  visit: {to: visit}\n  answers: {to: note}\nkeys:\n  - [code]\n",
    "entity: meeting\nfields:\n  code: {type: text}\n  host: {to: person}\n  guest: {to: person}\nkeys:\n"
    "  - [code]\n"};

std::vector<lt::store::Disclosure> lines(const std::vector<lt::store::RowId>& rows) {
  std::vector<lt::store::Disclosure> logged;
  logged.reserve(rows.size());
  for (const lt::store::RowId row : rows) logged.push_back({row, row, 7});
  return logged;
}

}  // namespace

Citizens::Citizens() {
  model = model_of(folder.path / "citizens", entities);
  store.emplace(lt::store::Store::open(keyed(lt::store::Access::serve), model, clock));
  an = tell("person", an_number, {Value::text(an_number)});
  binh = tell("person", binh_number, {Value::text(binh_number)});
  market = tell("place", "m", {Value::text("market")});
  dose = tell("dose", "d", {to(an), Value::integer(1)});
  other_dose = tell("dose", "e", {to(binh), Value::integer(1)});
  illness = tell("illness", "F0", {Value::text("F0"), to(an), Value()});
  other_illness = tell("illness", "F1", {Value::text("F1"), to(binh), to(illness)});
  visit = tell("visit", "v", {Value::text("v"), to(illness), to(market)});
  other_visit = tell("visit", "w", {Value::text("w"), to(other_illness), to(market)});
  note = tell("note", "n", {Value::text("n"), to(visit), Value()});
  reply = tell("note", "r", {Value::text("r"), Value(), to(note)});
  meeting = tell("meeting", "g", {Value::text("g"), to(an), to(binh)});
  send({an, binh, market, dose, other_dose, illness, other_illness, visit, other_visit, note, reply, meeting});
}

lt::store::Options Citizens::keyed(lt::store::Access access) const {
  auto with_keys = options(access);
  with_keys.letter_keys = std::make_shared<const lt::SealingKeys>(
      lt::SealingKeys::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "the test"));
  return with_keys;
}

lt::model::EntityRecord Citizens::record(const char* entity, const char* key, std::span<Value> values) {
  ++said;
  return {model.find(entity), values, key, said, said};
}

lt::store::Absorbed Citizens::say(std::vector<lt::model::EntityRecord> records) {
  std::vector<lt::store::Incoming> batch{{records}};
  auto transaction = store->begin();
  auto absorbed = transaction.absorb(1, {"a", "all"}, batch);
  transaction.commit();
  return absorbed;
}

Citizens::RowId Citizens::tell(const char* entity, const char* key, std::vector<Value> values) {
  return say({record(entity, key, values)}).rows.front();
}

void Citizens::withdraw(const char* entity, std::string_view key) {
  auto transaction = store->begin();
  const std::array keys{key};
  transaction.withdraw({"a", "all"}, store->entity(entity), keys);
  transaction.commit();
}

void Citizens::send(const std::vector<RowId>& rows) {
  clock.advance(1000);
  auto transaction = store->begin();
  transaction.put_disclosures(5, {"app_out", "app", "care", {"person.citizen_id", "dose.number"}}, lines(rows));
  transaction.commit();
}

void Citizens::answer(const std::vector<RowId>& rows) {
  clock.advance(1000);
  store->log_answers({"answer passes", "guard", "passage", {"person.citizen_id"}}, lines(rows));
}

lt::store::RowDisclosures Citizens::about(const char* entity, RowId row) {
  return store->reader().disclosures_about(store->entity(entity), row).value();
}

std::set<Citizens::RowId> Citizens::rows_about(const char* entity, RowId row) {
  std::set<RowId> rows;
  for (const auto& document : about(entity, row).documents) rows.insert(document.row);
  return rows;
}

}  // namespace store_world
