// A decision table with dates of effect: the first row whose bounds all hold says what follows, e.g. the epidemic level
// of a commune by the criteria in force on a day.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt {
class Violations;
class YamlNode;
}  // namespace lt

namespace lt::mapping {

// Immutable once loaded, so any number of threads may ask it.
class DecisionTable {
 public:
  // Whether the file is a decision table and no table of spellings: it has `periods`.
  static bool is_one(const std::filesystem::path& file);
  static DecisionTable load(const std::filesystem::path& file, Violations& violations);

  const std::string& name() const { return name_; }
  const std::vector<std::string>& inputs() const { return inputs_; }
  const std::vector<std::string>& columns() const { return columns_; }
  std::optional<int> column(std::string_view column_name) const;
  std::uint64_t fingerprint() const { return fingerprint_; }

  // Of the period that `day` (YYYY-MM-DD…) falls in, the column of the first row that holds; a bound on a number that
  // is missing does not hold. std::nullopt where no period or row does.
  std::optional<std::string_view> decide(std::string_view day, std::span<const std::optional<double>> numbers,
                                         int column) const;

 private:
  struct Bound {
    std::size_t input = 0;
    std::optional<double> at_least;
    std::optional<double> below;
  };
  struct Row {
    std::vector<Bound> bounds;
    std::vector<std::string> gives;  // by column
  };
  struct Period {
    std::string from;   // YYYY-MM-DD
    std::string until;  // the first day of the next; empty for the last
    std::vector<Row> rows;
  };
  void read_period(const YamlNode& node);
  Row read_row(const YamlNode& node) const;
  void order_periods(const YamlNode& node);

  std::string name_;
  std::vector<std::string> inputs_;
  std::vector<std::string> columns_;
  std::vector<Period> periods_;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace lt::mapping
