// Answers that are none: document types, foreign namespaces, depth, broken XML, faults.
#include "population_bench.hpp"

using lt::ErrorKind;
using Sink = lt::plugin_testing::RecordingReadSink;

namespace {

struct Bad {
  const char* name;
  std::string answer;
  int status;
  ErrorKind kind;
  const char* says;
};

std::string nested(int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += "<a>";
  for (int i = 0; i < depth; ++i) text += "</a>";
  return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE_METHOD(PopulationBench, "an answer that cannot be trusted ends the read with its reason and emits nothing") {
  open_usual();
  const std::string head = "<?xml version=\"1.0\"?>";
  const Bad all[] = {
      {"file entity", soap("<ns1:x>&f;</ns1:x>", head + "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"),
       200, ErrorKind::failed, "DOCTYPE"},
      {"laughs", soap("<ns1:x>&b;</ns1:x>", head + "<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>"), 200,
       ErrorKind::failed, "DOCTYPE"},
      {"late doctype", sync_page("<!DOCTYPE x []>"), 200, ErrorKind::failed, "DOCTYPE"},
      {"deep", sync_page(nested(100'000)), 200, ErrorKind::failed, "nested"},
      {"cut", sync_page(citizen("1", "[]")).substr(0, 200), 200, ErrorKind::unavailable, "no whole XML"},
      {"html", "<html><body>Đăng nhập</body></html>", 200, ErrorKind::failed, "no SOAP 1.1 envelope"},
      {"empty", "", 200, ErrorKind::unavailable, "no whole XML"},
      {"nothing in the body", soap(""), 200, ErrorKind::failed, "namespace"},
      {"foreign namespace", replaced(sync_page(citizen("1", "[]")), "http://dancuquocgia.bca", "http://x.vn"), 200,
       ErrorKind::failed, "namespace"},
      {"foreign citizen", sync_page("<CongDan/>"), 200, ErrorKind::failed, "namespace"},
      {"undeclared prefix", sync_page("<q:CongDan/>"), 200, ErrorKind::failed, "namespace"},
      {"server fault", fault("Server", "bận"), 500, ErrorKind::unavailable, "'Server': bận"},
      {"fault with 200", fault("Server.ServerProxy.AccessDenied", "x"), 200, ErrorKind::denied, "AccessDenied"},
      {"client fault", fault("Client", "TuNgay?"), 500, ErrorKind::misconfigured, "TuNgay?"},
      {"500 without a fault", "Internal error", 500, ErrorKind::unavailable, "answered 500"},
      {"401", "", 401, ErrorKind::denied, "answered 401"},
      {"400", "", 400, ErrorKind::misconfigured, "answered 400"}};
  for (const Bad& each : all) {
    INFO(each.name);
    answer(each.answer, each.status);
    Sink sink;
    const auto error = read_error(sink);
    REQUIRE(error);
    CHECK(error->kind() == each.kind);
    CHECK_THAT(error->what(), Catch::Contains(each.says));
    CHECK(sink.records.empty());
    CHECK(sink.rejects.empty());
  }
}

TEST_CASE_METHOD(PopulationBench, "any prefix that means the namespace is as good as another, also none") {
  open_usual();
  answer(
      "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"><Body><r "
      "xmlns=\"http://dancuquocgia.bca\"><CongDan>"
      "<SoDinhDanh>999095000001</SoDinhDanh><Body>[{\"fullName\":\"A\"}]</Body></CongDan></r></Body></Envelope>");
  answer(sync_page(""));
  CHECK(read().records.size() == 1);
}

TEST_CASE_METHOD(PopulationBench, "what a fault means can be said in the settings") {
  open_usual(", faults: {E-77: denied}");
  answer(fault("E-77", "hết hạn hợp đồng"), 500);
  Sink sink;
  const auto error = read_error(sink);
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::denied);
}
