// Values found without parsing.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <lienthong/rest/json_scan.hpp>
#include <lienthong/sdk/failure.hpp>

using namespace lt::rest;

namespace {

std::optional<std::string> text_at(std::string_view document, const std::string& pointer) {
  const auto found = find_values(document, Pointers({pointer}))[0];
  return found ? scalar_text(*found) : std::nullopt;
}

}  // namespace

TEST_CASE("values are found by pointer, whatever stands before them") {
  const std::string document =
      R"( { "items" : [ {"next": "wrong", "q": "a \" ] } \\"}, [[]], {}, "x" ], "a/b": {"~": 1.5}, "meta":{"next":"n1", "more": true},)"
      R"( "list": [10, {"deep": ["Thanh H\u00f3a"]}], "none": null, "t\u0065n": "Nguy\u1ec5n" } )";
  CHECK(text_at(document, "/meta/next") == "n1");
  CHECK(text_at(document, "/meta/more") == "true");
  CHECK(text_at(document, "/a~1b/~0") == "1.5");
  CHECK(text_at(document, "/list/0") == "10");
  CHECK(text_at(document, "/list/1/deep/0") == "Thanh Hóa");
  CHECK(text_at(document, "/ten") == "Nguyễn");
  CHECK(text_at(document, "/items/0/q") == "a \" ] } \\");
  for (const char* absent : {"/next", "/none", "/meta", "/list/2", "/list/x", "/meta/next/more", "/items/-1"}) {
    INFO(absent);
    CHECK_FALSE(text_at(document, absent));
  }
  const auto both = find_values(document, Pointers({"/meta/more", "", "/items"}));
  CHECK(scalar_text(*both[0]) == "true");
  CHECK(whole_value(*both[2]).starts_with("[ {"));
  CHECK(whole_value(*both[2]).ends_with("\"x\" ]"));
  REQUIRE(both[1]);
}

TEST_CASE("what comes behind the last value that is wanted is not read") {
  CHECK(text_at(R"({"page": 3, "items": [ this is no JSON)", "/page") == "3");
}

TEST_CASE("it agrees with a parser on documents of every shape") {
  const char* documents[] = {R"({"a":{"b":[1,2,{"c":"x"}]},"d":"y"})",
                             R"([[["z"]]])",
                             R"({"":{"":"e"}})",
                             R"({"a":"\\\\\"","b":"\u0000\/","c":-1.5e10})",
                             "\"only\"",
                             "{}",
                             "[]"};
  const std::string pointers[] = {"/a/b/2/c", "/d", "/0/0/0", "//", "", "/a", "/b", "/c"};
  for (const char* document : documents)
    for (const std::string& pointer : pointers) {
      const auto value = boost::json::parse(document);
      boost::json::error_code error;
      const auto* expected = value.find_pointer(pointer, error);
      const auto found = find_values(document, Pointers({pointer}))[0];
      INFO(document << " " << pointer);
      REQUIRE((expected != nullptr) == found.has_value());
      if (expected) CHECK(boost::json::parse(std::string(whole_value(*found))) == *expected);
    }
}

TEST_CASE("a document that is no JSON gives an error or nothing, never more than its bytes") {
  const std::string good = R"({"a":[{"b":"c\"d"},null,1],"wanted":{"x":"y"}})";
  const Pointers pointers({"/wanted/x"});
  for (std::size_t size = 0; size < good.size(); ++size) {
    try {
      const std::string cut(good, 0, size);  // on the heap, where a sanitizer sees a step too far
      const auto found = find_values(cut, pointers)[0];
      if (found) scalar_text(*found);
    } catch (const lt::sdk::Failure& failure) {
      CHECK(failure.status() == LT_UNAVAILABLE);
    }
  }
  const std::string bomb(1'000'000, '[');
  CHECK_THROWS_AS(find_values(bomb, pointers), lt::sdk::Failure);
  CHECK_THROWS_AS(find_values("{\"a\" 1}", pointers), lt::sdk::Failure);
  CHECK_THROWS_AS(Pointers({"wanted"}), lt::sdk::Failure);
}

TEST_CASE("values are found in each item of an array, wherever they stand in it") {
  const Pointers pointers({"/a", "/b/c"});
  std::string seen;
  for_each_item(
      R"([ {"a":1,"x":["}",{"a":9}],"b":{"c":"]","d":[2]}} , "x,]" ,3 , {"b":{"e":1},"a":[1,{"q":2}]}, {}, [] ] , rest)",
      pointers, [&](const auto& found) {
        for (const auto& each : found) seen += each ? std::string(whole_value(*each)) + " " : "- ";
        seen += "|";
      });
  CHECK(seen == R"(1 "]" |- - |- - |[1,{"q":2}] - |- - |- - |)");
  for_each_item("[]", pointers, [](const auto&) { FAIL("nothing to visit"); });
  CHECK_THROWS_AS(for_each_item("{}", pointers, [](const auto&) {}), lt::sdk::Failure);
  CHECK_THROWS_AS(for_each_item("[{\"a\":1", pointers, [](const auto&) {}), lt::sdk::Failure);
  CHECK(is_empty_container("[ ]"));
  CHECK(is_empty_container("{}"));
  CHECK_FALSE(is_empty_container("[0]"));
}
