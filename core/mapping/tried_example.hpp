// An example of a mapping with what came of it, for whoever edits the mapping.
#pragma once

#include "mapping/in_mapping.hpp"
#include "mapping/out_mapping.hpp"

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace lt::mapping {

struct TriedExample {
  std::string name = {};  // as the file has it; may be empty
  int line = 0;
  std::string source = {};    // JSON, as are the two below; what an example gives may be no JSON
  std::string result = {};    // {"entities"}, or {"output"}, or {"filtered": true}, or {"reasons"}; {"warnings"} beside
  std::string expected = {};  // in the same form, with the fields that the example names
  std::vector<std::string> differences = {};
  std::vector<Violation> faults = {};  // of its YAML

  bool passed() const { return differences.empty() && faults.empty(); }
};

using TryOne = std::function<std::vector<std::string>(const YamlNode&, TriedExample&)>;

std::vector<TriedExample> try_each(const std::vector<YamlNode>& examples, const Violations& noted,
                                   std::initializer_list<std::string_view> known, const TryOne& try_one);
// Of each that did not pass; of a mapping without examples that it has none.
std::vector<Violation> examples_told(const std::string& file, const std::vector<TriedExample>& tried);

// In the order of the file.
std::vector<TriedExample> try_examples(const InMapping& mapping);
std::vector<TriedExample> try_examples(const OutMapping& mapping);

}  // namespace lt::mapping
