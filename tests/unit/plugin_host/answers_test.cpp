// Promises of lt.answers.v1, to plugins through the kit and to those that call it raw.
#include "scripted_plugin.hpp"

#include <catch2/catch.hpp>
#include <lienthong/sdk/host.hpp>
#include <testing/bench.hpp>

#include <string>
#include <vector>

namespace {

using lt::ErrorKind;
using lt::plugin_host::CallError;

struct AnswersLine : ScriptedPlugin {
  lt::plugin_testing::Bench bench{ScriptedPlugin::plugin()};

  AnswersLine() {
    bench.answers().give("pass", "A", R"({"code":"A","at":1})", 1'000);
    bench.answers().give("pass", "B", R"({"code":"B"})", 2'000);
    bench.answers().give("pass", "A", R"({"code":"A","at":3})", 3'000);
    bench.open("{}");
  }
  ~AnswersLine() = default;

  // What check() of the plugin fails with; fails the test where it does not.
  std::pair<ErrorKind, std::string> error_of_check() {
    try {
      bench.session().check({});
    } catch (const CallError& error) {
      return {error.kind(), error.what()};
    }
    FAIL("the call should have failed");
    return {};
  }
  std::vector<std::string> walk(const lt::sdk::AnswerQuery& query) {
    std::vector<std::string> documents;
    check = [&](const lt_host* host) {
      return lt::sdk::guard(host, [&] {
        lt::sdk::Host(host).answers().each("pass", query,
                                           [&](std::string_view document) { documents.emplace_back(document); });
      });
    };
    bench.session().check({});
    return documents;
  }
};

}  // namespace

TEST_CASE_METHOD(AnswersLine, "a key that several documents have finds the newest, one that none has finds nothing") {
  std::optional<std::string> found;
  std::optional<std::string> missing = "?";
  check = [&](const lt_host* host) {
    return lt::sdk::guard(host, [&] {
      found = lt::sdk::Host(host).answers().find("pass", "A");
      missing = lt::sdk::Host(host).answers().find("pass", "Z");
    });
  };
  bench.session().check({});
  CHECK(found == R"({"code":"A","at":3})");
  CHECK_FALSE(missing.has_value());
  CHECK(bench.answers().asked == std::vector<std::string>{"pass A", "pass Z"});
}

TEST_CASE_METHOD(AnswersLine, "documents come the newest first, within the bounds and the limit that were asked for") {
  CHECK(walk({}).size() == 3);
  CHECK(walk({.since = 2'000}) == std::vector<std::string>{R"({"code":"A","at":3})", R"({"code":"B"})"});
  CHECK(walk({.until = 2'000}) == std::vector<std::string>{R"({"code":"A","at":1})"});
  CHECK(walk({.limit = 1}) == std::vector<std::string>{R"({"code":"A","at":3})"});
  CHECK(walk({.key = "B"}).size() == 1);
}

TEST_CASE_METHOD(AnswersLine,
                 "an answer that the system does not have is a fault of the configuration, said with its name") {
  check = [](const lt_host* host) {
    return lt::sdk::guard(host, [&] { lt::sdk::Host(host).answers().find("passes", "A"); });
  };
  const auto [kind, text] = error_of_check();
  CHECK(kind == ErrorKind::misconfigured);
  CHECK(text.find("'passes'") != std::string::npos);
}

TEST_CASE_METHOD(AnswersLine, "what the one who takes documents throws ends the walk and comes out of it") {
  int taken = 0;
  check = [&](const lt_host* host) {
    return lt::sdk::guard(host, [&] {
      lt::sdk::Host(host).answers().each("pass", {}, [&](std::string_view) {
        ++taken;
        throw lt::sdk::unavailable("the line is full");
      });
    });
  };
  const auto [kind, text] = error_of_check();
  CHECK(kind == ErrorKind::unavailable);
  CHECK(text.find("the line is full") != std::string::npos);
  CHECK(taken == 1);
}

TEST_CASE_METHOD(AnswersLine, "a query without a size, or with a text without bytes, is found out") {
  check = [](const lt_host* host) {
    const auto* answers = static_cast<const lt_answers*>(host->extension(host, ScriptedPlugin::text(LT_ANSWERS_ID)));
    REQUIRE(answers != nullptr);
    lt_answers_query query{};
    lt_sink sink{sizeof(sink), nullptr, [](const lt_sink*, lt_bytes) -> lt_status { return LT_OK; }};
    return answers->each(answers, &query, &sink);
  };
  CHECK(error_of_check().second.find("broke the plugin contract") != std::string::npos);
  check = [](const lt_host* host) {
    const auto* answers = static_cast<const lt_answers*>(host->extension(host, ScriptedPlugin::text(LT_ANSWERS_ID)));
    lt_answers_query query{};
    query.size = sizeof(query);
    query.name = {nullptr, 4};
    lt_sink sink{sizeof(sink), nullptr, [](const lt_sink*, lt_bytes) -> lt_status { return LT_OK; }};
    return answers->each(answers, &query, &sink);
  };
  CHECK(error_of_check().second.find("a text without bytes") != std::string::npos);
}

TEST_CASE_METHOD(AnswersLine, "an extension that the host does not have is none") {
  check = [](const lt_host* host) {
    CHECK(host->extension(host, ScriptedPlugin::text("lt.answers.v9")) == nullptr);
    return LT_OK;
  };
  bench.session().check({});
}
