// The memory of one placing.
#pragma once

#include "store/claim_placer.hpp"

#include <memory>

namespace lt::store {

// An arena for the texts of one call; calls nest where moved rows pull others along.
class ClaimPlacer::Scratch {
 public:
  explicit Scratch(ClaimPlacer& placer) : placer_(placer) {
    if (placer.arenas_.size() == placer.depth_) placer.arenas_.push_back(std::make_unique<Arena>());
    arena_ = placer.arenas_[placer.depth_++].get();
    arena_->clear();
  }
  ~Scratch() { --placer_.depth_; }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Arena& arena() const { return *arena_; }

 private:
  ClaimPlacer& placer_;
  Arena* arena_;
};

}  // namespace lt::store
