// Reading and asking decision tables.
#include "mapping/decision_table.hpp"

#include "base/date.hpp"
#include "base/hash.hpp"
#include "base/suggest.hpp"
#include "base/yaml.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace lt::mapping {

bool DecisionTable::is_one(const std::filesystem::path& file) {
  Violations ignored;
  const YamlNode node = YamlNode::load_file(file, ignored);
  return node.exists() && node.is_map() && node.has("periods");
}

DecisionTable DecisionTable::load(const std::filesystem::path& file, Violations& violations) {
  DecisionTable table;
  table.name_ = file.stem().string();
  const YamlNode node = YamlNode::load_file(file, violations);
  node.allow_only({"label", "inputs", "gives", "periods"});
  table.inputs_ = node["inputs"].texts();
  table.columns_ = node["gives"].texts();
  if (table.inputs_.empty()) node.violation("'inputs' is missing: the names of the numbers that decide");
  if (table.columns_.empty()) node.violation("'gives' is missing: the names of what a row says");
  for (const YamlNode& period : node["periods"].items()) table.read_period(period);
  table.order_periods(node["periods"]);
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  table.fingerprint_ = static_cast<std::uint64_t>(content_hash(text.str()));
  return table;
}

void DecisionTable::read_period(const YamlNode& node) {
  node.allow_only({"from", "until", "source", "rows"});
  Period period;
  for (const auto& [name, place] : {std::pair{"from", &period.from}, std::pair{"until", &period.until}}) {
    if (!node.has(name)) continue;
    *place = node[name].text();
    const auto day = from_canonical_date(*place);
    if (!day || day->month == 0) node[name].violation("'" + *place + "' is no day YYYY-MM-DD");
  }
  if (period.from.empty()) node.violation("'from' is missing: the day from which these rows hold");
  for (const YamlNode& row : node["rows"].items()) period.rows.push_back(read_row(row));
  if (period.rows.empty()) node.violation("'rows' is empty, so nothing is decided");
  periods_.push_back(std::move(period));
}

DecisionTable::Row DecisionTable::read_row(const YamlNode& node) const {
  node.allow_only({"when", "gives"});
  Row row;
  if (node.has("when")) {
    for (const auto& [input, bound] : node["when"].entries()) {
      const auto found = std::find(inputs_.begin(), inputs_.end(), input);
      if (found == inputs_.end()) {
        bound.violation("'" + input + "' is none of the inputs" + suggestion(input, inputs_));
        continue;
      }
      bound.allow_only({"at_least", "below"});
      Bound made{.input = static_cast<std::size_t>(found - inputs_.begin()), .at_least = {}, .below = {}};
      if (bound.has("at_least")) made.at_least = bound["at_least"].decimal_or(0);
      if (bound.has("below")) made.below = bound["below"].decimal_or(0);
      row.bounds.push_back(made);
    }
  }
  row.gives.resize(columns_.size());
  for (const auto& [column_name, value] : node["gives"].entries()) {
    if (const auto position = column(column_name)) {
      row.gives[static_cast<std::size_t>(*position)] = value.text();
    } else {
      value.violation("'" + column_name + "' is nothing that this table gives" + suggestion(column_name, columns_));
    }
  }
  return row;
}

void DecisionTable::order_periods(const YamlNode& node) {
  std::sort(periods_.begin(), periods_.end(), [](const Period& a, const Period& b) { return a.from < b.from; });
  for (std::size_t i = 0; i + 1 < periods_.size(); ++i) {
    if (periods_[i].from == periods_[i + 1].from)
      node.violation("two periods begin on " + periods_[i].from + "; remove one of them");
    if (periods_[i].until.empty() || periods_[i].until > periods_[i + 1].from) periods_[i].until = periods_[i + 1].from;
  }
}

std::optional<int> DecisionTable::column(std::string_view column_name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column_name);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<int>(found - columns_.begin());
}

std::optional<std::string_view> DecisionTable::decide(std::string_view day,
                                                      std::span<const std::optional<double>> numbers,
                                                      int column) const {
  const std::string_view date = day.substr(0, 10);
  const auto period = std::find_if(periods_.begin(), periods_.end(), [&](const Period& p) {
    return date >= p.from && (p.until.empty() || date < p.until);
  });
  if (date.size() != 10 || period == periods_.end()) return std::nullopt;
  const auto holds = [&](const Bound& bound) {
    const auto& number = numbers[bound.input];
    return number && (!bound.at_least || *number >= *bound.at_least) && (!bound.below || *number < *bound.below);
  };
  const auto row = std::find_if(period->rows.begin(), period->rows.end(), [&](const Row& candidate) {
    return std::all_of(candidate.bounds.begin(), candidate.bounds.end(), holds);
  });
  if (row == period->rows.end()) return std::nullopt;
  return row->gives[static_cast<std::size_t>(column)];
}

}  // namespace lt::mapping
