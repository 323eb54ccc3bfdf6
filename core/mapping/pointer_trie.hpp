// All JSON pointers of a mapping in one tree, so that one walk over a record finds every value that anything reads.
#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

class PointerTrie {
 public:
  // What lies at a place of the record and is wanted.
  struct Node {
    int slot = -1;  // a value
    int list = -1;  // an array, for a for_each
    std::vector<std::string> keys;
    std::vector<std::unique_ptr<Node>> children;  // one for each key
    std::vector<std::uint8_t> places;             // open addressing over `keys`: position + 1; a power of two long

    const Node* child(std::string_view key) const;
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
