// What a dry run shows of single records: what would become of them, before and after.
#pragma once

#include "model/record.hpp"
#include "store/store.hpp"
#include "sync/batch_writer.hpp"

#include <string>
#include <vector>

namespace lt::sync {

struct FieldChange {
  std::string field;   // "person.phone"
  std::string before;  // empty: nothing stood there
  std::string after;
};

struct Sample {
  std::string key;
  std::string outcome;  // created, updated, unchanged, filtered, withdrawn, erased, dead; on the way out: send, erase,
                        // withheld, dead
  std::vector<FieldChange> changes;    // what the source says differently from the canonical row of its first entity
  std::vector<model::Reason> reasons;  // of a dead record
  std::string document;                // what would be sent; only on the way out
};

std::string_view outcome_name(const RecordOutcome& outcome);

// Adds records until `most` samples stand there; those that would change nothing are left out. `reader` sees the store
// as it is before the rehearsal.
void add_samples(const std::vector<RecordOutcome>& outcomes, const model::Model& model, store::Reader& reader,
                 std::size_t most, std::vector<Sample>& samples);

}  // namespace lt::sync
