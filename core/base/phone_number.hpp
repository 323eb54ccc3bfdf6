// Phone numbers as people write them, in E.164.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lt {

// What was read from a cell; `problem` says why not, for a person. No memory is allocated.
struct PhoneNumber {
  std::array<char, 17> bytes;
  std::uint8_t size = 0;
  bool mobile = false;
  bool several = false;      // more numbers followed in the text; this is the first
  bool renumbered = false;   // an 11-digit mobile number of before the change of 2018
  std::string_view problem;  // static text; empty where a number was read

  explicit operator bool() const { return problem.empty(); }
  std::string_view e164() const { return {bytes.data(), size}; }  // "+84912345678"; empty where there is a problem
};

// Accepts national (0…), international (+84, 84, 0084; another country only after +) and numbers whose leading 0 a
// spreadsheet has eaten, with blanks, dots, dashes and brackets between digits; mobile numbers under the prefixes of
// before 2018 are given their new prefix; landlines need their area code (02…). Source of the table:
// contracts/sms_gateways.md (MIC's plan of 2018) and the area codes of 2017.
PhoneNumber phone_number(std::string_view text);

}  // namespace lt
