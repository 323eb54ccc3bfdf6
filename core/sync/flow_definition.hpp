// A flow as configured in config/flows/*.yaml: what goes from where to where, how often, and who answers for it.
#pragma once

#include "base/clock.hpp"
#include "base/yaml.hpp"
#include "model/entity.hpp"
#include "sync/open_hours.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lt::sync {

// derive: from the hub's own rows or summaries to entities again; to the ledger it is an in-flow of the system
// "lienthong".
enum class Direction { in, out, derive };

// Under this name the hub itself speaks in its store; no partner may be called so.
inline constexpr const char* own_system = "lienthong";
model::Label own_label();

std::string_view to_string(Direction direction);

// Waiting between attempts: `first`, doubled each time up to `most`, each with jitter of ±20 %.
struct RetryPolicy {
  Milliseconds first = 5'000;
  Milliseconds most = 900'000;
  int attempts =
      12;  // of one record to one destination, after which it is a dead letter; a run's own failures have no end
};

// An out-flow that tells a system only where others corrected it: rows of which it speaks itself, and in which its own
// word maps to another document than the canonical row. Nothing is ever erased there.
struct Corrections {
  std::string known;  // member of the document in which the system's own word goes along; empty: none
};

// What the destination calls a record is known here as a field of the row, so that the destination's later word on it
// finds the row. An identifier that begins with `provisional` only promises one: the connector is asked again for it.
struct RemoteIdField {
  std::string field;
  std::string provisional;  // empty: every identifier is final
};

struct FlowDefinition {
  std::string name;
  model::Label label;
  Direction direction = Direction::in;
  std::string system;
  std::string stream;
  std::string mapping;
  std::string from;    // derive only: an out-mapping, or "summary.NAME"
  bool whole = false;  // out only: the destination takes whole lists, so any change sends all rows in one write
  std::optional<Corrections> corrections = {};                   // out only
  std::optional<std::string> results_stream;                     // in only: where each record's outcome is written back
  std::map<std::string, std::string, std::less<>> result_texts;  // outcome → what the people there read
  Milliseconds fresh_within = 0;           // the promise that reports measure against; 0: none was made
  std::int64_t batch = 0;                  // out only: records a call; 0: the hub's default
  std::optional<RemoteIdField> remote_id;  // out only; none: the identifier stays with the delivery
  std::optional<OpenHours> hours;          // out only: when records may reach the destination; none: at any hour
  RetryPolicy retry;
  model::Label responsible;  // who must act when its data is wrong; empty: not said
  bool paused = false;
  bool switched_off = false;  // its system is
  YamlNode schedule;          // read by the schedule room
  std::string file;
  int line = 0;

  // Takes what its system sends by itself: an in-flow with schedule {on_receive: true}.
  bool receives() const { return direction == Direction::in && schedule.is_map() && schedule.has("on_receive"); }

  static FlowDefinition read(const YamlNode& node);
};

// "500ms", "30s", "15m", "2h", "1d" → milliseconds; a violation at the node where it is none of these.
Milliseconds duration_or(const YamlNode& node, Milliseconds fallback);

// Every *.yaml of the folder, one flow each; two flows with one name are a violation.
std::vector<FlowDefinition> load_flows(const std::filesystem::path& folder, Violations& violations);

}  // namespace lt::sync
