// Promises of mending a record by hand.
#include "sync/mending.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <vector>

using Catch::Matchers::Contains;
using namespace lt::sync;

namespace {

std::string set(const std::string& record, const std::vector<std::string>& written) {
  std::vector<Edit> edits;
  edits.reserve(written.size());
  for (const auto& each : written) edits.push_back(read_edit(each));
  return with_edits(record, edits);
}

}  // namespace

TEST_CASE("a value is set under its pointer and all else keeps its digits, order and letters") {
  struct Case {
    const char* record;
    std::vector<std::string> edits;
    const char* mended;
  };
  const Case cases[] = {
      {R"({"a":"x","n":12345678901234567890.10,"t":"\u0041 \"b"})",
       {"/a=Nguyễn"},
       R"({"a":"Nguyễn","n":12345678901234567890.10,"t":"\u0041 \"b"})"},
      {R"({ "phone" : "1" , "b" : [1, 2] })", {"/phone=0912345678"}, R"({"phone":"0912345678","b":[1,2]})"},
      {R"({"n":1,"t":true})", {"/n=13", "/t=false"}, R"({"n":13,"t":false})"},
      {R"({"n":1})", {"/n=13a"}, R"({"n":"13a"})"},
      {R"({"s":"1"})", {"/s=13"}, R"({"s":"13"})"},
      {R"({"s":"1"})", {"/s:=13", "/l:=[1,{}]"}, R"({"s":13,"l":[1,{}]})"},
      {R"({})", {"/a=1", "/b:=null"}, R"({"a":"1","b":null})"},
      {R"({"d":[{"x":"1"},{"x":"2"}]})", {"/d/1/x=3", "/d/-:={}"}, R"({"d":[{"x":"1"},{"x":"3"},{}]})"},
      {R"({"a/b":1,"m~n":2,"\u0061":3})", {"/a~1b=4", "/m~0n=5", "/a=6"}, R"({"a/b":4,"m~n":5,"\u0061":6})"},
      {R"({"a":"}],\\","b":"x"})", {"/b=a=b"}, R"({"a":"}],\\","b":"a=b"})"},
  };
  for (const auto& each : cases) {
    INFO(each.record);
    CHECK(set(each.record, each.edits) == each.mended);
  }
}

TEST_CASE("what cannot be set is refused with its pointer and the reason") {
  CHECK_THROWS_WITH(set(R"({"a":1})", {"/b/c=1"}), Contains("/b/c") && Contains("no '/b'"));
  CHECK_THROWS_WITH(set(R"({"a":1})", {"/a/c=1"}), Contains("'/a' is no object"));
  CHECK_THROWS_WITH(set(R"({"a":[1]})", {"/a/7=1"}), Contains("'7'"));
  CHECK_THROWS_WITH(set(R"({"a":1})", {"/a:=x"}), Contains("no JSON"));
  CHECK_THROWS_WITH(set("{broken", {"/a=1"}), Contains("from a file"));
  CHECK_THROWS_WITH(read_edit("phone=1"), Contains("/phone=0912345678"));
  CHECK_THROWS_WITH(read_edit("/phone"), Contains("/POINTER:=JSON"));
}

TEST_CASE("a record from a file or an editor must be one object, and loses only its blanks") {
  CHECK(checked_record(" {\n \"a b\" : [ 1 , \"x  y\" ] }\n") == R"({"a b":[1,"x  y"]})");
  CHECK_THROWS_WITH(checked_record("[1]"), Contains("no object"));
  CHECK_THROWS_WITH(checked_record("{\"a\":\"\xff\"}"), Contains("no JSON"));
  CHECK_THROWS_AS(checked_record("{\"a\":1} {"), lt::Error);
}

TEST_CASE("a record that is spread out for an editor is the same record") {
  const std::string record = R"({"a":"x: {","b":[1,{"c":[]}],"d":{}})";
  const std::string spread = spread_out(record);
  CHECK(spread == "{\n  \"a\": \"x: {\",\n  \"b\": [\n    1,\n    {\n      \"c\": []\n    }\n  ],\n  \"d\": {}\n}\n");
  CHECK(checked_record(spread) == record);
}
