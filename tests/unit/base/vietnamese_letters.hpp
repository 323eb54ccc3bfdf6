// Every letter of the Vietnamese alphabet, for tests that go over all of them.
#pragma once

#include <string>
#include <vector>

namespace lt::test {

// 67 small and 67 capital letters with marks, composed, and the plain ones.
inline std::vector<std::string> vietnamese_letters() {
  const std::u32string small =
      U"aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx";
  const std::u32string capital =
      U"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢUÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴĐBCDGHKLMNPQRSTVX";
  std::vector<std::string> letters;
  for (const auto& row : {small, capital}) {
    for (const char32_t code : row) {
      std::string letter;
      if (code < 0x80) {
        letter = {static_cast<char>(code)};
      } else if (code < 0x800) {
        letter = {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
      } else {
        letter = {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
                  static_cast<char>(0x80 | (code & 0x3F))};
      }
      letters.push_back(letter);
    }
  }
  return letters;
}

}  // namespace lt::test
