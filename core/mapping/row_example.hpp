// A canonical row as an example writes it: fields by name, a reference's own fields as keys within it.
#pragma once

#include "base/arena.hpp"
#include "base/yaml.hpp"
#include "mapping/out_program.hpp"

#include <deque>
#include <span>
#include <vector>

namespace lt::mapping {

constexpr Milliseconds example_now = 1'767'225'600'000;  // 2026-01-01T07:00:00+07:00

// Owns the values; texts live in the context's arena. Names that the model does not know are violations at their node.
class RowExample {
 public:
  RowExample(const YamlNode& row, const model::Entity& entity, const RowReads& reads, Context& context);

  OutInput input(std::int64_t id) const { return {id, values_, linked_}; }

 private:
  std::vector<Value> values_;
  std::deque<std::vector<Value>> rows_;
  std::vector<std::span<const Value>> linked_;
};

}  // namespace lt::mapping
