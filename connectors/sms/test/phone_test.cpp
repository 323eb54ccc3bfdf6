// Numbers and networks, held to the plan of 2018.
#include "phone.hpp"

#include <catch2/catch.hpp>

using namespace sms;

TEST_CASE("a mobile number is E.164 however it was written") {
  for (const char* written : {"+84912345678", "0912345678", "84912345678", "0084912345678", "912345678",
                              "(091) 234-56.78", "+84 912 345 678", "+840912345678"})
    CHECK(mobile_number(written) == "+84912345678");
  CHECK(mobile_number("0841234567") == "+84841234567");
  CHECK(mobile_number("841234567") == "+84841234567");
}

TEST_CASE("what is no Vietnamese mobile number has none") {
  for (const char* written : {"", "0237385123", "02373851234", "+12025550123", "0512345678", "091234567", "09123456789",
                              "0912345678 hoặc 0987654321", "không có", "1022"})
    CHECK_FALSE(mobile_number(written));
}

TEST_CASE("each of the eleven-digit prefixes of before 2018 has its new one") {
  const std::pair<const char*, const char*> plan[] = {
      {"0162", "32"}, {"0163", "33"}, {"0164", "34"}, {"0165", "35"}, {"0166", "36"}, {"0167", "37"}, {"0168", "38"},
      {"0169", "39"}, {"0120", "70"}, {"0121", "79"}, {"0122", "77"}, {"0126", "76"}, {"0128", "78"}, {"0123", "83"},
      {"0124", "84"}, {"0125", "85"}, {"0127", "81"}, {"0129", "82"}, {"0186", "56"}, {"0188", "58"}, {"0199", "59"}};
  for (const auto& [before, after] : plan)
    CHECK(mobile_number(before + std::string("1234567")) == "+84" + std::string(after) + "1234567");
}

TEST_CASE("a prefix tells the network, unless the administrator knows better") {
  CHECK(network_of("+84322345678") == "viettel");
  CHECK(network_of("+84912345678") == "vinaphone");
  CHECK(network_of("+84702345678") == "mobifone");
  CHECK(network_of("+84562345678") == "vietnamobile");
  CHECK(network_of("+84592345678") == "gmobile");
  CHECK(network_of("+12025550123") == "");
  CHECK(network_of("+84912345678", {{"+84912345678", "viettel"}}) == "viettel");
  CHECK(network_of("+84912345679", {{"091", "itel"}}) == "itel");
}

TEST_CASE("no more than the last digits of a number are shown") {
  CHECK(last_digits("+84912345678") == "…678");
  CHECK(last_digits("12") == "…12");
}
