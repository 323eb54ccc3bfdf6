// The opening that every kind of mapping file shares: read, compile, take the examples along.
#pragma once

#include "base/yaml.hpp"

#include <filesystem>
#include <utility>

namespace lt::mapping {

// What `compile(node)`, a pointer to a program or nothing, makes of the file; nothing where the file has a fault,
// which `violations` then names with its line.
template <class Compile>
auto load_program(const std::filesystem::path& file, Violations& violations, const Compile& compile)
    -> decltype(compile(std::declval<const YamlNode&>())) {
  const std::size_t before = violations.list().size();
  const YamlNode node = YamlNode::load_file(file, violations);
  if (!node.exists()) {
    if (violations.list().size() == before) violations.add(file.string(), 0, "the file is empty");
    return nullptr;
  }
  auto program = compile(node);
  if (!program || violations.list().size() != before) return nullptr;
  for (const YamlNode& example : node["examples"].items()) {
    program->examples.push_back(example.telling(*program->example_violations));
  }
  return violations.list().size() == before ? std::move(program) : nullptr;
}

}  // namespace lt::mapping
