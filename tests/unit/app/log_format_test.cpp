// Promises of the log's lines, in both formats.
#include "app/log_format.hpp"

#include "base/log_scope.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <sstream>
#include <thread>

using namespace lt;
namespace json = boost::json;

namespace {

class Log {
 public:
  explicit Log(app::LogFormat format) { logger.set_formatter(app::log_formatter(format)); }

  std::ostringstream text;
  spdlog::logger logger{"lienthong", std::make_shared<spdlog::sinks::ostream_sink_mt>(text)};
};

}  // namespace

TEST_CASE("a line of the JSON log is one object, whatever its message holds") {
  Log log(app::LogFormat::json);
  const std::string hostile = "\"}\n{\"level\":\"critical\" \x01 \xff\xfe Nguyễn";
  log.logger.warn("said: {}", hostile);
  const std::string line = log.text.str();
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  const json::value object = json::parse(line);
  CHECK(object.at("level") == "warning");
  CHECK(std::string(object.at("message").as_string()).find("Nguyễn") != std::string::npos);
  CHECK(std::string(object.at("time").as_string()).ends_with("Z"));
  CHECK(object.as_object().size() == 3);
}

TEST_CASE("a line that belongs to a run bears its flow, its system and its number, in both formats") {
  Log lines(app::LogFormat::json);
  Log words(app::LogFormat::text);
  {
    const LogScope scope({"portal_injections", "national_vaccination", 12});
    lines.logger.info("read 5");
    words.logger.info("read 5");
  }
  const json::value object = json::parse(lines.text.str());
  CHECK(object.at("flow") == "portal_injections");
  CHECK(object.at("system") == "national_vaccination");
  CHECK(object.at("run") == 12);
  CHECK(words.text.str().ends_with("[lienthong] [info] flow portal_injections run 12: read 5\n"));
}

TEST_CASE("a line belongs to the innermost run of its own thread, and to none once that has ended") {
  const LogScope outer({.flow = "outer", .run = 1});
  {
    const LogScope inner({.flow = "inner", .run = 2});
    CHECK(LogScope::current().flow == "inner");
    bool alone = false;
    std::thread([&alone] { alone = LogScope::current().flow.empty(); }).join();
    CHECK(alone);
  }
  CHECK(LogScope::current().flow == "outer");
  CHECK(LogScope::current().run == 1);
}
