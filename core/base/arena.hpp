// Memory for the texts of one batch: given out in order, released all at once, kept for the next batch.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace lt {

// Not thread-safe: an arena belongs to the batch that travels between threads.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  // Room for `size` bytes, unaligned, valid until clear().
  char* allocate(std::size_t size) {
    if (used_ + size > capacity_) grow(size);
    char* place = blocks_[block_].data.get() + used_;
    used_ += size;
    return place;
  }

  // Gives back the last `size` bytes of the latest allocate().
  void give_back(std::size_t size) { used_ -= size; }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* place = allocate(text.size());
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  void clear() {
    block_ = 0;
    used_ = 0;
    capacity_ = blocks_.empty() ? 0 : blocks_[0].size;
  }

 private:
  struct Block {
    std::unique_ptr<char[]> data;
    std::size_t size;
  };

  void grow(std::size_t size) {
    constexpr std::size_t usual = 256 * 1024;
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
    used_ = 0;
    capacity_ = blocks_[block].size;
  }

  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace lt
