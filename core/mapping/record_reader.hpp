// One raw record parsed and walked: the values at a mapping's pointers, in numbered slots.
#pragma once

#include "base/arena.hpp"
#include "mapping/pointer_trie.hpp"
#include "model/value.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

// Scratch memory, one a thread. Slots hold texts of the parser until the next read(); see keep().
class RecordReader {
 public:
  struct Fault {
    std::string_view code;  // "not_json", "bad_utf8", "too_deep", "too_long"
    std::string message;
  };

  static constexpr std::size_t longest = std::size_t{8} * 1024 * 1024;  // bytes of a record

  // Parses and fills `slots` and the lists. `raw` has 64 readable bytes after its end. Numbers that no 64-bit integer
  // holds become texts in `arena`.
  std::optional<Fault> read(std::string_view raw, const PointerTrie& trie, std::size_t lists, Arena& arena);

  std::vector<model::Value> slots;

  // The items of a list; none where the record has no array there.
  std::size_t items(std::size_t list) const;
  // Fills `item_slots` from one item.
  void read_item(std::size_t list, std::size_t item, const PointerTrie& trie, Arena& arena);
  std::vector<model::Value> item_slots;

  // The value with its text in the arena, should it be the parser's.
  model::Value keep(const model::Value& value, Arena& arena) const {
    const std::string_view text = value.as_text();
    const auto distance = reinterpret_cast<std::uintptr_t>(text.data()) - reinterpret_cast<std::uintptr_t>(texts_);
    return distance < texts_size_ ? model::Value::text(arena.copy(text)) : value;
  }
  // Whether a slot may hold a marker instead of a value; see expression.hpp.
  bool has_markers() const { return has_markers_; }

 private:
  model::Value value_of(const simdjson::dom::element& element, Arena& arena);
  void walk(const simdjson::dom::element& element, const PointerTrie::Node& node, std::vector<model::Value>& out,
            Arena& arena);

  simdjson::dom::parser parser_;
  std::optional<simdjson::dom::parser> large_;  // for a record beyond the usual size, freed with the next
  std::vector<std::vector<simdjson::dom::element>> lists_;
  bool may_hold_nul_ = false;  // the record has the escape \\u0000 somewhere
  bool has_markers_ = false;
  const std::uint8_t* texts_ = nullptr;  // simdjson's
  std::size_t texts_size_ = 0;
};

}  // namespace lt::mapping
