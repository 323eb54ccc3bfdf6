// The shared texts of a workbook, kept as one block so that a million short ones cost little.
#pragma once

#include "cell.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::spreadsheet {

class StringTable {
 public:
  explicit StringTable(const Limits& limits) : limits_(limits) {}

  void add(std::string_view text) {
    if (bytes_.size() + text.size() > limits_.shared_text_bytes) {
      throw FileError("the workbook holds more than " + std::to_string(limits_.shared_text_bytes >> 20) +
                      " MiB of text: split it into smaller files");
    }
    bytes_ += text;
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  }

  /// Throws FileError for an index that the workbook does not define.
  std::string_view at(std::uint64_t index) const {
    if (index >= ends_.size()) throw FileError("the workbook is damaged: a cell names a text that is not in the file");
    const std::uint32_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(bytes_).substr(begin, ends_[index] - begin);
  }

 private:
  Limits limits_;
  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace lt::spreadsheet
