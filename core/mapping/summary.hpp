// A summary file compiled: rows of an entity counted into groups, each of which becomes one record.
#pragma once

#include "base/error.hpp"
#include "mapping/derivation.hpp"
#include "mapping/out_mapping.hpp"
#include "mapping/surroundings.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::mapping {

// Immutable, so any number of threads may share it.
class Summary {
 public:
  // Null where the file has faults; they are added to `violations` at their lines.
  static std::shared_ptr<const Summary> load(const std::filesystem::path& file, const Surroundings& surroundings,
                                             Violations& violations);
  ~Summary();

  const std::string& name() const;
  std::uint64_t fingerprint() const;
  const model::Entity& entity() const;
  const std::vector<ReferencePath>& reference_paths() const;
  const Emitted& emitted() const;
  // Whether the groups depend on the day on which they are counted.
  bool has_window() const;
  // Counted anew for each status, which says how many rows there are in each group; there should be none.
  bool watched() const;
  const model::Label& label() const;

  std::vector<Violation> run_examples() const;

  struct Program;
  const Program& program() const { return *program_; }

 private:
  explicit Summary(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

using Summaries = std::map<std::string, std::shared_ptr<const Summary>, std::less<>>;

// Every *.yaml of the folder by the file's name.
Summaries load_summaries(const std::filesystem::path& folder, const Surroundings& surroundings, Violations& violations);

// Counts rows in one pass; its memory grows with the groups alone. One thread, one use.
class Tally {
 public:
  // `now`: for windows and $today.
  Tally(std::shared_ptr<const Summary> summary, Milliseconds now);
  ~Tally();

  // Why the row cannot be counted; nothing where it was counted or the filter passes it over.
  std::optional<model::Reason> add(const OutInput& row);

  struct Group {
    std::string key;   // the values of `by` joined by "|"; "all" where there is no `by`
    std::string json;  // `by`, the measures, and window_from and window_to where there is a window
  };
  std::vector<Group> groups() const;  // by key

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::mapping
