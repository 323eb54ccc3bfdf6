// Promises of the statements' texts, the errors' meanings and the values, without a database.
#include "statements.hpp"

#include "connect.hpp"
#include "database_error.hpp"
#include "json_row.hpp"
#include "read_state.hpp"

#include <catch2/catch.hpp>
#include <lienthong/sdk/failure.hpp>

using namespace lt::sql_table;
using Catch::Contains;
namespace json = boost::json;

TEST_CASE("a name is a name whatever it says") {
  CHECK(quoted(dialect_of("sqlite3"), "x; DROP TABLE y --") == "\"x; DROP TABLE y --\"");
  CHECK(quoted_table(dialect_of("mysql"), "s.t") == "`s`.`t`");
  for (const char* name : {"", "a\"b", "a:b", "a\nb"}) {
    CHECK_THROWS_AS(quoted(dialect_of("postgresql"), name), lt::sdk::Failure);
  }
  CHECK_THROWS_AS(quoted(dialect_of("mysql"), "a`b"), lt::sdk::Failure);
}

TEST_CASE("a page begins behind a row in the order of watermark and key") {
  InTable table;
  table.table = "t";
  table.key = {"a", "b"};
  table.watermark = "w";
  const Column a{"a", Kind::text}, w{"w", Kind::text};
  CHECK(select_page(dialect_of("postgresql"), table, {a, w}, From::row, 10) ==
        "SELECT CAST(\"a\" AS TEXT) AS c0, CAST(\"w\" AS TEXT) AS c1 FROM \"t\" WHERE \"a\" IS NOT NULL AND \"b\" IS "
        "NOT NULL"
        " AND \"w\" IS NOT NULL AND (\"w\" > :w0 OR (\"w\" = :w1 AND ((\"a\" > :k0_0) OR (\"a\" = :k1_0 AND \"b\" > "
        ":k1_1))))"
        " ORDER BY \"w\", \"a\", \"b\" LIMIT 10");
  CHECK_THAT(select_page(dialect_of("odbc"), table, {a}, From::watermark, 10),
             Contains("\"w\" >= :w0 ORDER") && Catch::EndsWith("OFFSET 0 ROWS FETCH NEXT 10 ROWS ONLY"));
}

TEST_CASE("each maker's way to write a row that may be there") {
  const OutTable table{"t", {"id", "name"}, {"id"}, ""}, keys{"t", {"id"}, {"id"}, ""};
  CHECK(upsert(dialect_of("postgresql"), table) ==
        std::vector<std::string>{
            "INSERT INTO \"t\" (\"id\", \"name\") VALUES (:c0, :c1) ON CONFLICT (\"id\") DO UPDATE SET "
            "\"name\" = EXCLUDED.\"name\""});
  CHECK_THAT(upsert(dialect_of("sqlite3"), keys).front(), Catch::EndsWith("ON CONFLICT (\"id\") DO NOTHING"));
  CHECK(upsert(dialect_of("mysql"), keys).front() == "UPDATE `t` SET `id` = `id` WHERE `id` = :c0");
  CHECK(upsert(dialect_of("odbc"), table) ==
        std::vector<std::string>{"UPDATE \"t\" SET \"name\" = :c1 WHERE \"id\" = :c0",
                                 "SELECT COUNT(*) FROM \"t\" WHERE \"id\" = :c0",
                                 "INSERT INTO \"t\" (\"id\", \"name\") VALUES (:c0, :c1)"});
  CHECK(erase(dialect_of("mysql"), table) == "DELETE FROM `t` WHERE `id` = :c0");
}

TEST_CASE("what a database says becomes what the hub can do about it") {
  CHECK(reaction_to_sqlstate("23505") == Reaction::permanent);
  CHECK(reaction_to_sqlstate("23503") == Reaction::dependency);
  CHECK(reaction_to_sqlstate("40P01") == Reaction::transient);
  CHECK(reaction_to_sqlstate("55P03") == Reaction::transient);
  CHECK(reaction_to_sqlstate("57P01") == Reaction::unavailable);
  CHECK(reaction_to_sqlstate("28P01") == Reaction::denied);
  CHECK(reaction_to_sqlstate("42P01") == Reaction::misconfigured);
  CHECK(reaction_to_sqlite(2067) == Reaction::permanent);
  CHECK(reaction_to_sqlite(787) == Reaction::dependency);
  CHECK(reaction_to_sqlite(5) == Reaction::unavailable);
  CHECK(reaction_to_words("Deadlock found when trying to get lock") == Reaction::transient);
  CHECK_FALSE(reaction_to_words("something else"));
  CHECK(sqlstate_in("Error fetching: gone (SQL state 08S01)") == "08S01");
  CHECK_FALSE(sqlstate_in("Error fetching: something (SQL state HY000)"));
  CHECK_FALSE(sqlstate_in("gone"));
}

TEST_CASE("values keep their digits, moments become ISO 8601, what does not fit its type stays text") {
  const std::vector<Column> columns{{"i", Kind::integer}, {"n", Kind::number},  {"b", Kind::boolean},
                                    {"m", Kind::text},    {"x", Kind::integer}, {"z", Kind::text}};
  CHECK(to_json(columns, {"12345678901234567890", "1.10", "1", "2021-08-01 08:15:00.123456+00", "abc", std::nullopt}) ==
        R"({"i":12345678901234567890,"n":1.10,"b":true,"m":"2021-08-01T08:15:00.123456+00:00","x":"abc"})");
  CHECK_THROWS_WITH(to_json({{"m", Kind::text}}, {"\xFF"}), Contains("the column 'm' is not UTF-8"));
  const auto record = json::parse(R"({"s":"a","d":1.1,"t":true,"o":{"a":1},"n":null})");
  const auto cell = [&](const char* name, const char* backend) {
    return to_cell(record.as_object().if_contains(name), dialect_of(backend));
  };
  CHECK(cell("s", "sqlite3") == "a");
  CHECK(cell("d", "sqlite3") == "1.1");
  CHECK(cell("t", "sqlite3") == "1");
  CHECK(cell("t", "postgresql") == "true");
  CHECK(cell("o", "postgresql") == "{\"a\":1}");
  CHECK_FALSE(cell("n", "postgresql"));
  CHECK_FALSE(cell("absent", "postgresql"));
}

TEST_CASE("a moment reaches a maker that takes no offset as the same moment, or as what the clock showed") {
  CHECK(without_offset("2021-08-01T05:15:00.5+07:00", Kind::moment) == "2021-07-31 22:15:00.5");
  CHECK(without_offset("2021-07-31T22:15:00-02:30", Kind::moment) == "2021-08-01 00:45:00");
  CHECK(without_offset("2021-08-01T05:15:00+07:00", Kind::local) == "2021-08-01 05:15:00");
  CHECK(without_offset("2021-08-01T05:15:00Z", Kind::moment) == "2021-08-01 05:15:00");
  CHECK(without_offset("2021-08-01T05:15:00+07:00", Kind::text) == "2021-08-01T05:15:00+07:00");
  CHECK(without_offset("2021-08-01", Kind::local) == "2021-08-01");
}

TEST_CASE("a read begins a little before the last watermark") {
  CHECK(earlier("2026-03-01 00:00:30.25+00", 60) == "2026-02-28 23:59:30.25+00");
  CHECK(earlier("2026-03-01T00:00:30", 30) == "2026-03-01T00:00:00");
  CHECK(earlier("100", 60) == "40");
  CHECK(earlier("v7", 60) == "v7");
}

TEST_CASE("types of all makers are known by their first word") {
  CHECK(kind_of_type("BIGINT") == Kind::integer);
  CHECK(kind_of_type("numeric(10,2)") == Kind::number);
  CHECK(kind_of_type("interval") == Kind::text);
  CHECK(kind_of_type("double precision") == Kind::number);
  CHECK(kind_of_type("timestamp with time zone") == Kind::moment);
  CHECK(kind_of_type("datetime(6)") == Kind::local);
  CHECK(kind_of_type("tinyint(1)") == Kind::boolean);
  CHECK(kind_of_type("tinyint(4)") == Kind::integer);
  CHECK(kind_of_type("boolean") == Kind::boolean);
}

TEST_CASE("pieces of a connection cannot break out of their quotes") {
  const auto text = [](const char* settings, const char* password) {
    return connect_text(lt::sdk::Settings(json::parse(settings).as_object()), password);
  };
  CHECK_THAT(text(R"({"kind":"postgresql","database":"d","user":"u"})", "a' host='x\\"),
             Contains("&password=a%27%20host%3D%27x%5C&"));
  CHECK_THAT(text(R"({"kind":"odbc","database":"DSN=h","user":"u"})", "a};X={"),
             Catch::Equals("DSN=h;UID=u;PWD={a}};X={}"));
  CHECK_THROWS_WITH(text(R"({"kind":"mysql","database":"d"})", "a'"), Contains("can have no quote"));
  CHECK_THROWS_WITH(text(R"({"kind":"sqlite3","database":"/absent/x.db"})", ""), Contains("is not there"));
}
