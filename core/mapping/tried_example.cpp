// Trying examples one after the other, and telling which did not pass.
#include "mapping/tried_example.hpp"

#include "mapping/example.hpp"

namespace lt::mapping {

std::vector<TriedExample> try_each(const std::vector<YamlNode>& examples, const Violations& noted,
                                   std::initializer_list<std::string_view> known, const TryOne& try_one) {
  std::vector<TriedExample> all;
  all.reserve(examples.size());
  for (const YamlNode& example : examples) {
    const std::size_t before = noted.list().size();
    TriedExample& tried = all.emplace_back();
    tried.name = example["name"].text_or("");
    tried.line = example.line();
    example.allow_only(known);
    tried.differences = try_one(example, tried);
    tried.faults.assign(noted.list().begin() + static_cast<std::ptrdiff_t>(before), noted.list().end());
  }
  return all;
}

std::vector<Violation> examples_told(const std::string& file, const std::vector<TriedExample>& tried) {
  std::vector<Violation> told;
  if (tried.empty())
    told.push_back({file, 0, "the mapping has no examples; at least one shows what it is meant to do"});
  for (const TriedExample& each : tried) {
    if (!each.differences.empty()) told.push_back({file, each.line, difference_message(each.name, each.differences)});
    told.insert(told.end(), each.faults.begin(), each.faults.end());
  }
  return told;
}

}  // namespace lt::mapping
