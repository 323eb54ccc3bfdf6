// Shapes of identity numbers and what a citizen number says of its owner.
#include "base/identity_number.hpp"

#include "base/digit_reader.hpp"
#include "base/vietnamese_text.hpp"

#include <algorithm>

namespace lt {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

int number_of(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

std::string_view word(Sex sex) { return sex == Sex::male ? "male" : "female"; }

}  // namespace

void clean_identity(std::string_view text, std::string& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char32_t code = next_code_point(at, end);
    if (code == '.' || code == '-' || space_class(code) != Space::none) continue;
    append_utf8(code >= 'a' && code <= 'z' ? code - 32 : code, out);
  }
}

std::string clean_identity(std::string_view text) {
  std::string out;
  clean_identity(text, out);
  return out;
}

std::optional<CitizenNumber> citizen_number(std::string_view number) {
  if (number.size() != 12 || !all_digits(number)) return std::nullopt;
  const int century = number[3] - '0';
  return CitizenNumber{number.substr(0, 3), century % 2 == 0 ? Sex::male : Sex::female,
                       (19 + century / 2) * 100 + number_of(number.substr(4, 2))};
}

bool is_old_citizen_number(std::string_view number) {
  return (number.size() == 9 || number.size() == 8) && all_digits(number);
}

bool is_insurance_number(std::string_view number) {
  if (number.size() == 10) return all_digits(number);
  return number.size() == 15 && is_capital(number[0]) && is_capital(number[1]) && number[2] >= '1' &&
         number[2] <= '5' && all_digits(number.substr(3));
}

bool is_passport_number(std::string_view number) {
  return number.size() >= 6 && number.size() <= 9 && std::any_of(number.begin(), number.end(), is_digit) &&
         std::all_of(number.begin(), number.end(), [](char c) { return is_digit(c) || is_capital(c); });
}

std::string_view insurance_tail(std::string_view number) {
  return is_insurance_number(number) ? number.substr(number.size() - 10) : std::string_view();
}

bool is_citizen_province(std::string_view three_digits) {
  // The 63 provinces' codes of before 2025-07-01 lie between 001 and 096; these are the gaps (general statistics
  // office).
  constexpr int gaps[] = {3,  5,  7,  9,  13, 16, 18, 21, 23, 28, 29, 32, 39, 41, 43, 47, 50,
                          53, 55, 57, 59, 61, 63, 65, 69, 71, 73, 76, 78, 81, 85, 88, 90};
  if (three_digits.size() != 3 || !all_digits(three_digits)) return false;
  const int code = number_of(three_digits);
  return code >= 1 && code <= 96 && std::find(std::begin(gaps), std::end(gaps), code) == std::end(gaps);
}

std::optional<IdentityKind> identity_kind(std::string_view number) {
  if (citizen_number(number)) return IdentityKind::citizen;
  if (is_old_citizen_number(number)) return IdentityKind::old_citizen;
  if (is_insurance_number(number)) return IdentityKind::insurance;
  if (is_passport_number(number)) return IdentityKind::passport;
  return std::nullopt;
}

std::vector<std::string> citizen_number_problems(std::string_view number, std::optional<Sex> sex,
                                                 std::optional<int> birth_year, int today_year) {
  const auto decoded = citizen_number(number);
  if (!decoded) {
    if (!all_digits(number)) return {"a citizen number has digits only"};
    std::string problem = "a citizen number has 12 digits, here are " + std::to_string(number.size());
    if (number.size() == 11) problem += "; a spreadsheet may have eaten a leading zero";
    return {problem};
  }
  std::vector<std::string> problems;
  if (decoded->birth_year > today_year) {
    problems.push_back("the citizen number says born in " + std::to_string(decoded->birth_year) + ", which is to come");
  }
  if (sex && *sex != decoded->sex) {
    problems.push_back("the citizen number says " + std::string(word(decoded->sex)) + ", the record says " +
                       std::string(word(*sex)));
  }
  if (birth_year && *birth_year != decoded->birth_year) {
    problems.push_back("the citizen number says born in " + std::to_string(decoded->birth_year) + ", the record says " +
                       std::to_string(*birth_year));
  }
  return problems;
}

}  // namespace lt
