// Promises of reading: which files, what records, what is broken.
#include "folder_bench.hpp"

using namespace lt::folder::test;
using Catch::Contains;

namespace {

std::string id_of(const lt::plugin_testing::RecordingReadSink::Record& record) {
  return std::string(boost::json::parse(record.json).at("id").as_string());
}

}  // namespace

TEST_CASE_METHOD(Exchange, "files are read by name, hidden ones, those still written and other kinds are left") {
  put("in/b.jsonl", "{\"id\":\"2\"}\n");
  put("in/a.ndjson", "{\"id\":\"1\"}\n");
  put("in/c.CSV", "id,name\n3,An\n");
  for (const char* name : {"in/.d.jsonl", "in/e.jsonl.part", "in/f.txt"}) put(name, "{\"id\":\"9\"}\n");
  const auto read_once = read();
  CHECK(values(read_once, "id") == "1 2 3");
  CHECK(read_once.rejects.empty());
}

TEST_CASE_METHOD(Exchange,
                 "a file that was read moves away once its records are stored, and one that changed is read again") {
  put("in/a.jsonl", "{\"id\":\"1\"}\n");
  const auto first = read();
  CHECK(names("in") == std::vector<std::string>{"a.jsonl"});
  CHECK(read(first.states.back()).records.empty());
  CHECK(names("in/processed") == std::vector<std::string>{"a.jsonl"});
  put("in/a.jsonl", "{\"id\":\"2\"}\n");
  CHECK(values(read(first.states.back()), "id") == "2");
}

TEST_CASE_METHOD(Exchange, "a file that changed after it was read is read again and not moved") {
  put("in/a.jsonl", "{\"id\":\"1\"}\n");
  const auto first = read();
  put("in/a.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  const auto second = read(first.states.back());
  CHECK(values(second, "id") == "1 2");
  CHECK(names("in") == std::vector<std::string>{"a.jsonl"});
}

TEST_CASE_METHOD(Exchange, "kept files are read once") {
  use("after_read: keep, in: {rows: {folder: in, key: [id]}}");
  put("in/a.jsonl", "{\"id\":\"1\"}\n");
  const auto first = read();
  const auto second = read(first.states.back());
  CHECK(second.records.empty());
  CHECK(second.states.back() == first.states.back());
  CHECK(names("in") == std::vector<std::string>{"a.jsonl"});
}

TEST_CASE_METHOD(Exchange, "a read that was killed goes on at every checkpoint: each record exactly once") {
  for (const bool csv : {false, true}) {
    std::string text = csv ? "id,note\n" : "";
    for (int i = 1; i <= 2500; ++i) {
      const auto id = std::to_string(i);
      text += csv ? id + ",\"two\nlines\"\n" : "{\"id\":\"" + id + "\"}\n";
    }
    put(csv ? "in/b.csv" : "in/a.jsonl", text);
    const auto whole = read();
    REQUIRE(whole.records.size() == 2500);
    REQUIRE(whole.pages.size() == 3);
    for (std::size_t stored = 0; stored < whole.pages.size(); ++stored) {
      const auto rest = read(whole.states[stored]);
      CHECK(rest.records.size() == 2500 - std::min<std::size_t>(1000 * (stored + 1), 2500));
      if (!rest.records.empty()) {
        CHECK(id_of(rest.records.front()) == std::to_string(1000 * (stored + 1) + 1));
      }
    }
    fs::remove(path / (csv ? "in/b.csv" : "in/a.jsonl"));
  }
}

TEST_CASE_METHOD(Exchange, "a broken line is one rejected record with its file and line, and its neighbours go on") {
  put("in/a.jsonl", "{\"id\":\"1\"}\n{\"id\":\n\n[1]\n{\"id\":\"\xFF\"}\n{\"name\":\"x\"}\n{\"id\":\"2\"}");
  const auto got = read();
  CHECK(values(got, "id") == "1 2");
  REQUIRE(got.rejects.size() == 4);
  CHECK_THAT(got.rejects[0].reason, Contains("a.jsonl:2: the line is no JSON"));
  CHECK(got.rejects[0].record == "{\"id\":");
  CHECK_THAT(got.rejects[1].reason, Contains("a.jsonl:4: the line is no JSON object"));
  CHECK_THAT(got.rejects[2].reason, Contains("a.jsonl:5: the line is not UTF-8"));
  CHECK_THAT(got.rejects[3].reason, Contains("a.jsonl:6: the key 'id' is missing"));
}

TEST_CASE_METHOD(Exchange, "a huge line is rejected without being held, and what follows is read") {
  put("in/a.jsonl", "{\"id\":\"" + std::string(3 << 20, 'x') + "\"}\n{\"id\":\"2\"}\n");
  const auto got = read();
  CHECK(values(got, "id") == "2");
  REQUIRE(got.rejects.size() == 1);
  CHECK_THAT(got.rejects[0].reason, Contains("a.jsonl:1: the line is longer than 1024 KiB"));
  CHECK(got.rejects[0].record.size() == 4096);
}

TEST_CASE_METHOD(Exchange, "a record of JSON lines stays as it was written, numbers and all") {
  put("in/a.jsonl", "\xEF\xBB\xBF{\"id\":\"1\", \"n\": 1.10}\r\n");
  const auto got = read();
  REQUIRE(got.pages.size() == 1);
  CHECK(got.pages[0].bytes == "[{\"id\":\"1\", \"n\": 1.10}]");
}

TEST_CASE_METHOD(Exchange, "cells of CSV come as RFC 4180 writes them") {
  put("in/a.csv", "id,name,note\r\n1,\"An, \"\"B\"\"\",\"two\r\nlines\"\r\n2,,\r\n,,\r\n");
  CHECK(values(read(), "") == R"({"id":"1","name":"An, \"B\"","note":"two\r\nlines"} {"id":"2"})");
}

TEST_CASE_METHOD(Exchange, "a stray quote of CSV costs its own line only") {
  put("in/a.csv", "id,name\n1,\"An\n2,Bình\n3,\"Chi\"\n4,D\"ũng\n5,a,b\n6,\"x\"y\n7,Giang\n");
  const auto got = read();
  CHECK(values(got, "id") == "2 3 7");
  REQUIRE(got.rejects.size() == 4);
  CHECK_THAT(got.rejects[0].reason, Contains("a.csv:2: "));
  CHECK(got.rejects[0].record == "1,\"An");
  CHECK_THAT(got.rejects[1].reason, Contains("a.csv:5: a quote"));
  CHECK_THAT(got.rejects[2].reason, Contains("a.csv:6: the row has 3 cells, the header 2"));
  CHECK_THAT(got.rejects[3].reason, Contains("a.csv:7: text stands behind the closing quote of cell 2"));
}

TEST_CASE_METHOD(Exchange, "a file that cannot be read as a whole is one rejected record and goes to failed") {
  const auto [content, reason] =
      GENERATE(table<std::string, std::string>({{std::string("\xFF\xFEi\0", 4), "is UTF-16"},
                                                {"PK\x03\x04", "is no text"},
                                                {"", "has no header row"},
                                                {"id,id\n", "two columns are called 'id'"},
                                                {"name\nAn\n", "lacks the key column 'id'"}}));
  put("in/a.csv", content);
  put("in/b.csv", "id\n1\n");
  const auto got = read();
  CHECK(values(got, "id") == "1");
  REQUIRE(got.rejects.size() == 1);
  CHECK(got.rejects[0].record == R"({"_file":"a.csv"})");
  CHECK_THAT(got.rejects[0].reason, Contains("a.csv: ") && Contains(reason));
  read(got.states.back());
  CHECK(names("in/failed") == std::vector<std::string>{"a.csv"});
}

TEST_CASE_METHOD(Exchange, "without a key, file and line are the key") {
  use("in: {rows: {folder: in, separator: semicolon}}");
  put("in/a.jsonl", "{}\n{\"x\":1}\n{\"_line\":1}\n");
  put("in/b.csv", "x;y\n1;2\n");
  const auto got = read();
  CHECK(values(got, "") == R"({"_file":"a.jsonl","_line":1} {"_file":"a.jsonl","_line":2,"x":1} )"
                           R"({"_file":"b.csv","_line":2,"x":"1","y":"2"})");
  CHECK(got.rejects.size() == 1);
  CHECK(session().streams({})[0].key == std::vector<std::string>{"/_file", "/_line"});
}

TEST_CASE_METHOD(Exchange, "a file that changed a moment ago is left until it is at rest") {
  open("{path: '" + path.string() + "', stable_seconds: 5, in: {rows: {folder: in, key: [id]}}}");
  put("in/a.jsonl", "{\"id\":\"1\"}\n");
  CHECK(read().records.empty());
  CHECK(sleeps == std::vector<std::chrono::milliseconds>{std::chrono::seconds(5)});
  clock.advance(std::chrono::hours(24 * 3650) / std::chrono::milliseconds(1));
  CHECK(values(read(), "id") == "1");
}
