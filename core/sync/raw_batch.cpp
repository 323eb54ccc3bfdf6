// Buffers of a batch, used again by the next one.
#include "sync/raw_batch.hpp"

#include <cstring>

namespace lt::sync {
namespace {

constexpr std::size_t padding = 64;  // what simdjson may read past the end

}  // namespace

std::string_view RawBatch::keep(std::string_view bytes) {
  if (used_buffers_ == buffers_.size()) buffers_.emplace_back();
  Buffer& buffer = buffers_[used_buffers_++];
  if (buffer.capacity < bytes.size() + padding) {
    buffer.capacity = bytes.size() + bytes.size() / 8 + padding;
    buffer.data = std::make_unique_for_overwrite<char[]>(buffer.capacity);
  }
  std::memcpy(buffer.data.get(), bytes.data(), bytes.size());
  std::memset(buffer.data.get() + bytes.size(), 0, padding);
  bytes_ += bytes.size();
  return {buffer.data.get(), bytes.size()};
}

void RawBatch::clear() {
  // A page or a record far above the usual must not keep its memory for the rest of the run.
  constexpr std::size_t usual = std::size_t{2} << 20U;
  std::erase_if(buffers_, [](const Buffer& b) { return b.capacity > usual; });
  used_buffers_ = 0;
  bytes_ = 0;
  keys_.clear();
  records_.clear();
  checkpoint.reset();
}

}  // namespace lt::sync
