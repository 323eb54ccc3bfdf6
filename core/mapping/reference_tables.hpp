// Tables of synonyms from config/reference: the many spellings of a vaccine, a sex, a priority group, and their one
// code.
#pragma once

#include "mapping/decision_table.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt {
class Violations;
}

namespace lt::mapping {

// How a text is compared with a table's spellings.
enum class Comparison { exact, folded };  // folded: without marks, capitals and superfluous blanks

class ReferenceTable {
 public:
  const std::string& name() const { return name_; }
  Comparison comparison() const { return comparison_; }
  // The code of the reason that a record gets whose value is not in the table, e.g. "unknown_vaccine".
  const std::string& unknown_code() const { return unknown_code_; }
  const std::vector<std::string>& columns() const { return columns_; }  // besides the code, e.g. "disease"
  std::vector<std::string> codes() const;

  // The row of a spelling, which the caller has folded where the comparison is by folded text; -1 where there is none.
  int row(std::string_view spelling) const;
  // A row's code (column -1) or the text of one of its columns.
  std::string_view cell(int row, int column) const;
  std::optional<int> column(std::string_view column_name) const;
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  friend class ReferenceTables;
  struct Draft;
  // One place of the open-addressing index; row -1: free.
  struct Place {
    std::uint32_t hash = 0;
    std::uint32_t at = 0;  // of the spelling in texts_
    std::uint32_t size = 0;
    std::int32_t row = -1;
  };
  struct Cell {
    std::uint32_t at = 0;  // in texts_
    std::uint32_t size = 0;
  };
  void read_yaml(const std::filesystem::path& file, Draft& draft, Violations& violations);
  void read_tsv(const std::filesystem::path& file, Draft& draft, Violations& violations);
  void freeze(const Draft& draft);

  std::string name_;
  Comparison comparison_ = Comparison::exact;
  std::string unknown_code_ = "unknown_value";
  std::vector<std::string> columns_;
  std::string texts_;          // all spellings and cells, a row's near its spelling
  std::vector<Place> places_;  // a power of two, at most half full
  std::vector<Cell> cells_;    // row by row: the code, then the columns
  std::uint64_t fingerprint_ = 0;
};

// Immutable once loaded, so any number of threads may read it.
class ReferenceTables {
 public:
  // Every *.yaml (folded comparison) and *.tsv (two columns, exact comparison) of the folder; a table is named for its
  // file. A *.yaml with `periods` is a decision table. What is wrong is added to `violations`.
  static ReferenceTables load(const std::filesystem::path& folder, Violations& violations);
  // One more file, from wherever it lies.
  void add(const std::filesystem::path& file, Violations& violations);

  const ReferenceTable* find(std::string_view name) const;
  std::vector<std::string> names() const;
  const DecisionTable* find_decision(std::string_view name) const;
  std::vector<std::string> decision_names() const;

 private:
  std::map<std::string, std::unique_ptr<ReferenceTable>, std::less<>> tables_;
  std::map<std::string, std::unique_ptr<DecisionTable>, std::less<>> decisions_;
};

}  // namespace lt::mapping
