// The connector against its twin, over the hub's own HTTP client.
#include "rest_bench.hpp"

#include <catch2/catch.hpp>
#include <twins/twins.hpp>

#include <set>

using lt::ErrorKind;
using lt::twins::Twins;
using Sink = lt::plugin_testing::RecordingReadSink;

namespace {

struct TwinBench : RestBench {
  Twins twins{{.records = 10, .rest_rows = 1'000}};

  TwinBench() {
    give_secret("password", "twin-secret");
    give_secret("token", "twin-rest-token");
    give_secret("key", "twin-rest-key");
  }
  void open_items(const std::string& auth, const std::string& way, const std::string& read) {
    open_for_real("{url: '" + twins.url("rest") + "/" + way + "', auth: {" + auth +
                  "}, streams: {items: {key: [/id], read: {" + read + "}}}}");
  }
  static std::size_t distinct(const Sink& sink) {
    std::set<std::string> keys;
    for (const auto& record : sink.records) keys.insert(record.key);
    return keys.size();
  }
};

}  // namespace

TEST_CASE_METHOD(TwinBench, "the twin's list is read whole by each way of paging and each kind of credentials") {
  const std::pair<const char*, const char*> auths[] = {{"none", "type: none"},
                                                       {"basic", "type: basic, user: lienthong, password: password"},
                                                       {"bearer", "type: bearer, token: token"},
                                                       {"apikey", "type: api_key, name: X-API-Key, key: key"},
                                                       {"query", "type: api_key, in: query, name: api_key, key: key"}};
  const char* reads[] = {
      "path: page/items, records: /items, paging: {type: page, size_parameter: size, size: 300, total: /total, echo: "
      "/page}",
      "path: offset/items, records: /data, paging: {type: offset, size_parameter: limit, size: 300, total: "
      "/meta/total, "
      "echo: /meta/offset}",
      "path: cursor/items, records: /data/items, paging: {type: cursor, size_parameter: limit, size: 300, next: "
      "/nextCursor}",
      "path: next/items, records: /results, paging: {type: next, size_parameter: limit, size: 300, next: /next}",
      "path: next/items, records: /results, paging: {type: link, size_parameter: limit, size: 300}",
      "path: all/items"};
  for (const auto& [way, auth] : auths)
    for (const char* read_settings : reads) {
      INFO(way << " " << read_settings);
      open_items(auth, way, read_settings);
      const Sink sink = read();
      CHECK(sink.records.size() == 1'000);
      CHECK(distinct(sink) == 1'000);
    }
  open_items("type: client_credentials, token_url: '" + twins.url("rest") +
                 "/oauth/token', client_id: lienthong, client_secret: password",
             "oauth", reads[0]);
  CHECK(distinct(read()) == 1'000);
}

TEST_CASE_METHOD(TwinBench, "faults of the twin end the read with the right kind, and the next one loses nothing") {
  const std::string list =
      "path: page/items, records: /items, paging: {type: page, size_parameter: size, size: 100, total: /total, echo: "
      "/page}";
  const std::pair<const char*, ErrorKind> faults[] = {
      {"kind=503;after=3;count=1;retry_after=9", ErrorKind::unavailable},
      {"kind=429;after=3;count=1", ErrorKind::unavailable},
      {"kind=cut;after=3;count=1", ErrorKind::unavailable},
      {"kind=401;after=3;count=1", ErrorKind::denied},
      {"kind=404;after=3;count=1", ErrorKind::misconfigured},
      {"kind=repeat_page;after=3;count=1", ErrorKind::unavailable}};
  for (const auto& [fault, kind] : faults) {
    INFO(fault);
    open_items("type: none", "none", list);
    twins.fault("rest", "path=/none;" + std::string(fault));
    Sink first;
    const auto error = read_error(first);
    twins.clear_faults("rest");
    REQUIRE(error);
    CHECK(error->kind() == kind);
    REQUIRE(first.states.size() == 3);
    Sink second = read(first.states.back());
    for (const auto& record : first.records) second.records.push_back(record);
    CHECK(distinct(second) == 1'000);
  }
}

TEST_CASE_METHOD(TwinBench, "batches and single records reach the twin with their own results") {
  open_for_real("{url: '" + twins.url("rest") +
                "/none', streams: {items: {key: [/id], write: {path: items/batch, batch: 100, list: items, "
                "results: {list: /results, key: /id, status: /status, good: [200, 201], error: /error, "
                "classes: {'409': conflict}}}}, single: {key: [/id], write: {path: 'items/{key}', method: PUT, "
                "erase: {path: 'items/{key}'}, idempotency_header: Idempotency-Key, remote_id: /id}}}}");
  const auto sink = write({out("A1", R"({"id":"A1","quantity":5})"), out("A2", R"({"id":"A2","quantity":-1})"),
                           out("LOCKED1", R"({"id":"LOCKED1"})")});
  CHECK(sink.accepted.count(0) == 1);
  CHECK(sink.rejected.at(1).reject_class == lt::plugin_host::RejectClass::permanent);
  CHECK(sink.rejected.at(2).reject_class == lt::plugin_host::RejectClass::conflict);

  lt::plugin_testing::RecordingWriteSink single;
  const std::vector<lt::plugin_host::OutRecord> records{out("B/1", R"({"quantity":1})"), gone("A1", "A1"),
                                                        out("LOCKED2", "{}")};
  session().write("single", records, single, {});
  CHECK(single.accepted.size() == 2);
  CHECK(single.rejected.at(2).reject_class == lt::plugin_host::RejectClass::conflict);
}
