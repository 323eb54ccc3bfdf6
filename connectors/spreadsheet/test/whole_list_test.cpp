// Promises of lists that go out: read back by the connector's own readers.
#include "file_content.hpp"

#include <catch2/catch.hpp>
#include <testing/bench.hpp>

using Catch::Contains;
using lt::plugin_host::OutRecord;
using lt::spreadsheet::test::Folder;
namespace testing = lt::plugin_testing;

namespace {

struct ListBench : testing::Bench {
  ListBench() : Bench(LT_CONNECTOR_FILE) {
    std::filesystem::create_directory(folder.path / "in");
    use((folder.path / "cases.xlsx").string());
  }
  void use(const std::string& file) {
    open("{path: '" + (folder.path / "in").string() + "', fields: {name: [Tên]}, lists: {cases: {file: '" + file +
         "', sheet: Ca bệnh, columns: [{field: name, header: Họ và tên}, {field: n, header: Số}, {field: ok}]}}}");
  }
  testing::RecordingWriteSink write(const std::vector<std::string>& documents, bool erase_last = false) {
    std::vector<OutRecord> records;
    records.reserve(documents.size());
    for (const auto& document : documents)
      records.push_back({.json = document, .key = document, .idempotency_key = document, .remote_id = {}});
    if (erase_last) records.back().operation = lt::plugin_host::Operation::erase;
    testing::RecordingWriteSink sink;
    session().write("cases", records, sink, {});
    return sink;
  }
  std::string written() const { return lt::spreadsheet::test::read(folder.path / "cases.xlsx"); }
  Folder folder;
};

}  // namespace

TEST_CASE_METHOD(ListBench, "a list is one workbook with the headers of the settings, replaced whole by each write") {
  const auto first = write({R"({"name":"=1+1","n":2.5,"ok":true})", R"({"name":"Bình","other":1})"});
  CHECK(first.accepted == std::map<std::size_t, std::string>{{0, "cases.xlsx"}, {1, "cases.xlsx"}});
  CHECK(written() ==
        "Ca bệnh\tA1\ttext\tHọ và tên\nCa bệnh\tB1\ttext\tSố\nCa bệnh\tC1\ttext\tok\n"
        "Ca bệnh\tA2\ttext\t=1+1\nCa bệnh\tB2\tnumber\t2.5\nCa bệnh\tC2\tboolean\t1\nCa bệnh\tA3\ttext\tBình\n");
  CHECK(write({R"({"name":"Chi"})", R"({"name":"Bình"})"}, true).accepted.size() == 2);
  CHECK_THAT(written(), Contains("Chi") && !Contains("Bình"));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 2);
}

TEST_CASE_METHOD(ListBench, "a text that no cell holds costs its own row only") {
  const auto result = write({R"({"name":")" + std::string(40'000, 'x') + "\"}", "[1]", R"({"name":"An"})"});
  CHECK(result.rejected.size() == 2);
  CHECK_THAT(result.rejected.at(0).reason, Contains("longer than a cell"));
  CHECK_THAT(written(), Contains("A2\ttext\tAn"));
}

TEST_CASE_METHOD(ListBench, "a list never lies where lists are read, and its folder is never made") {
  CHECK_THROWS_WITH(use((folder.path / "in/cases.xlsx").string()), Contains("would be read again"));
  use((folder.path / "absent/cases.xlsx").string());
  CHECK_THROWS_WITH(write({R"({"name":"An"})"}), Contains("create it or mount the share"));
}

TEST_CASE_METHOD(ListBench,
                 "a system that takes lists only has no folder to watch, and says which folder is not there") {
  const auto only_lists = [&](const std::string& file) {
    open("{lists: {cases: {file: '" + file + "', columns: [{field: name}]}}}");
  };
  only_lists((folder.path / "cases.xlsx").string());
  const auto streams = session().streams({});
  REQUIRE(streams.size() == 1);
  CHECK(streams[0].name == "cases");
  session().check({});
  write({R"({"name":"An"})"});
  CHECK_THAT(written(), Contains("A2\ttext\tAn"));
  testing::RecordingReadSink pages;
  CHECK_THROWS_WITH(session().read("rows", "", pages, {}), Contains("no 'path'"));

  only_lists((folder.path / "absent/cases.xlsx").string());
  CHECK_THROWS_WITH(session().check({}), Contains("create it or mount the share"));
  CHECK_THROWS_WITH(open("{}"), Contains("lists"));
}
