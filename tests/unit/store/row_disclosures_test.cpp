// Promises of listing what left about a citizen: their own rows and nobody else's, whatever became of them since.
#include "citizens.hpp"
#include "store/belonging.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <set>

using lt::model::Value;
using lt::store::RowId;
using store_world::Citizens;
using RowIds = std::set<RowId>;

namespace {

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
        Lines{"dose: person", "illness: person", "visit: illness", "note: visit answers", "meeting: host guest"});
  CHECK(rule(model, store->entity("place")) == Lines{"visit: place", "note: visit answers"});
  CHECK(rule(model, store->entity("illness")) == Lines{"visit: illness", "note: visit answers"});
  CHECK(rule(model, store->entity("note")).empty());
}

TEST_CASE_METHOD(Citizens, "what left about a citizen is what left of their rows, not of those whom they infected") {
  CHECK(rows_about("person", an) == RowIds{an, dose, illness, visit, note, reply, meeting});
  CHECK(rows_about("person", binh) == RowIds{binh, other_dose, other_illness, other_visit, meeting});
  CHECK(rows_about("illness", illness) == RowIds{illness, visit, note, reply});
  CHECK(rows_about("place", market) == RowIds{market, visit, other_visit, note, reply});
  CHECK(rows_about("dose", dose) == RowIds{dose});
}

TEST_CASE_METHOD(Citizens, "each document says what left, of which entity, to whom and why, the latest first") {
  send({dose});
  answer({an, binh});
  const auto about_an = about("person", an);
  REQUIRE(about_an.documents.size() == 9);
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
  CHECK(rows_about("person", an) == RowIds{an, dose, illness, visit, note, reply, meeting});
  withdraw("person", store_world::an_number);
  CHECK_FALSE(store->reader().find(store->entity("person"), store_world::an_number));
  CHECK(rows_about("person", an) == RowIds{an, dose, illness, visit, note, reply, meeting});
  CHECK_FALSE(about("person", an).stands);
  CHECK(store->reader().find_removed(store->entity("person"), store_world::an_number) == an);
  CHECK_FALSE(store->reader().find_removed(store->entity("person"), store_world::binh_number));
  CHECK(rows_about("person", binh) == RowIds{binh, other_dose, other_illness, other_visit, meeting});
  CHECK(store_world::problems(*store).empty());
}

TEST_CASE_METHOD(Citizens, "what was merged into a row is of it, by whichever of the two it is asked for") {
  const RowId twice = tell("person", "3", {Value::text("C")});
  const RowId second_dose = tell("dose", "f", {to(twice), Value::integer(2)});
  send({twice, second_dose});
  const RowId again = tell("person", "4", {Value::text("D")});
  send({again});
  CHECK(tell("person", "4", {Value::text("C")}) == twice);
  CHECK(tell("person", "3", {Value::text(store_world::an_number)}) == an);  // the other record speaks of the row still
  CHECK(tell("person", "4", {Value::text(store_world::an_number)}) == an);
  const RowIds all{an, dose, illness, visit, note, reply, meeting, twice, again, second_dose};
  CHECK(rows_about("person", an) == all);
  CHECK(rows_about("person", again) == all);
  CHECK(about("person", again).row == an);
  CHECK(store->reader().find_removed(store->entity("person"), "D") == again);
  CHECK(store->reader().ever_had(store->entity("person"), again));
  CHECK(store_world::problems(*store).empty());
}

TEST_CASE_METHOD(Citizens, "a row that never was, or is of another entity, has no list") {
  auto reader = store->reader();
  CHECK_FALSE(reader.disclosures_about(store->entity("person"), 999'999));
  CHECK_FALSE(reader.ever_had(store->entity("person"), 999'999));
  CHECK_FALSE(reader.ever_had(store->entity("person"), dose));
  CHECK_FALSE(reader.disclosures_about(store->entity("person"), 0));
  CHECK_FALSE(reader.disclosures_about(store->entity("person"), dose));
}
