// BIFF texts.
#include "biff_strings.hpp"

#include "text_encoding.hpp"

#include <algorithm>

namespace lt::spreadsheet {
namespace {

constexpr std::uint8_t flag_two_bytes = 0x01, flag_extended = 0x04, flag_rich = 0x08;

/// Reads through the bodies of a record and its CONTINUE records.
class Parts {
 public:
  explicit Parts(const std::vector<std::string_view>& parts) : parts_(parts) {}

  std::uint8_t u8() {
    next_part_when_done();
    return part().u8(at_++);
  }
  std::uint16_t u16() { return static_cast<std::uint16_t>(u8() | u8() << 8); }
  std::uint32_t u32() {
    const std::uint32_t low = u16();
    return low | static_cast<std::uint32_t>(u16()) << 16;
  }
  void skip(std::uint64_t count) {
    while (count > 0) {
      next_part_when_done();
      const auto step = std::min<std::uint64_t>(count, part().size() - at_);
      at_ += static_cast<std::size_t>(step);
      count -= step;
    }
  }
  /// Where a part ends within the characters, the next one begins with flags of its own.
  std::string characters(std::uint32_t count, bool two_bytes) {
    std::string text;
    while (count > 0) {
      if (at_ == part().size()) {
        next_part_when_done();
        two_bytes = (u8() & flag_two_bytes) != 0;
      }
      const std::size_t width = two_bytes ? 2 : 1;
      const auto here = std::min<std::size_t>(count, (part().size() - at_) / width);
      if (here == 0 && at_ < part().size()) part().view(at_, width);
      text += biff8_characters(part().view(at_, here * width), two_bytes);
      at_ += here * width;
      count -= static_cast<std::uint32_t>(here);
    }
    return text;
  }

 private:
  Bytes part() const { return Bytes(parts_[index_]); }
  void next_part_when_done() {
    while (at_ >= parts_[index_].size() && index_ + 1 < parts_.size()) {
      ++index_;
      at_ = 0;
    }
    part().view(at_, 1);  // throws where the last part ends
  }
  const std::vector<std::string_view>& parts_;
  std::size_t index_ = 0;
  std::size_t at_ = 0;
};

}  // namespace

std::string biff8_characters(std::string_view bytes, bool two_bytes) {
  if (two_bytes) return utf16le_to_utf8(bytes);
  std::string out;
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | code >> 6);
      out += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return out;
}

std::string biff8_text(const Bytes& record, std::size_t at, unsigned count_bytes) {
  const std::size_t count = count_bytes == 1 ? record.u8(at) : record.u16(at);
  at += count_bytes;
  const auto flags = record.u8(at++);
  if (flags & flag_rich) at += 2;
  if (flags & flag_extended) at += 4;
  const bool two_bytes = (flags & flag_two_bytes) != 0;
  return to_nfc(biff8_characters(record.view(at, two_bytes ? count * 2 : count), two_bytes));
}

std::string code_page_name(std::uint16_t code_page) {
  if (code_page == 10000 || code_page == 32768) return "macintosh";
  if (code_page == 437 || code_page == 850 || code_page == 852 || code_page == 866) {
    return "ibm-" + std::to_string(code_page);
  }
  if (code_page == 874 || (code_page >= 1250 && code_page <= 1258)) return "windows-" + std::to_string(code_page);
  return "windows-1252";
}

void read_shared_strings(const std::vector<std::string_view>& parts, StringTable& strings) {
  Parts in(parts);
  in.skip(4);
  const auto unique = in.u32();
  for (std::uint32_t i = 0; i < unique; ++i) {
    const std::uint32_t count = in.u16();
    const auto flags = in.u8();
    const std::uint32_t runs = flags & flag_rich ? in.u16() : 0;
    const std::uint64_t extended = flags & flag_extended ? in.u32() : 0;
    strings.add(to_nfc(in.characters(count, (flags & flag_two_bytes) != 0)));
    in.skip(std::uint64_t{runs} * 4 + extended);
  }
}

}  // namespace lt::spreadsheet
