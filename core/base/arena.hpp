// Memory for the texts of one batch: given out in order, released all at once, kept for the next batch.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace lt {

// Not thread-safe: an arena belongs to the batch that travels between threads.
class Arena {
 public:
  Arena() = default;
  // What was moved from is empty and may be used again.
  Arena(Arena&& other) noexcept { swap(other); }
  Arena& operator=(Arena&& other) noexcept {
    Arena taken(std::move(other));
    swap(taken);
    return *this;
  }

  // Room for `size` bytes, unaligned, valid until clear().
  char* allocate(std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - at_)) grow(size);
    char* place = at_;
    at_ += size;
    return place;
  }

  // Gives back the last `size` bytes of the latest allocate().
  void give_back(std::size_t size) { at_ -= size; }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* place = allocate(text.size());
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  void clear() {
    if (!blocks_.empty()) start(0);
  }

 private:
  struct Block {
    std::unique_ptr<char[]> data;
    std::size_t size;
  };

  void swap(Arena& other) noexcept {
    blocks_.swap(other.blocks_);
    std::swap(block_, other.block_);
    std::swap(at_, other.at_);
    std::swap(end_, other.end_);
  }

  void grow(std::size_t size) {
    constexpr std::size_t usual = std::size_t{256} * 1024;
    while (!blocks_.empty() && block_ + 1 < blocks_.size()) {
      ++block_;
      if (blocks_[block_].size >= size) return start(block_);
    }
    const std::size_t wanted = size > usual ? size : usual;
    blocks_.push_back({std::make_unique<char[]>(wanted), wanted});
    start(blocks_.size() - 1);
  }

  void start(std::size_t block) {
    block_ = block;
    at_ = blocks_[block].data.get();
    end_ = at_ + blocks_[block].size;
  }

  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  char* at_ = nullptr;  // of the room left in the current block
  char* end_ = nullptr;
};

}  // namespace lt
