// Promises of the suite itself: it finds what is wrong.
#include "schema_words.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <conformance/conformance.hpp>

#include <algorithm>

using lt::conformance::Verdict;

TEST_CASE("a plugin without its sample fails where the sample is needed and nowhere else") {
  const auto results = lt::conformance::run(LT_FROZEN_V1_0, "/nowhere/sample.yaml");
  int failures = 0;
  for (const auto& result : results) {
    if (result.verdict == Verdict::failed) ++failures;
    if (result.name == "it exports one symbol") CHECK(result.verdict == Verdict::passed);
    if (result.name == "its sample fits its schema") {
      CHECK(result.verdict == Verdict::failed);
      CHECK(result.detail.find("/nowhere/sample.yaml") != std::string::npos);
    }
  }
  CHECK(failures > 3);
}

TEST_CASE("a library that is no plugin fails once and the rest is skipped") {
  const auto results = lt::conformance::run("/lib/x86_64-linux-gnu/libz.so.1");
  REQUIRE(results.size() > 10);
  CHECK(results[0].verdict == Verdict::failed);
  for (std::size_t i = 1; i < results.size(); ++i) CHECK(results[i].verdict == Verdict::skipped);
}

TEST_CASE("a schema that lacks a language is told where and which keyword is missing") {
  using lt::conformance::gaps_of_languages;
  const auto gaps = [](const char* text) { return gaps_of_languages(boost::json::parse(text)); };
  constexpr const char* good = R"({
    "title": "A", "title_vi": "A", "description": "A", "description_vi": "A",
    "properties": {
      "auth": {"title": "A", "title_vi": "A", "description": "A", "description_vi": "A", "properties": {
        "type": {"title": "A", "title_vi": "A", "description": "A", "description_vi": "A",
                 "enum": ["a", 1], "enum_titles": ["A", "One"], "enum_titles_vi": ["A", "Một"]}}},
      "same": {"$ref": "#/definitions/x"}}})";
  CHECK(gaps(good).empty());
  CHECK(gaps(R"({"title": "A", "title_vi": "A", "description": "A", "properties": {}})") ==
        "the schema has no description_vi; ");
  std::string without(good);
  without.replace(without.find(R"("description_vi": "A",
                 "enum")"),
                  22, "");
  CHECK(gaps(without.c_str()) == "'auth.type' has no description_vi; ");
  std::string shorter(good);
  shorter.replace(shorter.find(R"(["A", "Một"])"), std::string_view(R"(["A", "Một"])").size(), R"(["A"])");
  CHECK(gaps(shorter.c_str()) == "'auth.type' has no enum_titles_vi with a text for each value of its enum; ");
}

TEST_CASE("a connector of before is told of Vietnamese that its form lacks, and of nothing else") {
  const auto results = lt::conformance::run(LT_FROZEN_V1_0);
  const auto lacking = std::ranges::find(results, "its form can be read whole in Vietnamese and in English",
                                         &lt::conformance::Result::name);
  REQUIRE(lacking != results.end());
  CHECK(lacking->verdict == Verdict::failed);
  CHECK(lacking->detail.find("'url' has no description_vi") != std::string::npos);
  CHECK(lacking->detail.find("plugins/sdk/README.md") != std::string::npos);
  CHECK(std::ranges::count(results, Verdict::failed, &lt::conformance::Result::verdict) == 1);
}
