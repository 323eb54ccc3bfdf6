// Little-endian reads that cannot leave their buffer.
#pragma once

#include "cell.hpp"

#include <bit>
#include <cstdint>
#include <string_view>

namespace lt::spreadsheet {

/// Borrows. Every read outside throws FileError.
class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(std::string_view data) : data_(data) {}

  std::size_t size() const { return data_.size(); }
  std::string_view view(std::size_t at, std::size_t count) const {
    if (at > data_.size() || count > data_.size() - at) {
      throw FileError("the workbook is damaged or cut short: open it in Excel and save it again, or copy it again");
    }
    return data_.substr(at, count);
  }
  std::uint8_t u8(std::size_t at) const { return static_cast<std::uint8_t>(view(at, 1)[0]); }
  std::uint16_t u16(std::size_t at) const { return static_cast<std::uint16_t>(little(at, 2)); }
  std::uint32_t u32(std::size_t at) const { return static_cast<std::uint32_t>(little(at, 4)); }
  std::uint64_t u64(std::size_t at) const { return little(at, 8); }
  double f64(std::size_t at) const { return std::bit_cast<double>(u64(at)); }

 private:
  std::uint64_t little(std::size_t at, std::size_t count) const {
    const auto bytes = view(at, count);
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
  }
  std::string_view data_;
};

}  // namespace lt::spreadsheet
