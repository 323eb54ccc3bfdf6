// A mapping file compiled: how an entity's row becomes one stream's record, with no field in it but those named.
#pragma once

#include "base/arena.hpp"
#include "base/error.hpp"
#include "mapping/derivation.hpp"
#include "mapping/in_mapping.hpp"
#include "mapping/surroundings.hpp"
#include "model/record.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

// A chain of reference fields that the mapping follows, e.g. immunization → person: `fields` = {position of "person"}.
struct ReferencePath {
  std::vector<int> fields;                // positions, each in the entity that the one before it refers to
  const model::Entity* entity = nullptr;  // at the end of the path
  std::vector<int> used_fields;           // positions in `entity`; the others need not be read
  std::string text;                       // "person"
};

// A canonical row and the rows that it refers to, all in the order of their entity's fields. Values may be borrowed
// from anywhere that lives during the call.
struct OutInput {
  std::int64_t id = 0;                                    // of the canonical row
  std::span<const model::Value> values;                   // of the row; references hold the id of the row meant
  std::span<const std::span<const model::Value>> linked;  // one for each reference_paths(); empty: refers to nothing
};

struct OutRecord {
  Outcome outcome = Outcome::dead;
  std::string_view json;               // in the arena; only where mapped
  std::vector<model::Reason> reasons;  // why it is dead
  std::vector<model::Reason> warnings;
};

// Immutable, so any number of threads may share it.
class OutMapping {
 public:
  static std::shared_ptr<const OutMapping> load(const std::filesystem::path& file, const Surroundings& surroundings,
                                                Violations& violations);
  ~OutMapping();

  const std::string& name() const;
  std::uint64_t fingerprint() const;  // a changed mapping delivers again what it changes
  const model::Entity& entity() const;
  const std::vector<ReferencePath>& reference_paths() const;
  std::vector<int> used_fields() const;  // of entity(): positions that must be read
  // Every "entity.field" whose value, or a text made of it, leaves the hub; sorted, for the disclosure log.
  const std::vector<std::string>& disclosed_fields() const;
  const Emitted& emitted() const;
  const std::string& purpose() const;  // why these data may leave; never empty where they are personal

  std::vector<Violation> run_examples() const;

  struct Program;
  const Program& program() const { return *program_; }

 private:
  explicit OutMapping(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

// Scratch memory: one a thread.
class OutMapper {
 public:
  explicit OutMapper(std::shared_ptr<const OutMapping> mapping);
  ~OutMapper();
  OutMapper(OutMapper&&) noexcept;
  OutMapper& operator=(OutMapper&&) noexcept;

  const OutMapping& mapping() const { return *mapping_; }
  // `now`: for the functions that need a day.
  void map(const OutInput& input, Milliseconds now, Arena& arena, OutRecord& out);

 private:
  struct Scratch;
  std::shared_ptr<const OutMapping> mapping_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace lt::mapping
