// Promises of writing: names, contents, repeats.
#include "folder_bench.hpp"

#include <lienthong/files/whole_file.hpp>

using namespace lt::folder::test;
using Catch::Contains;
using lt::plugin_host::RejectClass;

TEST_CASE_METHOD(Exchange, "a batch becomes one file whose records say what to do") {
  const auto result = write({out(R"({"id":"1","name":"An"})", "1"), out(R"({"id":"2"})", "2", true)});
  REQUIRE(names("out").size() == 1);
  const auto name = names("out").front();
  CHECK_THAT(name, Catch::Matches("rows-20260921T[0-9]{6}000Z-[0-9a-f]{16}\\.jsonl"));
  CHECK(content("out/" + name) ==
        "{\"id\":\"1\",\"name\":\"An\",\"_operation\":\"upsert\"}\n{\"id\":\"2\",\"_operation\":\"delete\"}\n");
  CHECK(result.accepted == std::map<std::size_t, std::string>{{0, name}, {1, name}});
}

TEST_CASE_METHOD(Exchange, "a batch that is repeated takes the place of its file, another batch gets its own") {
  write({out(R"({"id":"1"})", "1"), out(R"({"id":"2"})", "2")});
  const auto first = names("out").front();
  clock.advance(60'000);
  put("out/" + first, "cut");
  write({out(R"({"id":"1"})", "1"), out(R"({"id":"2"})", "2")});
  CHECK(names("out") == std::vector<std::string>{first});
  CHECK_THAT(content("out/" + first), Contains("\"id\":\"2\""));
  write({out(R"({"id":"1"})", "1")});
  REQUIRE(names("out").size() == 2);
  CHECK(names("out").front() == first);
}

TEST_CASE_METHOD(Exchange, "what a killed write left aside is gone after the repeat") {
  write({out(R"({"id":"1"})", "1")});
  const auto name = names("out").front();
  const auto part = "rows-" + name.substr(name.rfind('-') + 1) + ".part";
  fs::rename(path / "out" / name, path / "out" / part);
  write({out(R"({"id":"1"})", "1")});
  REQUIRE(names("out").size() == 1);
  CHECK(names("out").front().ends_with(".jsonl"));
}

TEST_CASE_METHOD(Exchange, "CSV has the columns of the settings, quoted where needed") {
  use("out: {rows: {folder: out, format: csv, operation: '', columns: [{field: id, header: Mã}, {field: name}, {field: "
      "n}]}}");
  const auto result = write({out(R"({"name":"An, \"B\"","id":"1","n":[1]})", "1"), out(R"({"id":"2"})", "2", true)});
  CHECK(content("out/" + names("out").front()) == "Mã,name,n\r\n1,\"An, \"\"B\"\"\",[1]\r\n");
  CHECK(result.rejected.at(1).reject_class == RejectClass::permanent);
  CHECK_THAT(result.rejected.at(1).reason, Contains("cannot say that a record is gone"));
}

TEST_CASE_METHOD(Exchange, "a whole list is replaced by each write, and what is gone is not in it") {
  use("out: {rows: {folder: out, whole: list.csv, format: csv, columns: [{field: id}]}}");
  write({out(R"({"id":"1"})", "1"), out(R"({"id":"2"})", "2")});
  const auto result = write({out(R"({"id":"1"})", "1"), out(R"({"id":"2"})", "3", true)});
  CHECK(names("out") == std::vector<std::string>{"list.csv"});
  CHECK(content("out/list.csv") == "id\r\n1\r\n");
  CHECK(result.accepted.size() == 2);
}

TEST_CASE_METHOD(Exchange, "a folder that is not there is never made: the hub tries again") {
  fs::remove(path / "out");
  CHECK_THROWS_WITH(write({out(R"({"id":"1"})", "1")}), Contains("create it or mount the share"));
  CHECK_THROWS_WITH(session().check({}), Contains("create it or mount the share"));
  CHECK_FALSE(fs::exists(path / "out"));
}

TEST_CASE_METHOD(Exchange, "settings that cannot work are refused") {
  const auto [more, reason] =
      GENERATE(table<std::string, std::string>({{"stable_seconds: 1", "at least one stream"},
                                                {"in: {a: {folder: ../x}}", "must lie within 'path'"},
                                                {"in: {a: {folder: x}}, out: {b: {folder: ./x/}}", "would read what"},
                                                {"out: {b: {format: csv}}", "needs 'columns'"},
                                                {"out: {b: {whole: a/b}}", "without a path"}}));
  CHECK_THROWS_WITH(open("{path: /tmp, " + more + "}"), Contains(reason));
}

TEST_CASE_METHOD(Exchange, "a file appears whole or not at all, in place of the one before") {
  put("a", "old");
  lt::files::put_file(path / "a.part", path / "a", "new");
  CHECK(content("a") == "new");
  CHECK_FALSE(fs::exists(path / "a.part"));
  CHECK_THROWS_AS(lt::files::put_file(path / "absent/b.part", path / "absent/b", "x"), fs::filesystem_error);
}

TEST_CASE_METHOD(Exchange,
                 "a record carries the hub's key where a member is set for it, and so names itself when it is gone") {
  use("out: {rows: {folder: out, hub_key: no}}");
  write({out(R"({"name":"An"})", "7"), out("", "8", true)});
  CHECK(content("out/" + names("out").front()) ==
        "{\"name\":\"An\",\"no\":\"7\",\"_operation\":\"upsert\"}\n{\"no\":\"8\",\"_operation\":\"delete\"}\n");
}
