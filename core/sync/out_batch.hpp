// A batch on its way out of the hub: rows that are due, what each becomes, and what is to be recorded of it.
#pragma once

#include "base/arena.hpp"
#include "model/record.hpp"
#include "plugin_host/session.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::sync {

enum class OutFate : std::uint8_t {
  send,       // its document goes to the destination
  erase,      // the destination holds it and shall no longer
  unchanged,  // the destination holds just this
  withheld,   // the filter keeps it back
  dead,       // cannot be mapped
  waits,      // goes out when the flow's hours begin
};

// One row that is due.
struct OutItem {
  OutFate fate = OutFate::unchanged;
  store::Delivery delivery;  // as it stands before; row is always set
  std::int64_t hash = 0;     // of the document
  store::Seq version = 0;    // the latest feed place among the row and the rows it refers to
  std::string_view json;     // lives in the batch's arena
  std::string key;
  std::string idempotency_key;         // once it is about to leave
  std::vector<model::Reason> reasons;  // of a dead one
  Milliseconds opens_at = 0;           // of one that waits
  bool in_doubt = false;               // an earlier answer about this row was lost: the destination may hold it
  bool goes_along = false;             // unchanged, but part of a whole list that is sent
  bool due = true;                     // false: only goes along

  bool goes_out() const { return fate == OutFate::send || fate == OutFate::erase; }
};

struct OutBatch {
  std::int64_t number = 0;  // from 1, in the order of the feed; 0: retries
  std::vector<OutItem> items;
  Arena arena;
  std::optional<std::string> cursor;  // to be stored once every item is settled; none for a batch of retries
};

using OutBatchPointer = std::unique_ptr<OutBatch>;

}  // namespace lt::sync
