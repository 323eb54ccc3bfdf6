// A day's hours as a pure function.
#include "sync/open_hours.hpp"

#include "base/timestamp.hpp"

namespace lt::sync {
namespace {

Milliseconds time_of_day(const YamlNode& node) {
  const std::string text = node.text();
  const auto digit = [&text](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : -1; };
  if (text.size() == 5 && text[2] == ':' && digit(0) >= 0 && digit(1) >= 0 && digit(3) >= 0 && digit(4) >= 0) {
    const int hours = digit(0) * 10 + digit(1);
    const int minutes = digit(3) * 10 + digit(4);
    if (hours < 24 && minutes < 60) return (hours * 60 + minutes) * minute_ms;
  }
  node.violation("a time of day is expected here, like \"06:00\" in quotes, not '" + text + "'");
  return 0;
}

}  // namespace

Milliseconds OpenHours::next_open(Milliseconds now) const {
  const Milliseconds local = now + vietnam_offset_ms;
  const Milliseconds time = ((local % day_ms) + day_ms) % day_ms;
  const bool open = from < to ? time >= from && time < to : time >= from || time < to;
  if (open) return now;
  return now - time + from + (time < from ? 0 : day_ms);
}

std::optional<OpenHours> OpenHours::read(const YamlNode& node) {
  if (!node.exists()) return std::nullopt;
  node.allow_only({"from", "to", "except"});
  OpenHours hours{time_of_day(node["from"]), time_of_day(node["to"]), node["except"].text_or("")};
  if (hours.from == hours.to) node.violation("hours that open and close at the same time are never open; remove them");
  return hours;
}

}  // namespace lt::sync
