// Promises of reading addresses and languages that clients write.
#include "api/address.hpp"

#include "api/language.hpp"

#include <catch2/catch.hpp>

using namespace lt::api;

TEST_CASE("a path is its segments, decoded, and none that leads elsewhere") {
  CHECK(path_segments("/api/v1/runs") == std::vector<std::string>{"api", "v1", "runs"});
  CHECK(path_segments("/a%20b/%C4%90") == std::vector<std::string>{"a b", "Đ"});
  CHECK(path_segments("/a/..%2fb") == std::vector<std::string>{"a", "../b"});  // one segment, which names nothing
  for (const char* bad : {"", "a", "/", "//", "/a/", "/a//b", "/a/..", "/a/./b", "/%2e%2e", "/%", "/%4", "/%g0", "/%ff",
                          "/%00", "/%c0%af", "/%0a"}) {
    INFO(bad);
    CHECK_FALSE(path_segments(bad));
  }
}

TEST_CASE("a pattern fits paths of its length and gives its names their values") {
  const std::vector<std::string> segments = {"runs", "17"};
  CHECK(match_path("/runs/{id}", segments) == Values{{"id", "17"}});
  CHECK(match_path("/runs/17", segments) == Values{});
  CHECK_FALSE(match_path("/runs", segments));
  CHECK_FALSE(match_path("/flows/{id}", segments));
  CHECK(path_names("/users/{user}/tokens/{label}") == std::vector<std::string>{"user", "label"});
}

TEST_CASE("a query is its values, each once") {
  CHECK(query_values("") == Values{});
  CHECK(query_values("a=1&b=x+y%26z&c") == Values{{"a", "1"}, {"b", "x y&z"}, {"c", ""}});
  for (const char* bad : {"a=1&a=2", "a=%ff", "%zz=1", "a=%0d%0a"}) {
    INFO(bad);
    CHECK_FALSE(query_values(bad));
  }
}

TEST_CASE("the language is Vietnamese but where English is wanted more") {
  for (const char* vietnamese :
       {"", "vi", "fr", "*", "en;q=0.3, vi;q=0.4", "vi-VN,en;q=0.9", "en;q=0", "english", ",;,", "en;q=x"}) {
    INFO(vietnamese);
    CHECK(language_of(vietnamese) == Language::vi);
  }
  for (const char* english : {"en", "EN-us", "fr, en;q=0.1", "vi;q=0.5, en;q=0.501", "vi;q=0.9,en"}) {
    INFO(english);
    CHECK(language_of(english) == Language::en);
  }
}
