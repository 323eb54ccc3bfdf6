// The vaccination sync: windows, pages, Bodies, what is refused and what is not.
#include "population_bench.hpp"

using lt::ErrorKind;
using lt::plugin_testing::header_of;
using lt::plugin_testing::text_of_file;
using Sink = lt::plugin_testing::RecordingReadSink;

namespace {

constexpr const char* twice = R"(&quot;[{\&quot;fullName\&quot;:\&quot;A\&quot;}]&quot;)";

std::string number_in(const std::string& xml, const std::string& element) {
  const auto at = xml.find("<dan:" + element + ">");
  if (at == std::string::npos) return "none";
  const auto begin = at + element.size() + 6;
  return xml.substr(begin, xml.find('<', begin) - begin);
}

}  // namespace

TEST_CASE_METHOD(PopulationBench,
                 "each request is signed over path, user, time and secret, with the contract's headers") {
  open_usual();
  answer(sync_page(""));
  read();
  const auto request = http.requests().at(0);
  CHECK(request.url == "https://dancu.vn/dancuquocgia");
  CHECK(header_of(request.headers, "Timestamp") == "1790000000000");
  // sha256("/dancuquocgia" "thanh_hoa" "1790000000000" "twin-population-secret"), as sha256sum says.
  CHECK(header_of(request.headers, "Authorization") ==
        "Basic dGhhbmhfaG9hOjZmMThlNDkwOTUxODJmYjk0MzgxNDUxZTgzMjI3OWM5ODU1NTVjNDAxMDNlZjhjNjQ5Y2Y5NDE3ZmYyNDdjMmM=");
  CHECK(header_of(request.headers, "SOAPAction") == "\"\"");
  CHECK(header_of(request.headers, "Content-Type") == "application/xml");
  CHECK(header_of(request.headers, "ESB_SOURCE_TYPE") == "LGSP");
  CHECK(header_of(request.headers, "ESB_SOURCE_USERNAME") == "th");
  CHECK(header_of(request.headers, "ApiKey").empty());
  CHECK(request.body == text_of_file(LT_CONNECTOR_FOLDER "/testdata/sync_request.xml"));
}

TEST_CASE_METHOD(PopulationBench,
                 "pages are asked for until one is empty, and the next sweep begins where this ended") {
  open_usual();
  answer(text_of_file(LT_CONNECTOR_FOLDER "/testdata/sync_page.xml"));
  answer(sync_page(citizen("999095000003", twice)));
  answer(sync_page(""));
  const Sink sink = read();
  REQUIRE(sink.records.size() == 3);
  CHECK(sink.records[0].key == "999095000001");
  CHECK_THAT(sink.records[0].json, Catch::Contains(R"("fullName":"Nguyễn Văn An")") &&
                                       Catch::Contains(R"("vaxcinName":"AstraZeneca")") &&
                                       Catch::Contains(R"("SoDinhDanh":"999095000001")"));
  CHECK(sink.states == std::vector<std::string>{R"({"since":1609434000000,"until":1790000000000,"page":1})",
                                                R"({"since":1609434000000,"until":1790000000000,"page":2})",
                                                R"({"since":1790000000000})"});
  CHECK(number_in(http.requests().at(2).body, "Trang") == "3");

  answer(sync_page(""));
  const Sink next = read(sink.states.back());
  CHECK(number_in(http.requests().at(3).body, "TuNgay") == "1789999700000");  // less the overlap of five minutes
  CHECK(next.states.size() == 1);
}

TEST_CASE_METHOD(PopulationBench, "after a restart the same window goes on at its last stored page") {
  open_usual();
  answer(sync_page(""));
  const Sink sink = read(R"({"since":1700000000000,"until":1750000000000,"page":7})");
  const auto body = http.requests().at(0).body;
  CHECK(number_in(body, "Trang") == "7");
  CHECK(number_in(body, "DenNgay") == "1750000000000");
  CHECK(sink.states.back() == R"({"since":1750000000000})");
}

TEST_CASE_METHOD(PopulationBench,
                 "a Body is read escaped twice, once, without its quotes, and with XML's own escapes left in") {
  open_usual();
  const char* forms[] = {
      twice, R"([{&quot;fullName&quot;:&quot;A&quot;}])", R"([{\&quot;fullName\&quot;:\&quot;A\&quot;}])",
      "<![CDATA[\"[{\\\"fullName\\\":\\\"A\\\"}]\"]]>", R"([{&amp;quot;fullName&amp;quot;:&amp;quot;A&amp;quot;}])"};
  for (const char* form : forms) {
    INFO(form);
    answer(sync_page(citizen("999095000001", form)));
    answer(sync_page(""));
    const Sink sink = read();
    REQUIRE(sink.records.size() == 1);
    CHECK(sink.records[0].json == R"({"fullName":"A","SoDinhDanh":"999095000001"})");
    CHECK(sink.rejects.empty());
  }
}

TEST_CASE_METHOD(PopulationBench, "a broken Body is one rejected record with all that came, and its neighbours go on") {
  open_usual();
  const char* broken[] = {R"(&quot;[{\&quot;fullName\&quot;:\&quot;A)",
                          "",
                          "&quot;[]&quot;",
                          "[1]",
                          "{}",
                          "<ns1:x>A</ns1:x>",
                          "Nguy\xe1\xbb"};
  for (const char* body : broken) {
    INFO(body);
    answer(sync_page(citizen("999095000001", twice) + citizen("999095000002", body) + citizen("999095000003", twice)));
    answer(sync_page(""));
    const Sink sink = read();
    CHECK(sink.records.size() == 2);
    REQUIRE(sink.rejects.size() == 1);
    CHECK_THAT(sink.rejects[0].record, Catch::Contains(R"("SoDinhDanh":"999095000002")"));
    CHECK_THAT(sink.rejects[0].reason, Catch::Contains("Body of this citizen"));
  }
}

TEST_CASE_METHOD(PopulationBench,
                 "two persons in one Body are two records, a citizen without number comes without key") {
  open_usual();
  answer(sync_page(
      citizen("999095000001", R"([{&quot;fullName&quot;:&quot;A&quot;},{&quot;fullName&quot;:&quot;B&quot;}])") +
      citizen("", twice)));
  answer(sync_page(""));
  const Sink sink = read();
  REQUIRE(sink.records.size() == 3);
  CHECK(sink.records[1].key == "999095000001/2");
  CHECK(sink.records[2].key.empty());
}

TEST_CASE_METHOD(PopulationBench, "a service that gives the same page for ever is not believed") {
  open_usual();
  answer(sync_page(citizen("999095000001", twice)));
  answer(sync_page(citizen("999095000001", twice)));
  Sink sink;
  const auto error = read_error(sink);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::unavailable);
  CHECK_THAT(error->what(), Catch::Contains("Trang"));
}

TEST_CASE_METHOD(PopulationBench,
                 "streams of declarations exist only where their service is set, only confirmations are written") {
  open_usual();
  CHECK(session().streams({}).size() == 1);
  open_usual(", health: {url: 'https://suckhoe.vn', token: t}");
  const auto streams = session().streams({});
  REQUIRE(streams.size() == 4);
  for (const auto& stream : streams) CHECK(stream.writable == (stream.name == "confirmations"));
}
