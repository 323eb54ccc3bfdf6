// Promises of looking rows up by a field.
#include "store/lookup.hpp"

#include "store/connection.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>

using namespace lt::store;
using store_world::World;

namespace {

struct Looking : World {
  Store store = Store::open(with_lookups(), model, clock);

  Options with_lookups() const {
    Options with = options();
    with.lookups = {{"person", 4}, {"person", 3}, {"dose", 2}};
    return with;
  }

  Looking() {
    tell(store, {{.system = "a",
                  .key = "1",
                  .as_of = 1,
                  .person = {"111", "", "An", "1990-01-01", "0912", ""},
                  .dose = 1,
                  .vaccine = "X"},
                 {.system = "a",
                  .key = "2",
                  .as_of = 1,
                  .person = {"222", "", "Bình", "1992-01-01", "0912", ""},
                  .dose = 1,
                  .vaccine = "X"},
                 {.system = "a",
                  .key = "3",
                  .as_of = 1,
                  .person = {"333", "", "Chi", "1991-01-01", "0913", ""},
                  .dose = 2,
                  .vaccine = "Y"},
                 {.system = "a",
                  .key = "4",
                  .as_of = 1,
                  .person = {"444", "", "Dung", "", "0912", ""},
                  .dose = 1,
                  .vaccine = "Y"}});
  }
  std::vector<std::string> names(LookupQuery query) {
    query.entity = store.entity("person");
    Reader reader = store.reader();
    std::vector<std::string> names;
    for (;;) {
      const auto places = reader.lookup(query);
      for (const auto& place : places) {
        Rows rows;
        reader.rows(query.entity, std::vector<RowId>{place.row}, rows);
        names.emplace_back(rows.rows.front().values[2].as_text());
      }
      if (static_cast<int>(places.size()) < query.limit) return names;
      query.after = places.back();
    }
  }
};

using Names = std::vector<std::string>;
constexpr LookupField phone_field{.field = 4};
constexpr int dob_field = 3;

}  // namespace

TEST_CASE_METHOD(Looking, "rows with a value come the last made first, whatever the size of a page") {
  for (const int limit : {1, 2, 3, 500}) {
    CHECK(names({.by = phone_field, .key = "0912", .limit = limit}) == Names{"Dung", "Bình", "An"});
  }
  CHECK(names({.by = phone_field, .key = "0999"}).empty());
}

TEST_CASE_METHOD(Looking, "a field of time orders and bounds them, without a time a row stands last, or nowhere") {
  for (const int limit : {1, 2, 500}) {
    CHECK(names({.by = phone_field, .key = "0912", .time = dob_field, .limit = limit}) == Names{"Bình", "An", "Dung"});
    CHECK(names({.time = dob_field, .limit = limit}) == Names{"Bình", "Chi", "An"});
  }
  CHECK(names({.time = dob_field, .since = "1991-01-01"}) == Names{"Bình", "Chi"});
  CHECK(names({.time = dob_field, .since = "1990-06-01", .until = "1992-01-01"}) == Names{"Chi"});
  CHECK(names({.by = phone_field, .key = "0912", .time = dob_field, .until = "1992-01-01"}) == Names{"An", "Dung"});
}

TEST_CASE_METHOD(Looking, "rows are found by a field of the row that they refer to") {
  Reader reader = store.reader();
  LookupQuery query{.entity = store.entity("dose"), .by = {.field = 0, .referred = 0}, .key = "333"};
  REQUIRE(reader.lookup(query).size() == 1);
  query.key = "999";
  CHECK(reader.lookup(query).empty());
}

TEST_CASE_METHOD(Looking, "a number is found by its digits") {
  LookupQuery query{.entity = store.entity("dose"), .by = {.field = 1}, .key = "2"};
  CHECK(store.reader().lookup(query).size() == 1);
}

TEST_CASE_METHOD(Looking, "fields that no key leads get an index, and only they", "[sqlite]") {
  const auto its = connect();
  Connection& connection = *its;
  const auto indexes = [&](const std::string& name) {
    return connection.integer("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = '" + name + "'");
  };
  CHECK(indexes("person__phone") == 1);
  CHECK(indexes("person__dob") == 1);
  CHECK(indexes("dose__vaccine") == 1);
  CHECK(indexes("person__address") == 0);
  Statement plan(connection,
                 "EXPLAIN QUERY PLAN SELECT _id FROM person WHERE phone = ?1 AND 1 ORDER BY _id DESC LIMIT 5");
  REQUIRE(plan.step());
  CHECK(plan.string(3).find("USING COVERING INDEX person__phone") != std::string::npos);
}
