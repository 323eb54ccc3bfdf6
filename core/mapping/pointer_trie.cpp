// Growing the tree of pointers and looking keys up in it.
#include "mapping/pointer_trie.hpp"

#include <algorithm>
#include <cstring>

namespace lt::mapping {
namespace {

constexpr std::size_t most_keys = 250;  // of one object: positions are bytes

// Of the length and of both ends, which tells the keys of real records apart.
std::uint64_t hash(std::string_view key) {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  if (key.size() >= 8) {
    std::memcpy(&head, key.data(), 8);
    std::memcpy(&tail, key.data() + key.size() - 8, 8);
  } else if (key.size() >= 4) {
    std::uint32_t part = 0;
    std::memcpy(&part, key.data(), 4);
    head = part;
    std::memcpy(&part, key.data() + key.size() - 4, 4);
    tail = part;
  } else {
    for (const char c : key) head = head << 8U | static_cast<unsigned char>(c);
  }
  const std::uint64_t mixed = (head ^ (tail << 1U) ^ key.size()) * 0x9E3779B97F4A7C15U;
  return mixed ^ (mixed >> 32U);
}

std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1')) {
      text += token[++i] == '0' ? '~' : '/';
    } else {
      text += token[i];
    }
  }
  return text;
}

void freeze_node(PointerTrie::Node& node) {
  std::size_t size = 4;
  while (size < node.keys.size() * 2) size *= 2;
  node.places.assign(size, 0);
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    std::size_t at = hash(node.keys[i]) & (size - 1);
    while (node.places[at] != 0) at = (at + 1) & (size - 1);
    node.places[at] = static_cast<std::uint8_t>(i + 1);
  }
  for (const auto& child : node.children) freeze_node(*child);
}

}  // namespace

const PointerTrie::Node* PointerTrie::Node::child(std::string_view key) const {
  const std::size_t mask = places.size() - 1;
  for (std::size_t at = hash(key) & mask; places[at] != 0; at = (at + 1) & mask) {
    const std::size_t position = places[at] - 1U;
    if (keys[position] == key) return children[position].get();
  }
  return nullptr;
}

std::string PointerTrie::fault(std::string_view pointer) {
  if (!pointer.empty() && pointer[0] != '/') return "a JSON pointer begins with '/'";
  if (std::count(pointer.begin(), pointer.end(), '/') > 16) return "the pointer has more than 16 steps";
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] != '~') continue;
    if (i + 1 == pointer.size() || (pointer[i + 1] != '0' && pointer[i + 1] != '1')) {
      return "in a JSON pointer '~' is written ~0";
    }
  }
  return {};
}

PointerTrie::Node& PointerTrie::place(std::string_view pointer) {
  Node* node = &root_;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string key = unescaped(pointer.substr(0, end));
    pointer.remove_prefix(end);
    const auto found = std::find(node->keys.begin(), node->keys.end(), key);
    if (found != node->keys.end()) {
      node = node->children[static_cast<std::size_t>(found - node->keys.begin())].get();
    } else if (node->keys.size() < most_keys) {
      node->keys.push_back(key);
      node = node->children.emplace_back(std::make_unique<Node>()).get();
    }
  }
  return *node;
}

int PointerTrie::slot(std::string_view pointer) {
  Node& node = place(pointer);
  if (node.slot < 0) {
    node.slot = static_cast<int>(pointers_.size());
    pointers_.emplace_back(pointer);
  }
  return node.slot;
}

void PointerTrie::mark_list(std::string_view pointer, int list) { place(pointer).list = list; }

void PointerTrie::freeze() { freeze_node(root_); }

}  // namespace lt::mapping
