// All JSON pointers of a mapping in one tree, so that one walk over a record finds every value that anything reads.
#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

class PointerTrie {
 public:
  struct Node;
  // A key as it is looked up: its first 8 bytes as a number, its length, then the rest.
  struct Place {
    std::uint64_t head = 0;
    std::size_t size = 0;
    const char* text = nullptr;
    const Node* node = nullptr;  // null: free
  };

  static std::uint64_t head_of(const char* text, std::size_t size) {
    std::uint64_t head = 0;
    std::memcpy(&head, text, 8);
    return size >= 8 ? head : head & ((std::uint64_t{1} << (size * 8)) - 1);
  }
  static std::size_t hash(std::uint64_t head, std::size_t size) {
    return static_cast<std::size_t>(((head ^ (size << 59U)) * 0x9E3779B97F4A7C15U) >> 40U);
  }

  // What lies at a place of the record and is wanted.
  struct Node {
    int slot = -1;     // a value
    int list = -1;     // an array, for a for_each
    bool leaf = true;  // nothing below it is wanted
    std::vector<std::string> keys;
    std::vector<std::unique_ptr<Node>> children;  // one for each key
    std::vector<Place> places;                    // open addressing over `keys`, a power of two long

    // `key` has 8 readable bytes from its first on, as simdjson's texts have.
    const Node* child(std::string_view key) const {
      const std::uint64_t head = head_of(key.data(), key.size());
      const std::size_t mask = places.size() - 1;
      for (std::size_t at = hash(head, key.size()) & mask;; at = (at + 1) & mask) {
        const Place& place = places[at];
        if (place.node == nullptr) return nullptr;
        if (place.head == head && place.size == key.size() &&
            (key.size() <= 8 || std::memcmp(place.text + 8, key.data() + 8, key.size() - 8) == 0)) {
          return place.node;
        }
      }
    }
  };

  // The slot of a pointer as RFC 6901 writes it ("" is the whole), the same for the same pointer.
  int slot(std::string_view pointer);
  // Marks the pointer as the array of list number `list`.
  void mark_list(std::string_view pointer, int list);
  // Once, after the last pointer and before the first look-up.
  void freeze();

  std::size_t slots() const { return pointers_.size(); }
  const Node& root() const { return root_; }
  bool root_only() const { return root_.children.empty(); }

  // "" or what is wrong with a pointer.
  static std::string fault(std::string_view pointer);

 private:
  Node& place(std::string_view pointer);
  Node root_;
  std::vector<std::string> pointers_;
};

}  // namespace lt::mapping
