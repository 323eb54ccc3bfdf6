// Walking a parsed record along the tree of pointers.
#include "mapping/record_reader.hpp"

#include <algorithm>
#include <charconv>

namespace lt::mapping {

using model::Value;
using simdjson::dom::element;
using simdjson::dom::element_type;

Value structure_marker();
Value nul_marker();

namespace {

constexpr std::size_t usual = std::size_t{256} * 1024;  // bytes of a record up to which the parser keeps its memory
constexpr std::size_t most_items = 10'000;              // of one for_each

// Of an element known to be one; a result's value is copied out of the temporary.
simdjson::dom::array array_of(const element& e) {
  const auto result = e.get_array();
  return result.value_unsafe();
}

simdjson::dom::object object_of(const element& e) {
  const auto result = e.get_object();
  return result.value_unsafe();
}

RecordReader::Fault fault_of(simdjson::error_code error) {
  const std::string why = simdjson::error_message(error);
  switch (error) {
    case simdjson::UTF8_ERROR:
      return {"bad_utf8", "the record holds bytes that are no UTF-8; the source must send UTF-8"};
    case simdjson::DEPTH_ERROR:
      return {"too_deep", "the record is nested more than 1,024 deep"};
    default:
      return {"not_json", "the record is no JSON: " + why};
  }
}

}  // namespace

Value RecordReader::value_of(const element& e, Arena& arena) {
  switch (e.type()) {
    case element_type::STRING: {
      const std::string_view text = e.get_string().value_unsafe();
      if (!may_hold_nul_ || text.find('\0') == std::string_view::npos) return Value::text(text);
      has_markers_ = true;
      return nul_marker();
    }
    case element_type::INT64:
      return Value::integer(e.get_int64().value_unsafe());
    case element_type::UINT64:
      return Value::text(arena.copy(std::to_string(e.get_uint64().value_unsafe())));
    case element_type::DOUBLE:
      return Value::decimal(e.get_double().value_unsafe());
    case element_type::BOOL:
      return Value::text(e.get_bool().value_unsafe() ? "true" : "false");
    case element_type::NULL_VALUE:
      return {};
    default:
      has_markers_ = true;
      return structure_marker();
  }
}

std::optional<RecordReader::Fault> RecordReader::read(std::string_view raw, const PointerTrie& trie, std::size_t lists,
                                                      Arena& arena) {
  if (raw.size() > longest) {
    return Fault{"too_long", "the record has " + std::to_string(raw.size()) + " bytes; at most " +
                                 std::to_string(longest) + " are taken"};
  }
  large_.reset();
  if (raw.size() > usual) large_.emplace();
  auto& parser = large_ ? *large_ : parser_;
  const auto parsed = parser.parse(raw.data(), raw.size(), false);
  if (parsed.error() != simdjson::SUCCESS) return fault_of(parsed.error());
  texts_ = parser.doc.string_buf.get();
  // What simdjson allocates for the texts of a document of this capacity.
  texts_size_ = 5 * parser.doc.capacity() / 3 + 2 * simdjson::SIMDJSON_PADDING;
  has_markers_ = false;
  may_hold_nul_ = raw.find("\\u0000") != std::string_view::npos;
  slots.assign(trie.slots(), Value());
  lists_.resize(lists);
  for (auto& list : lists_) list.clear();
  walk(parsed.value_unsafe(), trie.root(), slots, arena);
  return std::nullopt;
}

void RecordReader::walk(const element& e, const PointerTrie::Node& node, std::vector<Value>& out, Arena& arena) {
  if (node.slot >= 0) out[static_cast<std::size_t>(node.slot)] = value_of(e, arena);
  if (node.list >= 0 && e.is_array()) {
    auto& items = lists_[static_cast<std::size_t>(node.list)];
    items.clear();
    for (const element item : array_of(e)) {
      if (items.size() < most_items) items.push_back(item);
    }
  }
  if (node.children.empty()) return;
  if (e.is_object()) {
    for (const auto field : object_of(e)) {
      const auto* child = node.child(field.key);
      if (child == nullptr) continue;
      if (child->leaf) {
        out[static_cast<std::size_t>(child->slot)] = value_of(field.value, arena);
      } else {
        walk(field.value, *child, out, arena);
      }
    }
  } else if (e.is_array()) {
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      const std::string& key = node.keys[i];
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
      if (error != std::errc() || end != key.data() + key.size()) continue;
      const auto item = array_of(e).at(index);
      if (item.error() == simdjson::SUCCESS) walk(item.value_unsafe(), *node.children[i], out, arena);
    }
  }
}

std::size_t RecordReader::items(std::size_t list) const { return lists_[list].size(); }

void RecordReader::read_item(std::size_t list, std::size_t item, const PointerTrie& trie, Arena& arena) {
  item_slots.assign(trie.slots(), Value());
  walk(lists_[list][item], trie.root(), item_slots, arena);
}

}  // namespace lt::mapping
