// What each out-flow has sent of each row, and the log of which fields of whom left to where.
#pragma once

#include "base/clock.hpp"
#include "store/absorb.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// retry: failed, waits until next_attempt. withheld: the filter or disclosure rule keeps it back. sending: the first
// document is on its way, or its answer was lost; the flow's cursor has not passed it.
enum class DeliveryState : std::uint8_t { delivered, retry, dead, withheld, sending };

std::string_view to_string(DeliveryState state);

struct Delivery {
  RowId row = 0;
  DeliveryState state = DeliveryState::delivered;
  std::int64_t hash = 0;  // of the mapped document that was delivered last; 0 where none ever was
  Seq seq = 0;            // the row's feed place when it was handled last
  int attempts = 0;       // failed ones since the last success
  Milliseconds next_attempt = 0;
  std::string remote_id;                       // what the destination calls it
  std::string error;                           // of the last failed attempt
  std::int64_t serial = 0;                     // of the document sent last: 1, 2, …
  std::optional<std::int64_t> unsettled = {};  // hash of the document of that serial while its fate is unknown
};

// A document that is about to leave.
struct Departure {
  RowId row = 0;
  Seq seq = 0;
  std::int64_t hash = 0;  // 0: the destination shall no longer hold the row
};

// One row's document that left the core, with the version of the flow's field list that it was cut to.
struct Disclosure {
  RowId row = 0;
  Seq seq = 0;
  std::int64_t hash = 0;
};

// The fields that a flow may send and why, kept once for each version of it.
struct DisclosedFields {
  std::string flow;
  std::string destination;  // system
  std::string purpose;
  std::vector<std::string> fields;  // "entity.field"
};

struct DeliveryCounts {
  std::int64_t delivered = 0;
  std::int64_t retry = 0;
  std::int64_t dead = 0;
  std::int64_t withheld = 0;
  std::int64_t sending = 0;
  Milliseconds oldest_retry = 0;  // earliest next_attempt; 0 where nothing waits
};

// Deliveries of a flow that are tried again.
struct PendingDeliveries {
  std::int64_t rows = 0;
  std::optional<Milliseconds> oldest = {};  // since when the one that is tried again longest has failed
};

// How far the disclosure log was read from its end: the line of the store's part and of the part beside it
// (answer_log) that came last; 0: none yet.
struct DisclosurePlace {
  std::int64_t of_store = 0;
  std::int64_t of_answers = 0;
};

// One line of the disclosure log, as it is read back.
struct DisclosureEntry {
  DisclosurePlace place = {};
  std::string flow;
  std::string destination;
  std::string purpose;
  std::vector<std::string> fields;
  RowId row = 0;
  Seq seq = 0;
  RunId run = 0;
  Milliseconds at = 0;
  std::int64_t hash = 0;
};

// A document that left, or was given as an answer (then no run sent it).
struct DisclosedDocument {
  std::shared_ptr<const DisclosedFields> what;  // shared by all documents of the same version
  int entity = -1;                              // position in Model::entities()
  RowId row = 0;
  Seq seq = 0;
  RunId run = 0;
  Milliseconds at = 0;
  std::int64_t hash = 0;
};

// All that left the hub about a row.
struct RowDisclosures {
  RowId row = 0;  // that was asked for, or the one that it was merged into
  bool stands = true;
  std::vector<DisclosedDocument> documents;  // the latest first
};

}  // namespace lt::store
