// The right to write to the store, held by the test: the hub reads, asks and sends on, and can store nothing.
#pragma once

#include "chaos/province.hpp"

#include <functional>
#include <memory>

namespace lt::chaos {

class WritersTurn {
 public:
  // Waits until nobody writes. Throws std::runtime_error where the store does not give it.
  explicit WritersTurn(const Province& province);
  // Gives it back; nothing was written.
  ~WritersTurn();
  WritersTurn(const WritersTurn&) = delete;
  WritersTurn& operator=(const WritersTurn&) = delete;

 private:
  std::unique_ptr<void, std::function<void(void*)>> connection_;
};

}  // namespace lt::chaos
