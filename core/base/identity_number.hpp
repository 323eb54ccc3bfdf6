// Numbers that name a person: citizen card (CCCD), old identity card (CMND), health insurance (BHYT), passport.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt {

enum class Sex { male, female };

// What the 12 digits of a citizen number say. Their shape: 3 province, 1 century and sex (19 + ⌊d/2⌋ hundred; even
// male, odd female), 2 year, 6 serial; there is no check digit.
struct CitizenNumber {
  std::string_view province;  // 3 digits, of the 63 provinces of before 2025-07-01; lives as long as the text
  Sex sex = Sex::male;
  int birth_year = 0;
};

// Capitals and digits only: blanks, dots, dashes and invisible characters go. Appends to `out`.
void clean_identity(std::string_view text, std::string& out);
std::string clean_identity(std::string_view text);

// The functions below take a cleaned number.
std::optional<CitizenNumber> citizen_number(std::string_view number);  // std::nullopt unless 12 digits
bool is_old_citizen_number(std::string_view number);                   // CMND: 9 digits, or 8 (a lost leading zero)
// BHYT: two letters, a benefit level 1–5, two digits of province, ten digits; or the last ten digits alone.
bool is_insurance_number(std::string_view number);
bool is_passport_number(std::string_view number);  // 6–9 capitals and digits, a digit among them (ICAO 9303)

// The ten digits by which insurance numbers are compared; empty unless is_insurance_number().
std::string_view insurance_tail(std::string_view number);

// A province code that citizen numbers were issued under. A check apart: test data uses impossible provinces like 999.
bool is_citizen_province(std::string_view three_digits);

enum class IdentityKind { citizen, old_citizen, insurance, passport };
// The kind that the shape tells. Digits alone are read as citizen (12), old_citizen (8, 9), insurance (10).
std::optional<IdentityKind> identity_kind(std::string_view number);

// What speaks against a citizen number, for a person: its shape, and what it says of sex and year of birth where the
// record says otherwise. Empty where nothing does. `today_year` bounds the year of birth.
std::vector<std::string> citizen_number_problems(std::string_view number, std::optional<Sex> sex,
                                                 std::optional<int> birth_year, int today_year);

}  // namespace lt
