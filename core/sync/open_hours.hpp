// The hours of a day in which a flow may reach people: no citizen is texted at night, unless it is urgent.
#pragma once

#include "base/clock.hpp"
#include "base/yaml.hpp"

#include <optional>
#include <string>

namespace lt::sync {

// In Vietnam's time, which has had one offset since 1975.
struct OpenHours {
  Milliseconds from = 0;  // since midnight
  Milliseconds to = 0;    // before `from`: over midnight
  std::string except;     // a boolean field of the entity: rows in which it is true go at any hour; empty: none do

  // `now` where it is open, else the next opening.
  Milliseconds next_open(Milliseconds now) const;

  // {from: "06:00", to: "22:00", except: urgent}; none where the node is absent.
  static std::optional<OpenHours> read(const YamlNode& node);
};

}  // namespace lt::sync
