// The scans in the body of a request: one, many, or the lines of a file that was made without a network.
#pragma once

#include <lienthong/sdk.hpp>

#include <span>
#include <string>
#include <string_view>

namespace checkpoint {

// Emits the scans and replies how many there were.
class Scans {
 public:
  // `records` points to the array in a document of many; `key` are pointers into one scan.
  Scans(std::string records, std::span<const std::string> key) : records_(std::move(records)), key_(key) {}

  void take(const lt::sdk::Receiver& receiver, const lt::sdk::Incoming& request) const;

 private:
  void take_lines(const lt::sdk::Receiver& receiver, std::string_view body) const;
  void take_document(const lt::sdk::Receiver& receiver, std::string_view body) const;

  std::string records_;
  std::span<const std::string> key_;
};

}  // namespace checkpoint
