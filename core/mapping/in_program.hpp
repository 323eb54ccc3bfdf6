// What an inward mapping file is compiled to.
#pragma once

#include "base/yaml.hpp"
#include "mapping/expression.hpp"
#include "mapping/in_mapping.hpp"
#include "mapping/pointer_trie.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lt::mapping {

// What becomes of a field whose value is refused.
enum class OnError {
  dead,  // the record is dead
  drop,  // the field stays empty, with a warning
  keep,  // the source's text stays as it came, with a warning
};

struct FieldProgram {
  int position = -1;  // in the entity
  Expression expression;
  std::optional<Condition> when;
  OnError on_error = OnError::drop;
  // What a conversion and check can be spared for: a text of at most so many bytes; a date that a function made.
  int plain_slot = -1;  // the source is this slot of the record and nothing else
  std::size_t sure_text = 0;
  bool sure_date = false;
  int refers_to = -1;       // entity of this mapping, in place of the expression
  bool refers_row = false;  // the expression gives the id of a canonical row
  int line = 0;
};

struct EntityProgram {
  const model::Entity* entity = nullptr;
  std::string name;
  int line = 0;
  std::optional<Condition> when;
  int list = -1;                         // the for_each
  std::vector<FieldProgram> fields;      // as the file has them, then the derived ones
  std::vector<FieldProgram> references;  // filled when all entities of the record are there
  std::vector<int> required;             // fields that must not be empty
  std::vector<Expression> key;           // empty: the record's key
};

struct ListProgram {
  std::string pointer;
  PointerTrie items;
};

struct InMapping::Program {
  std::string name;
  std::string file;
  std::uint64_t fingerprint = 0;
  int record_line = 0;
  std::vector<std::string> key_pointers;
  std::vector<int> key_slots;
  std::optional<Expression> as_of;
  std::optional<Condition> filter;
  std::vector<EntityProgram> entities;  // the primary first
  PointerTrie trie;
  PointerTrie key_trie;  // of the key alone; its slots are those of key_pointers
  std::vector<ListProgram> lists;
  // The examples as YAML. Their nodes note violations in this list of their own.
  std::unique_ptr<Violations> example_violations = std::make_unique<Violations>();
  std::vector<YamlNode> examples;
};

}  // namespace lt::mapping
