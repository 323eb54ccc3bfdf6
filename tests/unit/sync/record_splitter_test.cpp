// Promises of cutting pages into records.
#include "sync/record_splitter.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

using lt::sync::RawBatch;
using lt::sync::RecordSplitter;

namespace {

const std::string_view id_pointer[] = {"/id"};
const std::string_view composite[] = {"/person/number", "/dose"};

RawBatch split(std::string_view page, std::string_view pointer, std::span<const std::string_view> keys = id_pointer) {
  RawBatch batch;
  RecordSplitter splitter(7);
  splitter.split(page, pointer, keys, batch);
  return batch;
}

}  // namespace

TEST_CASE("a page gives its records in order, whole and with their keys") {
  const auto batch =
      split(R"({"page":1,"items":[ {"a":[1,{"id":9}],"id":"x1"} , {"id":42,"b":"]}"}],"next":2})", "/items");
  REQUIRE(batch.records().size() == 2);
  CHECK(batch.records()[0].raw == R"({"a":[1,{"id":9}],"id":"x1"})");
  CHECK(batch.records()[0].key == "x1");
  CHECK(batch.records()[1].raw == R"({"id":42,"b":"]}"})");
  CHECK(batch.records()[1].key == "42");
  CHECK_FALSE(batch.records()[0].broken);
  CHECK(batch.records()[0].hash != batch.records()[1].hash);
}

TEST_CASE("a composite key joins its parts wherever they stand in the record") {
  const auto batch = split(R"([{"dose":2,"person":{"name":"An","number":"999"}}])", "", composite);
  REQUIRE(batch.records().size() == 1);
  CHECK(batch.records()[0].key == "999|2");
}

TEST_CASE("records that lack a part of their key are broken, each by itself") {
  const auto batch = split(R"([{"person":{"number":"999"},"n":1},{"person":{"number":"999"},"n":2}])", "", composite);
  REQUIRE(batch.records().size() == 2);
  for (const auto& record : batch.records()) {
    REQUIRE(record.broken);
    CHECK(record.broken->code == "no_key");
  }
  CHECK(batch.records()[0].key != batch.records()[1].key);
}

TEST_CASE("a page that is one object is one record, and an empty list is none") {
  CHECK(split(R"({"id":"only"})", "").records().size() == 1);
  CHECK(split(R"({"items":[]})", "/items").records().empty());
  CHECK(split("[]", "").records().empty());
}

TEST_CASE("a record without a key, of another type or too large is broken and its neighbours are not") {
  RawBatch batch;
  RecordSplitter splitter(7, 100);
  const std::string large = R"({"id":"l","t":")" + std::string(200, 'x') + "\"}";
  splitter.split(R"([{"id":"a"},{"no":1},17,[1,2],"text",null,{"id":""},)" + large + R"(,{"id":"z"}])", "", id_pointer,
                 batch);
  REQUIRE(batch.records().size() == 9);
  const char* codes[] = {
      "", "no_key", "not_an_object", "not_an_object", "not_an_object", "not_an_object", "no_key", "too_large", ""};
  for (std::size_t i = 0; i < 9; ++i) {
    INFO(i);
    CHECK((batch.records()[i].broken ? batch.records()[i].broken->code : "") == codes[i]);
    CHECK_FALSE(batch.records()[i].key.empty());
  }
  CHECK(batch.records()[2].raw == "17");
  CHECK(batch.records()[3].raw == "[1,2]");
  CHECK(batch.records()[8].key == "z");
}

TEST_CASE("bytes that are not UTF-8 break their own record only, and its payload is what was sent") {
  const auto batch = split("{\"items\":[{\"id\":\"a\"},{\"id\":\"b\",\"n\":\"Nguy\xe1n\"},{\"id\":\"c\"}]}", "/items");
  REQUIRE(batch.records().size() == 3);
  CHECK_FALSE(batch.records()[0].broken);
  CHECK_FALSE(batch.records()[2].broken);
  REQUIRE(batch.records()[1].broken);
  CHECK(batch.records()[1].broken->code == "bad_utf8");
  CHECK(batch.records()[1].key == "b");
  CHECK(batch.records()[1].raw == "{\"id\":\"b\",\"n\":\"Nguy\xe1n\"}");
}

TEST_CASE("a page that breaks off, is no JSON or lacks its list is refused and leaves nothing behind") {
  for (const auto* page : {R"({"items":[{"id":"a"},{"id":"b")", R"({"items":[{"id":"a"},)", R"({"items":{}})",
                           R"({"x":1})", "<html>", "", R"({"items":[{"id":"a"} {"id":"b"}]})"}) {
    INFO(page);
    RawBatch batch;
    RecordSplitter splitter(7);
    try {
      splitter.split(page, "/items", id_pointer, batch);
      FAIL("the page was taken");
    } catch (const lt::Error& e) {
      CHECK(e.kind() == lt::ErrorKind::unavailable);
    }
    CHECK(batch.records().empty());
  }
}

TEST_CASE("a nested bomb neither crashes the splitter nor hides its neighbours") {
  const std::string bomb = R"({"id":"n","x":)" + std::string(20000, '[') + std::string(20000, ']') + "}";
  const auto batch = split("[{\"id\":\"a\"}," + bomb + ",{\"id\":\"z\"}]", "");
  REQUIRE(batch.records().size() == 3);
  CHECK(batch.records()[1].raw == bomb);
  CHECK(batch.records()[2].key == "z");
}

TEST_CASE("single records are appended with the key they were given or the one at the pointer") {
  RawBatch batch;
  RecordSplitter splitter(7);
  splitter.append(R"({"id":"p"})", "", id_pointer, batch);
  splitter.append(R"({"id":"p"})", "given", id_pointer, batch);
  splitter.append("not json", "", id_pointer, batch);
  splitter.append("{\"id\":\"\xff\"}", "", id_pointer, batch);
  REQUIRE(batch.records().size() == 4);
  CHECK(batch.records()[0].key == "p");
  CHECK(batch.records()[1].key == "given");
  CHECK(batch.records()[2].broken->code == "not_an_object");
  CHECK(batch.records()[3].broken->code == "bad_utf8");
  CHECK(batch.records()[0].hash == batch.records()[1].hash);
}

TEST_CASE("the same bytes under another mapping have another hash") {
  RawBatch a;
  RawBatch b;
  RecordSplitter(1).append(R"({"id":1})", "k", id_pointer, a);
  RecordSplitter(2).append(R"({"id":1})", "k", id_pointer, b);
  CHECK(a.records()[0].hash != b.records()[0].hash);
}

TEST_CASE("a batch that is cleared is empty and can be filled again") {
  RawBatch batch;
  RecordSplitter splitter(7);
  for (int round = 0; round < 3; ++round) {
    splitter.split(R"([{"id":"a"},{"id":"b"}])", "", id_pointer, batch);
    batch.checkpoint = "{}";
    CHECK(batch.records().size() == 2);
    CHECK(batch.bytes() == 23);
    batch.clear();
    CHECK(batch.records().empty());
    CHECK(batch.bytes() == 0);
    CHECK_FALSE(batch.checkpoint);
  }
}
