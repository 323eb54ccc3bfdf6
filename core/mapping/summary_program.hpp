// What a summary file is compiled to.
#pragma once

#include "base/yaml.hpp"
#include "mapping/out_program.hpp"
#include "mapping/summary.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::mapping {

struct GroupField {
  std::string name;
  Expression expression;
};

enum class MeasureKind { count, count_where, sum, min, max };

struct MeasureField {
  std::string name;
  MeasureKind kind = MeasureKind::count;
  Condition condition;    // of count_where
  Expression expression;  // of sum, min, max
};

// The `days` up to today on which `of` falls.
struct WindowField {
  Expression of;
  std::int64_t days = 0;
};

struct Summary::Program : RowReads {
  std::string name;
  std::string file;
  std::uint64_t fingerprint = 0;
  const model::Entity* entity = nullptr;
  bool watched = false;
  model::Label label;
  std::optional<Condition> filter;
  std::optional<WindowField> window;
  std::vector<GroupField> by;
  std::vector<MeasureField> measures;
  Emitted emitted;
  std::unique_ptr<Violations> example_violations = std::make_unique<Violations>();
  std::vector<YamlNode> examples;
};

}  // namespace lt::mapping
