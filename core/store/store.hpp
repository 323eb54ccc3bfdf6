// The canonical store: opens, migrates, and hands out its one writer and its many readers.
#pragma once

#include "base/clock.hpp"
#include "model/entity.hpp"
#include "store/reader.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace lt {
class SealingKeys;
}

namespace lt::store {

enum class Access : std::uint8_t {
  serve,      // the hub: no second one may open the same store for serving
  command,    // a command that writes; waits its turn beside a hub that serves
  read_only,  // a command that only reads; the store must exist
};

struct Options {
  std::filesystem::path path;  // SQLite's file; its folder is made where it is missing
  Access access = Access::serve;
  int cache_mb = 24;                 // of the writer's page cache; each reader takes an eighth of it
  std::int64_t max_size = 0;         // bytes the file may grow to; 0: as the disk allows
  std::vector<Lookup> lookups = {};  // fields that get an index where no key gives one
  std::string url = {};              // of a PostgreSQL database (postgresql://…), in place of the path
  // Of the dead letters; null: they lie open, and those that are sealed cannot be read. Opening to write seals what is
  // not sealed by the first of them yet.
  std::shared_ptr<const SealingKeys> letter_keys = {};
};

class AnswerLog;
class StoreState;

// Thread-safe. The model and the clock must outlive the store; the store outlives its readers and transactions.
class Store {
 public:
  // Makes or migrates the file, makes tables for new entities and columns for new fields, and closes runs whose process
  // died as `interrupted`. Throws Error: unavailable (locked, disk), misconfigured (newer than this program, a field
  // whose type changed), failed (not a database, damaged).
  static Store open(const Options& options, const model::Model& model, const Clock& clock);
  ~Store();
  Store(Store&&) noexcept;

  // Waits for its turn, first come first served.
  Transaction begin();
  // Appends to the disclosure log what was given as an answer; durable when it returns. Waits for no transaction.
  void log_answers(const DisclosedFields& fields, std::span<const Disclosure> disclosures);
  // Deletes what Reader::expired found, in one transaction, but what is needed again since; how many there were.
  std::int64_t expire(Trace trace, std::span<const std::int64_t> ids);
  Reader reader() const;
  // A run that has ended while the store did not answer: it counts no more as under way.
  void abandon_run(RunId run) noexcept;

  const model::Model& model() const;
  // Position in Model::entities(); throws Error{misconfigured} where there is none of that name.
  int entity(std::string_view name) const;

 private:
  explicit Store(std::unique_ptr<StoreState> state);
  AnswerLog& answers();
  std::unique_ptr<StoreState> state_;
};

}  // namespace lt::store
