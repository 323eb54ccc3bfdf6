// Both formats: the text is spdlog's usual one with the run before the message.
#include "app/log_format.hpp"

#include "base/log_scope.hpp"
#include "base/utf8.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/pattern_formatter.h>

#include <chrono>
#include <ctime>
#include <string>

namespace lt::app {
namespace {

namespace json = boost::json;

// "flow portal_injections run 12: ", nothing where the line belongs to none.
class RunFlag : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg&, const std::tm&, spdlog::memory_buf_t& line) override {
    const LogContext& context = LogScope::current();
    if (context.flow.empty()) return;
    fmt::format_to(std::back_inserter(line), "flow {}", context.flow);
    if (context.run != 0) fmt::format_to(std::back_inserter(line), " run {}", context.run);
    line.append(std::string_view(": "));
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<RunFlag>(); }
};

std::unique_ptr<spdlog::formatter> text_formatter() {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<RunFlag>('*').set_pattern("[%Y-%m-%d %H:%M:%S.%e] [%n] [%l] %*%v");
  return formatter;
}

// RFC 3339 in UTC, so that lines of several machines sort.
std::string time_text(spdlog::log_clock::time_point moment) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
  const std::time_t seconds = ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, ms % 1000);
}

class JsonFormatter : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override {
    const auto level = spdlog::level::to_string_view(message.level);
    json::object object{{"time", time_text(message.time)}, {"level", json::string_view(level.data(), level.size())}};
    const LogContext& context = LogScope::current();
    if (!context.flow.empty()) object["flow"] = context.flow;
    if (!context.system.empty()) object["system"] = context.system;
    if (context.run != 0) object["run"] = context.run;
    // A collector refuses a line that is not UTF-8.
    std::string words;
    repair_utf8({message.payload.data(), message.payload.size()}, words);
    object["message"] = std::move(words);
    line.append(std::string_view(json::serialize(object)));
    line.push_back('\n');
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format) {
  if (format == LogFormat::json) return std::make_unique<JsonFormatter>();
  return text_formatter();
}

}  // namespace lt::app
