// Growing the tree of pointers and looking keys up in it.
#include "mapping/pointer_trie.hpp"

#include <algorithm>

namespace lt::mapping {
namespace {

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
  node.leaf = node.children.empty() && node.list < 0;
  std::size_t size = 4;
  while (size < node.keys.size() * 2) size *= 2;
  node.places.assign(size, {});
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    std::string& key = node.keys[i];
    key.reserve(8);  // so that eight bytes are there to read; the key's own is the first part of them
    const std::uint64_t head = PointerTrie::head_of(key.data(), key.size());
    std::size_t at = PointerTrie::hash(head, key.size()) & (size - 1);
    while (node.places[at].node != nullptr) at = (at + 1) & (size - 1);
    node.places[at] = {head, key.size(), key.data(), node.children[i].get()};
  }
  for (const auto& child : node.children) freeze_node(*child);
}

}  // namespace

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
    } else {
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
