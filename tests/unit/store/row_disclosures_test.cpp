// Promises of listing what left about a citizen: their own rows and nobody else's, whatever became of them since.
#include "store/belonging.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

using lt::model::EntityRecord;
using lt::model::Value;
using lt::store::RowId;
using lt::store::Store;
using Rows = std::set<RowId>;

namespace {

const std::vector<std::string> entities = {
    "entity: person\nfields:\n  citizen_id: {type: text}\nkeys:\n  - [citizen_id]\n",
    "entity: place\nfields:\n  code: {type: text}\nkeys:\n  - [code]\n",
    "entity: dose\nfields:\n  person: {to: person, required: true}\n  number: {type: integer}\nkeys:\n"
    "  - [person, number]\n",
    "entity: illness\nfields:\n  code: {type: text}\n  person: {to: person}\n  source: {to: illness}\nkeys:\n"
    "  - [code]\n",
    "entity: visit\nfields:\n  code: {type: text}\n  illness: {to: illness}\n  place: {to: place}\nkeys:\n  - [code]\n",
    "entity: note\nfields:\n  code: {type: text}\n  visit: {to: visit}\n  answers: {to: note}\nkeys:\n  - [code]\n"};

// An has a dose and an illness from which Bình's comes; as a case An visited the market, of which there are two notes.
class Citizens : public store_world::World {
 public:
  Citizens() {
    model = store_world::model_of(folder.path / "citizens", entities);
    store.emplace(open());
    an = tell("person", "1", {Value::text("A")});
    binh = tell("person", "2", {Value::text("B")});
    market = tell("place", "m", {Value::text("market")});
    dose = tell("dose", "d", {to(an), Value::integer(1)});
    other_dose = tell("dose", "e", {to(binh), Value::integer(1)});
    illness = tell("illness", "F0", {Value::text("F0"), to(an), Value()});
    other_illness = tell("illness", "F1", {Value::text("F1"), to(binh), to(illness)});
    visit = tell("visit", "v", {Value::text("v"), to(illness), to(market)});
    other_visit = tell("visit", "w", {Value::text("w"), to(other_illness), to(market)});
    note = tell("note", "n", {Value::text("n"), to(visit), Value()});
    reply = tell("note", "r", {Value::text("r"), Value(), to(note)});
    send({an, binh, market, dose, other_dose, illness, other_illness, visit, other_visit, note, reply});
  }

  static Value to(RowId row) { return Value::integer(-row); }

  // The row of which one record of a source speaks.
  RowId tell(const char* entity, const char* key, std::vector<Value> values) {
    ++said;
    std::vector<EntityRecord> records{{model.find(entity), values, key, said, said}};
    std::vector<lt::store::Incoming> batch{{records}};
    auto transaction = store->begin();
    const auto absorbed = transaction.absorb(1, {"a", "all"}, batch);
    transaction.commit();
    return absorbed.rows.front();
  }

  void withdraw(const char* entity, std::string_view key) {
    auto transaction = store->begin();
    const std::array keys{key};
    transaction.withdraw({"a", "all"}, store->entity(entity), keys);
    transaction.commit();
  }

  static std::vector<lt::store::Disclosure> lines(const std::vector<RowId>& rows) {
    std::vector<lt::store::Disclosure> logged;
    logged.reserve(rows.size());
    for (const RowId row : rows) logged.push_back({row, row, 7});
    return logged;
  }

  void send(const std::vector<RowId>& rows) {
    clock.advance(1000);
    auto transaction = store->begin();
    transaction.put_disclosures(5, {"app_out", "app", "care", {"person.citizen_id", "dose.number"}}, lines(rows));
    transaction.commit();
  }

  void answer(const std::vector<RowId>& rows) {
    clock.advance(1000);
    store->log_answers({"answer passes", "guard", "passage", {"person.citizen_id"}}, lines(rows));
  }

  lt::store::RowDisclosures about(const char* entity, RowId row) {
    return store->reader().disclosures_about(store->entity(entity), row).value();
  }

  Rows rows_about(const char* entity, RowId row) {
    Rows rows;
    for (const auto& document : about(entity, row).documents) rows.insert(document.row);
    return rows;
  }

  std::optional<Store> store;
  std::int64_t said = 0;
  RowId an, binh, market, dose, other_dose, illness, other_illness, visit, other_visit, note, reply;
};

// "entity: fields" of all entities whose rows may be of one of the asked entity.
std::set<std::string> rule(const lt::model::Model& model, int asked) {
  std::set<std::string> lines;
  for (const auto& belonging : lt::store::belongings(model, asked)) {
    const lt::model::Entity& entity = *model.entities()[static_cast<std::size_t>(belonging.entity)];
    std::string line = entity.name + ":";
    for (const int field : belonging.fields) line += " " + entity.fields[static_cast<std::size_t>(field)].name;
    lines.insert(line);
  }
  return lines;
}

}  // namespace

TEST_CASE_METHOD(Citizens, "rows are of those that they refer to, or of those whose their referred rows are") {
  using Lines = std::set<std::string>;
  CHECK(rule(model, store->entity("person")) ==
        Lines{"dose: person", "illness: person", "visit: illness", "note: visit answers"});
  CHECK(rule(model, store->entity("place")) == Lines{"visit: place", "note: visit answers"});
  CHECK(rule(model, store->entity("illness")) == Lines{"visit: illness", "note: visit answers"});
  CHECK(rule(model, store->entity("note")).empty());
}

TEST_CASE_METHOD(Citizens, "what left about a citizen is what left of their rows, not of those whom they infected") {
  CHECK(rows_about("person", an) == Rows{an, dose, illness, visit, note, reply});
  CHECK(rows_about("person", binh) == Rows{binh, other_dose, other_illness, other_visit});
  CHECK(rows_about("illness", illness) == Rows{illness, visit, note, reply});
  CHECK(rows_about("place", market) == Rows{market, visit, other_visit, note, reply});
  CHECK(rows_about("dose", dose) == Rows{dose});
}

TEST_CASE_METHOD(Citizens, "each document says what left, of which entity, to whom and why, the latest first") {
  send({dose});
  answer({an, binh});
  const auto about_an = about("person", an);
  REQUIRE(about_an.documents.size() == 8);
  CHECK(about_an.stands);
  const auto& given = about_an.documents[0];
  CHECK(given.what->destination == "guard");
  CHECK(given.what->purpose == "passage");
  CHECK(given.what->flow == "answer passes");
  CHECK(given.entity == store->entity("person"));
  CHECK(given.run == 0);
  const auto& sent = about_an.documents[1];
  CHECK(sent.row == dose);
  CHECK(sent.entity == store->entity("dose"));
  CHECK(sent.what->fields == std::vector<std::string>{"person.citizen_id", "dose.number"});
  CHECK(sent.run == 5);
  CHECK(sent.at + 1000 == given.at);
  CHECK(std::ranges::is_sorted(about_an.documents, std::ranges::greater(), &lt::store::DisclosedDocument::at));
}

TEST_CASE_METHOD(Citizens, "rows that went count still, and so does what let go of them") {
  withdraw("dose", "d");
  withdraw("visit", "v");
  CHECK(rows_about("person", an) == Rows{an, dose, illness, visit, note, reply});
  withdraw("person", "1");
  CHECK_FALSE(store->reader().find(store->entity("person"), "A"));
  CHECK(rows_about("person", an) == Rows{an, dose, illness, visit, note, reply});
  CHECK_FALSE(about("person", an).stands);
  CHECK(store->reader().find_removed(store->entity("person"), "A") == an);
  CHECK_FALSE(store->reader().find_removed(store->entity("person"), "B"));
  CHECK(rows_about("person", binh) == Rows{binh, other_dose, other_illness, other_visit});
  CHECK(store_world::problems(*store).empty());
}

TEST_CASE_METHOD(Citizens, "what was merged into a row is of it, by whichever of the two it is asked for") {
  const RowId twice = tell("person", "3", {Value::text("C")});
  const RowId second_dose = tell("dose", "f", {to(twice), Value::integer(2)});
  send({twice, second_dose});
  const RowId again = tell("person", "4", {Value::text("D")});
  send({again});
  CHECK(tell("person", "4", {Value::text("C")}) == twice);
  CHECK(tell("person", "3", {Value::text("A")}) == an);  // the other record speaks of the row still
  CHECK(tell("person", "4", {Value::text("A")}) == an);
  const Rows all{an, dose, illness, visit, note, reply, twice, again, second_dose};
  CHECK(rows_about("person", an) == all);
  CHECK(rows_about("person", again) == all);
  CHECK(about("person", again).row == an);
  CHECK(store->reader().find_removed(store->entity("person"), "D") == again);
  CHECK(store_world::problems(*store).empty());
}

TEST_CASE_METHOD(Citizens, "a row that never was, or is of another entity, has no list") {
  auto reader = store->reader();
  CHECK_FALSE(reader.disclosures_about(store->entity("person"), 999'999));
  CHECK_FALSE(reader.disclosures_about(store->entity("person"), 0));
  CHECK_FALSE(reader.disclosures_about(store->entity("person"), dose));
}
