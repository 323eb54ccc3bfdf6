// Phone numbers as they stand in cells.
#include "base/phone_number.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace lt;

TEST_CASE("a phone number becomes E.164 however it is written") {
  const struct {
    const char* text;
    const char* expected;
  } table[] = {
      {"0912345678", "+84912345678"},
      {"091 234.56-78", "+84912345678"},
      {"(091) 2345 678", "+84912345678"},
      {"+84912345678", "+84912345678"},
      {"+84 (0)91 234 5678", "+84912345678"},
      {"84912345678", "+84912345678"},
      {"0084912345678", "+84912345678"},
      {"912345678", "+84912345678"},
      {"0912\u00A0345\u200B678", "+84912345678"},
      {"\u202A0912345678\u202C", "+84912345678"},
      {"091–234–5678", "+84912345678"},
      {"0841234567", "+84841234567"},
      {"841234567", "+84841234567"},
      {"02373851234", "+842373851234"},
      {"0237.3851.234", "+842373851234"},
      {"(024) 38 251 234", "+842438251234"},
      {"842438251234", "+842438251234"},
      {"+1 (415) 555-0100", "+14155550100"},
      {"+856 20 5555 1234", "+8562055551234"},
      {"01681234567", "+84381234567"},
      {"8401681234567", "+84381234567"},
      {"+841681234567", "+84381234567"},
      {"1681234567", "+84381234567"},
  };
  for (const auto& row : table) {
    INFO(row.text);
    const auto number = phone_number(row.text);
    CHECK(number.problem == "");
    CHECK(number.e164() == row.expected);
    CHECK_FALSE(number.several);
  }
}

TEST_CASE("every prefix of before 2018 gets its new one") {
  const char* const table[][2] = {
      {"0162", "32"}, {"0163", "33"}, {"0164", "34"}, {"0165", "35"}, {"0166", "36"}, {"0167", "37"}, {"0168", "38"},
      {"0169", "39"}, {"0120", "70"}, {"0121", "79"}, {"0122", "77"}, {"0126", "76"}, {"0128", "78"}, {"0123", "83"},
      {"0124", "84"}, {"0125", "85"}, {"0127", "81"}, {"0129", "82"}, {"0186", "56"}, {"0188", "58"}, {"0199", "59"}};
  for (const auto& [before, after] : table) {
    const auto number = phone_number(std::string(before) + "1234567");
    CHECK(number.e164() == "+84" + std::string(after) + "1234567");
    CHECK(number.renumbered);
    CHECK(number.mobile);
    CHECK(phone_number(number.e164()).e164() == number.e164());
    CHECK_FALSE(phone_number(number.e164()).renumbered);
  }
  CHECK_FALSE(phone_number("01611234567"));
}

TEST_CASE("of several numbers in a cell the first is given and the others are told of") {
  for (const char* text :
       {"0912345678/0987654321", "0912345678 - 0987654321", "0912.345.678; 0987.654.321", "0912345678,0987654321",
        "0912345678 0987654321", "0912345678\n0987654321", "+84912345678 +84987654321"}) {
    INFO(text);
    const auto number = phone_number(text);
    CHECK(number.e164() == "+84912345678");
    CHECK(number.several);
  }
  CHECK(phone_number("/0912345678").e164() == "+84912345678");
  CHECK_FALSE(phone_number("0912345678/").several);
}

TEST_CASE("what is no phone number is refused with a reason") {
  for (const char* text : {"",
                           "   ",
                           "không có",
                           "0",
                           "0000000000",
                           "09123",
                           "091234567",
                           "09123456789",
                           "0112345678",
                           "0412345678",
                           "19001234",
                           "1800599920",
                           "+",
                           "+84",
                           "+0912345678",
                           "113",
                           "0912345678 (mẹ)",
                           "abc0912345678",
                           "0912345678.0",
                           "0014155550100",
                           "123456789012345678901234567890",
                           "+1234567890123456",
                           "\xFF",
                           "0612345678",
                           "/////"}) {
    INFO(text);
    const auto number = phone_number(text);
    CHECK_FALSE(number.problem.empty());
    CHECK(number.e164().empty());
  }
  CHECK(phone_number("09123").problem == "too few digits for a phone number");
}
