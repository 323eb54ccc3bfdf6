// Promises of the connector over the real plugin line.
#include "file_content.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <testing/bench.hpp>

using lt::plugin_host::OutRecord;
using lt::plugin_host::RejectClass;
using lt::spreadsheet::test::content;
using lt::spreadsheet::test::Folder;
namespace json = boost::json;
namespace testing = lt::plugin_testing;

namespace {

struct SheetBench : testing::Bench {
  SheetBench() : Bench(LT_CONNECTOR_FILE) { use(""); }

  /// Settings of a list with the columns Tên and Tuổi, and more of them.
  void use(const std::string& more) {
    open("{path: '" + folder.path.string() + "', stable_seconds: 0, fields: {name: [Tên], age: [Tuổi]}" +
         (more.empty() ? "" : ", " + more) + "}");
  }
  testing::RecordingReadSink read(const std::string& state = "") {
    testing::RecordingReadSink sink;
    session().read("rows", state, sink, {});
    return sink;
  }
  static std::string names(const testing::RecordingReadSink& sink) {
    std::string out;
    for (const auto& record : sink.records) out += std::string(json::parse(record.json).at("name").as_string()) + " ";
    return out;
  }

  Folder folder;
};

OutRecord result(std::string_view record, std::string_view key) {
  return {.json = record, .key = key, .idempotency_key = key, .remote_id = {}};
}

}  // namespace

TEST_CASE_METHOD(SheetBench, "files are read by name, and a file that was read is not read again until it changes") {
  folder.put("b.csv", "Tên,Tuổi\nBình,6\n");
  folder.put("a.csv", "Tên,Tuổi\nAn,5\n");
  const auto first = read();
  CHECK(names(first) == "An Bình ");
  CHECK(first.rejects.empty());
  const auto second = read(first.states.back());
  CHECK(second.records.empty());
  CHECK(second.states.back() == first.states.back());
  folder.put("a.csv", "Tên,Tuổi\nAn,5\nCường,7\n");
  CHECK(names(read(second.states.back())) == "An Cường ");
}

TEST_CASE_METHOD(SheetBench, "a file touched without a change, or copied under another name, gives nothing") {
  folder.put("a.csv", "Tên,Tuổi\nAn,5\n");
  const auto first = read();
  std::filesystem::last_write_time(folder.path / "a.csv", std::filesystem::file_time_type::clock::now());
  folder.put("b.csv", "Tên,Tuổi\nAn,5\n");
  CHECK(read(first.states.back()).records.empty());
}

TEST_CASE_METHOD(SheetBench, "a broken file is rejected once, with its reason, and does not stop the others") {
  folder.put("a.xlsx", "just text");
  folder.put("b.csv", "Tên,Tuổi\nBình,6\n");
  folder.put("c.csv", "Họ tên,Tuổi\nx,6\n");
  const auto sink = read();
  CHECK(names(sink) == "Bình ");
  REQUIRE(sink.rejects.size() == 2);
  CHECK(sink.rejects[0].reject_class == RejectClass::permanent);
  CHECK_THAT(sink.rejects[0].reason, Catch::Contains("a.xlsx: the file is named .xlsx but is plain text"));
  CHECK(json::parse(sink.rejects[0].record).at("_file") == "a.xlsx");
  CHECK_THAT(sink.rejects[1].reason, Catch::Contains("c.csv: the sheet \"c\" lacks the column \"Tên\""));
  CHECK(read(sink.states.back()).rejects.empty());
}

TEST_CASE_METHOD(SheetBench, "a file that ends in the middle gives the rows before, and its fault") {
  folder.put("a.csv", "Tên,Tuổi\nAn,5\n\"Bình,6\n");
  const auto sink = read();
  CHECK(names(sink) == "An ");
  REQUIRE(sink.rejects.size() == 1);
  CHECK_THAT(sink.rejects[0].reason, Catch::Contains("never closed"));
}

TEST_CASE_METHOD(SheetBench, "many rows come in pages, and a read that was interrupted goes on where it stood") {
  std::string text = "Tên,Tuổi\n";
  for (int i = 0; i < 2500; ++i) text += "n" + std::to_string(i) + ",1\n";
  folder.put("a.csv", text);
  const auto whole = read();
  REQUIRE(whole.pages.size() == 3);
  CHECK(whole.records.size() == 2500);
  const auto rest = read(whole.states[1]);
  REQUIRE(rest.records.size() == 500);
  CHECK(json::parse(rest.records[0].json).at("name") == "n2000");
  CHECK(rest.states.back() == whole.states.back());
}

TEST_CASE("a file that changed a moment ago is waited for, and left for the next read while it still changes") {
  testing::Bench bench(LT_CONNECTOR_FILE);
  Folder folder;
  folder.put("a.csv", "Tên\nAn\n");
  bench.clock.advance(lt::SystemClock().now() - bench.clock.now() + 1000);
  bench.open("{path: '" + folder.path.string() + "', stable_seconds: 600, fields: {name: [Tên]}}");
  testing::RecordingReadSink sink;
  bench.session().read("rows", "", sink, {});
  CHECK(bench.sleeps == std::vector{std::chrono::milliseconds(600000)});
  CHECK(sink.records.size() == 1);  // ten minutes later by the bench's clock, and unchanged
  bench.clock.advance(-3600'000);   // now the file's last change lies in the future: it is being written
  testing::RecordingReadSink early;
  bench.session().read("rows", "", early, {});
  CHECK(early.records.empty());
}

TEST_CASE_METHOD(SheetBench, "files move to processed or failed only after what was read is stored") {
  use("after_read: move");
  folder.put("a.csv", "Tên,Tuổi\nAn,5\n");
  folder.put("b.xlsx", "just text");
  const auto first = read();
  CHECK(std::filesystem::exists(folder.path / "a.csv"));
  read(first.states.back());
  CHECK(std::filesystem::exists(folder.path / "processed/a.csv"));
  CHECK(std::filesystem::exists(folder.path / "failed/b.xlsx"));
  CHECK_FALSE(std::filesystem::exists(folder.path / "a.csv"));
}

TEST_CASE_METHOD(SheetBench, "results go into a copy, together with those written before") {
  use("after_read: move");
  folder.put("a.csv", "Tên,Tuổi\nAn,5\nBình,6\n");
  read(read().states.back());
  testing::RecordingWriteSink sink;
  const OutRecord first[] = {result(R"({"_file":"a.csv","_sheet":"a","_row":2,"result":"Thành công"})", "1")};
  const OutRecord second[] = {result(R"({"_file":"a.csv","_sheet":"a","_row":3,"result":"cell B3: sai"})", "2")};
  session().write("results", first, sink, {});
  CHECK(sink.accepted.at(0) == "a.ketqua.csv");
  session().write("results", second, sink, {});
  session().write("results", second, sink, {});
  CHECK(content(folder.path / "a.ketqua.csv") ==
        "\xEF\xBB\xBFTên,Tuổi,Kết quả import\r\nAn,5,Thành công\r\nBình,6,cell B3: sai\r\n");
  CHECK(read().records.empty());  // the copy is no input
}

TEST_CASE_METHOD(SheetBench, "a result that belongs to no file is rejected, its neighbours are written") {
  folder.put("a.csv", "Tên,Tuổi\nAn,5\n");
  const OutRecord records[] = {result(R"({"_file":"../a.csv","_sheet":"a","_row":2,"result":"x"})", "1"),
                               result(R"({"_file":"b.csv","_sheet":"a","_row":2,"result":"x"})", "2"),
                               result(R"({"_file":"a.csv","_sheet":"a","_row":0,"result":"x"})", "3"),
                               result(R"({"_file":"a.csv","_sheet":"a","_row":2,"result":"Thành công"})", "4"),
                               result(R"({"_sheet":"a"})", "5")};
  testing::RecordingWriteSink sink;
  session().write("results", records, sink, {});
  CHECK(sink.accepted.size() == 1);
  CHECK(sink.accepted.count(3) == 1);
  REQUIRE(sink.rejected.size() == 4);
  CHECK_THAT(sink.rejected.at(0).reason, Catch::Contains("without its path"));
  CHECK_THAT(sink.rejected.at(1).reason, Catch::Contains("no longer in the folder"));
  CHECK_THAT(sink.rejected.at(2).reason, Catch::Contains("/_row"));
}

TEST_CASE_METHOD(SheetBench, "the streams name their keys") {
  use("key: [name]");
  const auto streams = session().streams({});
  REQUIRE(streams.size() == 2);
  CHECK(streams[0].name == "rows");
  CHECK(streams[0].key == std::vector<std::string>{"/name"});
  CHECK(streams[1].name == "results");
  CHECK(streams[1].writable);
  CHECK(streams[1].key == std::vector<std::string>{"/_file", "/_sheet", "/_row"});
}

TEST_CASE("a folder that is not there is a system that does not answer") {
  testing::Bench bench(LT_CONNECTOR_FILE);
  bench.open("{path: /nowhere/at/all, fields: {name: [Tên]}}");
  try {
    bench.session().check({});
    FAIL("check should have failed");
  } catch (const lt::plugin_host::CallError& error) {
    CHECK(error.kind() == lt::ErrorKind::unavailable);
    CHECK_THAT(error.what(), Catch::Contains("/nowhere/at/all is not there"));
  }
}

TEST_CASE("settings that contradict themselves are refused when the session opens") {
  testing::Bench bench(LT_CONNECTOR_FILE);
  CHECK_THROWS_WITH(bench.open("{path: /tmp, fields: {name: [Tên]}, required: [nam]}"),
                    Catch::Contains("'required' names 'nam'"));
  CHECK_THROWS(bench.open("{path: /tmp, fields: {name: [Tên]}, unknown: 1}"));
}
