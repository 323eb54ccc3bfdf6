// How a line of the log looks: text for people, one JSON object a line for programs that collect logs.
#pragma once

#include <spdlog/formatter.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace lt::app {

enum class LogFormat : std::uint8_t { text, json };

// Both say time, level and message, and the flow, its system and its run where the line belongs to one (LogScope).
// Format on the thread that logs, so the logger must not be an asynchronous one.
std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format);

}  // namespace lt::app
