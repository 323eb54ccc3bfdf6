// Identity numbers; all of them impossible or made up.
#include "base/identity_number.hpp"

#include <catch2/catch.hpp>

using namespace lt;

TEST_CASE("a citizen number tells province, sex and year of birth") {
  const auto number = citizen_number("999185012345");
  REQUIRE(number);
  CHECK(number->province == "999");
  CHECK(number->sex == Sex::female);
  CHECK(number->birth_year == 1985);
  CHECK(citizen_number("999085000001")->sex == Sex::male);
  CHECK(citizen_number("999203000001")->birth_year == 2003);
  CHECK(citizen_number("999310000001")->birth_year == 2010);
  CHECK(citizen_number("999310000001")->sex == Sex::female);
  CHECK(citizen_number("999999000001")->birth_year == 2399);
  CHECK_FALSE(citizen_number("99918501234"));
  CHECK_FALSE(citizen_number("99918501234x"));
  CHECK_FALSE(citizen_number(""));
}

TEST_CASE("a citizen number is checked against the record") {
  CHECK(citizen_number_problems("999185012345", Sex::female, 1985, 2026).empty());
  CHECK(citizen_number_problems("999185012345", std::nullopt, std::nullopt, 2026).empty());
  const auto both = citizen_number_problems("999185012345", Sex::male, 1986, 2026);
  REQUIRE(both.size() == 2);
  CHECK(both[0] == "the citizen number says female, the record says male");
  CHECK(both[1] == "the citizen number says born in 1985, the record says 1986");
  CHECK(citizen_number_problems("999985012345", std::nullopt, std::nullopt, 2026).size() == 1);
  CHECK(citizen_number_problems("99185012345", {}, {}, 2026)[0].find("leading zero") != std::string::npos);
  CHECK(citizen_number_problems("99918501234O", {}, {}, 2026)[0] == "a citizen number has digits only");
}

TEST_CASE("the provinces of citizen numbers are the 63 of before July 2025") {
  int known = 0;
  for (int code = 0; code < 1000; ++code) {
    const std::string text = std::to_string(1000 + code).substr(1);
    known += is_citizen_province(text) ? 1 : 0;
  }
  CHECK(known == 63);
  CHECK(is_citizen_province("001"));
  CHECK(is_citizen_province("038"));
  CHECK(is_citizen_province("096"));
  CHECK_FALSE(is_citizen_province("999"));
  CHECK_FALSE(is_citizen_province("38"));
}

TEST_CASE("the kind of a number is told by its shape") {
  CHECK(identity_kind("999185012345") == IdentityKind::citizen);
  CHECK(identity_kind("999123456") == IdentityKind::old_citizen);
  CHECK(identity_kind("99123456") == IdentityKind::old_citizen);
  CHECK(identity_kind("GD4999912345678") == IdentityKind::insurance);
  CHECK(identity_kind("9912345678") == IdentityKind::insurance);
  CHECK(identity_kind("B1234567") == IdentityKind::passport);
  CHECK(identity_kind("12AB56") == IdentityKind::passport);
  for (const char* bad : {"", "12345", "GD6999912345678", "GD0999912345678", "gd4999912345678", "G14999912345678",
                          "PASSPORT", "B12345678901"}) {
    INFO(bad);
    CHECK_FALSE(identity_kind(bad));
  }
  CHECK(insurance_tail("GD4999912345678") == "9912345678");
  CHECK(insurance_tail("9912345678") == "9912345678");
  CHECK(insurance_tail("x").empty());
}

TEST_CASE("a number is cleaned of what people put between its digits") {
  CHECK(clean_identity(" gd 4 99 99.123-456\u00A078\u200B ") == "GD4999912345678");
  CHECK(clean_identity("") == "");
  CHECK(clean_identity("đ1") == "đ1");
}
