// A person's word that a flow shall rest, or no longer: kept in the store, so that it holds whoever serves it next.
#pragma once

#include "base/clock.hpp"
#include "store/store.hpp"
#include "sync/flow_definition.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lt::sync {

struct PauseWord {
  bool paused = false;
  Milliseconds at = 0;
  std::string who;
  std::string reason;  // of a pause

  bool operator==(const PauseWord&) const = default;
};

// What was said last of a flow; nothing where nobody ever said anything.
std::optional<PauseWord> last_pause_word(store::Reader& reader, std::string_view flow);
// The same, only where it rests now.
std::optional<PauseWord> pause_of(store::Reader& reader, std::string_view flow);

// A run that is under way goes on. Throws Error misconfigured where it is paused already.
void pause_flow(store::Store& store, const FlowDefinition& flow, const PauseWord& word);
// Ends what a person or the hub itself paused. Throws Error misconfigured where the flow's file pauses it.
void resume_flow(store::Store& store, const FlowDefinition& flow, const std::string& who, Milliseconds now);

// "mai: the source's certificate has run out".
std::string in_words(const PauseWord& word);

}  // namespace lt::sync
