// What an outward mapping file is compiled to.
#pragma once

#include "base/yaml.hpp"
#include "mapping/derivation.hpp"
#include "mapping/expression.hpp"
#include "mapping/out_mapping.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lt::mapping {

struct OutField {
  std::string pointer;  // where it goes, for messages
  Expression expression;
  Value constant;  // where there is no expression
  bool is_constant = false;
  std::optional<Condition> when;
  bool as_boolean = false;
  bool required = false;
  bool drop_on_error = false;
};

// The shape of the output: an object or an array of nodes, or one field.
struct OutNode {
  std::string key;   // as in the pointer
  std::string json;  // "\"key\":" ready to write; empty within an array
  int field = -1;
  bool array = false;
  std::vector<OutNode> children;
};

// What is read of a row and of the rows that it refers to.
struct RowReads {
  std::vector<ReferencePath> paths;
  std::vector<int> used_fields;
};

struct OutMapping::Program : RowReads {
  std::string name;
  std::string file;
  std::string purpose;
  std::uint64_t fingerprint = 0;
  const model::Entity* entity = nullptr;
  bool write_null = false;  // empty values as null rather than not at all
  std::optional<Condition> filter;
  std::vector<OutField> fields;
  OutNode root;
  std::vector<std::string> disclosed;
  Emitted emitted;
  std::unique_ptr<Violations> example_violations = std::make_unique<Violations>();
  std::vector<YamlNode> examples;
};

}  // namespace lt::mapping
