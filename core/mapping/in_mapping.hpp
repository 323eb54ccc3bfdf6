// A mapping file compiled: how one stream's records become entities.
#pragma once

#include "base/arena.hpp"
#include "base/error.hpp"
#include "mapping/surroundings.hpp"
#include "model/record.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

enum class Outcome { mapped, filtered, dead };

// What became of one raw record. Made to be reused: filling it again allocates nothing once it has grown.
struct MappedRecord {
  Outcome outcome = Outcome::dead;
  std::string_view record_key;  // in the arena (or the caller's own); also where the record is dead, if it has one
  std::int64_t hash = 0;        // of the raw record, seeded with the mapping's fingerprint
  Milliseconds as_of = 0;
  std::vector<model::EntityRecord> entities;  // empty unless mapped; the first is the primary; all borrow the arena
  std::vector<int> sources;                   // for each of them, which entity of the mapping file it comes from
  std::vector<model::Reason> reasons;         // why it is dead
  std::vector<model::Reason> warnings;        // fields that were dropped or kept raw
};

// Immutable, so any number of threads may share it; each thread maps with its own InMapper.
class InMapping {
 public:
  // Null where the file has faults; they are added to `violations` with file, line and the nearest right name.
  static std::shared_ptr<const InMapping> load(const std::filesystem::path& file, const Surroundings& surroundings,
                                               Violations& violations);
  ~InMapping();

  const std::string& name() const;  // the file's, without ".yaml"
  // Of everything that the result of mapping depends on (the mapping, tables, entities; not labels, examples and
  // comments): it seeds the hashes of raw records, so a changed mapping maps every record anew.
  std::uint64_t fingerprint() const;
  // JSON pointers of the declared key, its parts in order, so that the sync room cuts pages and knows records before
  // anything is mapped; empty where the connector's key is the record's.
  const std::vector<std::string>& record_key_pointers() const;
  const model::Entity& primary() const;
  std::vector<const model::Entity*> entities() const;  // each once, in the order of the file

  // Where the file, or the model that it derives from, says how a field comes about, as file:line; empty where nothing
  // does.
  std::string place_of(std::string_view entity, std::string_view field) const;

  // Maps every example of the file; the violations stand at the example's line and say what was expected and what came.
  std::vector<Violation> run_examples() const;

  struct Program;
  const Program& program() const { return *program_; }

 private:
  explicit InMapping(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

// A parser and its scratch memory: one a thread. The mapping must outlive it.
class InMapper {
 public:
  explicit InMapper(std::shared_ptr<const InMapping> mapping);
  ~InMapper();
  InMapper(InMapper&&) noexcept;
  InMapper& operator=(InMapper&&) noexcept;

  const InMapping& mapping() const { return *mapping_; }

  // `raw`: one JSON object of at most 4 GiB, with at least 64 readable bytes after its end (simdjson's padding); what
  // they hold does not matter. `record_key`: the connector's key; unused where the mapping declares one.
  // `received_at` stands in for as_of where the record has none, and its day in Vietnam is the "today" of validation.
  // Never throws for what a record holds. Texts and values live in `arena`.
  void map(std::string_view raw, std::string_view record_key, Milliseconds received_at, Arena& arena,
           MappedRecord& out);

  // The declared key alone (composite parts joined by '|'), to know a record before it is mapped; empty where the
  // record is no JSON, has no key, or the mapping declares none. Lives in `arena`.
  std::string_view record_key(std::string_view raw, Arena& arena);

  // The hash that map() gives, without mapping.
  std::int64_t hash(std::string_view raw) const;

 private:
  struct Scratch;
  std::shared_ptr<const InMapping> mapping_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace lt::mapping
