// Sends dead letters through again: in through today's mapping, out as the row stands today.
#pragma once

#include "base/clock.hpp"
#include "mapping/in_mapping.hpp"
#include "store/store.hpp"
#include "sync/flow_definition.hpp"
#include "sync/pace.hpp"
#include "sync/run_result.hpp"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace lt::sync {

// What today's mapping says to a record in a letter's place; nothing is stored.
struct Verdict {
  mapping::Outcome outcome = mapping::Outcome::dead;
  std::vector<model::Reason> reasons;  // of a dead one
};
Verdict judge(const std::shared_ptr<const mapping::InMapping>& mapping, const store::DeadLetter& letter,
              std::string_view record);

// The next letters in their original order, at most so many; none at the end. Asked after the run has begun, so that no
// other run of the flow changes what they stand for meanwhile.
using NextLetters = std::function<std::vector<store::DeadLetter>(std::size_t most)>;

// One run with trigger "replay", a transaction for each stretch of letters, as fast as the pace allows. What a person
// made of a payload goes in its place. Without a time of its own a record is of the time when it came, so what came
// after it stays the newer word. The record keeps the key and the hash under which the source knows it: when the
// source sends the same bad bytes again, the mended record stands. A record that is refused again stays a dead letter,
// with today's reasons.
RunResult replay_in(const FlowDefinition& flow, const std::shared_ptr<const mapping::InMapping>& mapping,
                    const NextLetters& next, store::Store& store, const Pace& pace = {},
                    const std::stop_token& stop = {});

// Makes the letters' rows due now with all attempts before them; the flow's next run sends them. A document whose fate
// is unknown keeps its serial and with it its idempotency key.
void requeue_out(const FlowDefinition& flow, std::span<const store::DeadLetter> letters, store::Store& store,
                 const Clock& clock);

}  // namespace lt::sync
