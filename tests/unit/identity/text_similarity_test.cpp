// Promises of string comparators and of agreements.
#include "identity/text_similarity.hpp"

#include "identity/agreement.hpp"

#include <catch2/catch.hpp>

using namespace lt::identity;

namespace {

bool agree(std::string_view kind, std::string_view a, std::string_view b, double number = 0, double rarer = 1,
           double commoner = 1) {
  const Agreement* agreement = find_agreement(kind);
  REQUIRE(agreement != nullptr);
  const Sides there{.a = a, .b = b, .other_a = {}, .other_b = {}, .rarer = rarer, .commoner = commoner};
  const Sides back{.a = b, .b = a, .other_a = {}, .other_b = {}, .rarer = rarer, .commoner = commoner};
  REQUIRE(agreement->holds(there, number) == agreement->holds(back, number));
  return agreement->holds(there, number);
}

}  // namespace

// Winkler's own table (1990), rounded to three places.
TEST_CASE("Jaro-Winkler gives the published similarities") {
  CHECK(jaro_winkler("martha", "marhta") == Approx(0.961).margin(0.001));
  CHECK(jaro_winkler("dwayne", "duane") == Approx(0.84).margin(0.001));
  CHECK(jaro_winkler("dixon", "dicksonx") == Approx(0.813).margin(0.001));
  CHECK(jaro_winkler("abcvwxyz", "cabvwxyz") == Approx(0.958).margin(0.001));
  CHECK(jaro_winkler("abc", "xyz") == 0);
  CHECK(jaro_winkler("", "a") == 0);
  CHECK(jaro_winkler("same", "same") == 1);
  CHECK(jaro_winkler(std::string(300, 'a'), std::string(301, 'a')) > 0.9);
}

TEST_CASE("edits count letters wrong, missing, too many and swapped, up to a bound") {
  CHECK(edits("nguyen", "nguyen", 2) == 0);
  CHECK(edits("nguyen", "nguyne", 2) == 1);
  CHECK(edits("nguyen", "nguen", 2) == 1);
  CHECK(edits("nguyen", "nguyeen", 2) == 1);
  CHECK(edits("nguyen", "nguyan", 2) == 1);
  CHECK(edits("trinh", "rtihn", 2) == 2);
  CHECK(edits("lan", "huong", 2) == 3);
  CHECK(edits("", "ab", 1) == 2);
  CHECK(edits("a", std::string(200, 'b'), 3) == 4);
}

TEST_CASE("names agree in another order, with a middle name left out, or mistyped") {
  CHECK(agree("same_words", "nguyen van nam", "nam nguyen van"));
  CHECK_FALSE(agree("same_words", "nguyen van nam", "nam nguyen duc"));
  CHECK(agree("words_within", "nguyen ha", "nguyen thi thu ha", 2));
  CHECK_FALSE(agree("words_within", "nguyen ha", "tran thi thu ha", 2));
  CHECK_FALSE(agree("words_within", "ha", "nguyen thi ha", 2));
  CHECK(agree("words_near", "nguyen van nam", "nguyen vna nam", 1));
  CHECK_FALSE(agree("words_near", "nguyen van nam", "nguen vna nam", 1));
  CHECK_FALSE(agree("words_near", "nguyen van nam", "nguyen nam", 1));
  CHECK(agree("same_ends", "le van nam", "le huu nam"));
  CHECK_FALSE(agree("same_ends", "nam", "nam"));
  CHECK(agree("same_first_word", "le van nam", "le thi ha"));
  CHECK(agree("same_last_word", "le ha", "tran thi ha"));
}

TEST_CASE("two common names that a letter tells apart are no mistake of each other") {
  CHECK(agree("mistyped", "hoa", "hola", 1, 3, 600));
  CHECK(agree("mistyped", "hoa", "hola", 1, 1, 12));
  CHECK_FALSE(agree("mistyped", "hoa", "ha", 1, 480, 600));
  CHECK_FALSE(agree("mistyped", "hoa", "ha", 1, 1, 3));
}

TEST_CASE("dates agree with day and month swapped, and where one says the year alone") {
  CHECK(agree("turned_day", "1985-03-12", "1985-12-03"));
  CHECK_FALSE(agree("turned_day", "1985-03-12", "1986-12-03"));
  CHECK_FALSE(agree("turned_day", "1985", "1985-12-03"));
  CHECK(agree("year_alone", "1985", "1985-12-03"));
  CHECK_FALSE(agree("year_alone", "1985-01-01", "1985-12-03"));
  CHECK_FALSE(agree("year_alone", "1984", "1985-12-03"));
  CHECK(agree("same_year", "1985-01-01", "1985-12-03"));
  CHECK(agree("days_within", "2020-02-28", "2020-03-01", 2));
  CHECK_FALSE(agree("days_within", "2020-02-28", "2020-03-02", 2));
  CHECK_FALSE(agree("days_within", "2020", "2020-03-02", 400));
}
