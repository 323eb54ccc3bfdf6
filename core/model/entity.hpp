// What a canonical entity is: fields, keys, merge policy and rules, as read from config/model/*.yaml.
#pragma once

#include "base/yaml.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::model {

enum class FieldType { text, integer, decimal, boolean, date, timestamp, reference };

// Classes of data after Decree 13/2023/NĐ-CP: `basic` and `sensitive` are personal, `open` and `internal` are not.
enum class DataClass { open, internal, basic, sensitive };

// How one field's value is chosen when several sources speak. Both never prefer an empty value to a filled one.
enum class MergeRule {
  newest,    // the source record with the latest as_of
  priority,  // the first system in the entity's priority list; within one system, the newest
};

struct Pattern;  // a compiled regular expression
struct Check;    // a registered check of rules

struct Label {
  std::string vi;
  std::string en;
};

struct Field {
  std::string name;
  FieldType type = FieldType::text;
  Label label;
  DataClass data_class = DataClass::internal;
  bool required = false;
  std::string target;                       // entity referred to; only for references
  std::vector<std::string> values;          // the only texts allowed; empty: any
  std::optional<double> min;                // of numbers, or of the length of a text in bytes
  std::optional<double> max;                // texts without one may have 65,536 bytes
  std::string pattern;                      // ECMAScript regular expression that the whole text must match; empty: any
  std::shared_ptr<const Pattern> compiled;  // of `pattern`; null where there is none
  std::string
      derived;  // an expression of the mapping room over the entity's other fields; used where a mapping is silent
  MergeRule merge = MergeRule::newest;
  int line = 0;
};

// One way to recognise the same thing again: equal, non-empty values in all fields. Keys are tried in order.
struct Key {
  std::vector<int> fields;  // positions in Entity::fields
  // A weak key (name, birth date, phone) does not match where a strong key of both sides is filled and differs.
  bool weak = false;
};

// A rule over several fields of one record, by the name of a registered check with its fields in the check's order.
struct Rule {
  std::string check;
  const Check* definition = nullptr;
  std::vector<int> fields;
  int line = 0;
};

struct Entity {
  std::string name;
  Label label;
  std::vector<Field> fields;
  std::vector<Key> keys;
  std::vector<std::string> priority;  // systems, the most trusted first
  std::vector<Rule> rules;
  std::string file;

  std::optional<int> field(std::string_view field_name) const;
  std::vector<std::string> field_names() const;
};

class Model {
 public:
  // Reads every *.yaml of the folder; what is wrong is added to `violations`.
  static Model load(const std::filesystem::path& folder, Violations& violations);

  const Entity* find(std::string_view name) const;
  // Its place in entities().
  std::optional<int> position(std::string_view name) const;
  // In an order in which every entity comes after those it refers to; a cycle of references is a violation, but an
  // entity may refer to its own kind.
  const std::vector<std::unique_ptr<Entity>>& entities() const { return entities_; }
  std::vector<std::string> names() const;

 private:
  std::vector<std::unique_ptr<Entity>> entities_;
};

}  // namespace lt::model
