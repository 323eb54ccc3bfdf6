// Reading phone numbers against the Vietnamese numbering plan.
#include "base/phone_number.hpp"

#include "base/digit_reader.hpp"
#include "base/vietnamese_text.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace lt {
namespace {

struct Renumbering {
  std::string_view before;  // without the leading 0
  std::string_view after;
};

// The change from 11 to 10 digits, 15 September to 14 November 2018 (contracts/sms_gateways.md).
constexpr Renumbering renumberings[] = {
    {"120", "70"}, {"121", "79"}, {"122", "77"}, {"123", "83"}, {"124", "84"}, {"125", "85"}, {"126", "76"},
    {"127", "81"}, {"128", "78"}, {"129", "82"}, {"162", "32"}, {"163", "33"}, {"164", "34"}, {"165", "35"},
    {"166", "36"}, {"167", "37"}, {"168", "38"}, {"169", "39"}, {"186", "56"}, {"188", "58"}, {"199", "59"},
};

// Mobile prefixes in use, without the leading 0.
constexpr std::string_view mobile_prefixes[] = {
    "32", "33", "34", "35", "36", "37", "38", "39", "52", "55", "56", "58", "59", "70", "76", "77", "78", "79", "81",
    "82", "83", "84", "85", "86", "87", "88", "89", "90", "91", "92", "93", "94", "95", "96", "97", "98", "99",
};

// Area codes since 2017 without the leading 0; Hà Nội 24 and Hồ Chí Minh City 28 have two digits and longer numbers.
constexpr std::string_view area_codes[] = {
    "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213", "214", "215", "216", "218", "219",
    "220", "221", "222", "225", "226", "227", "228", "229", "232", "233", "234", "235", "236", "237", "238", "239",
    "251", "252", "254", "255", "256", "257", "258", "259", "260", "261", "262", "263", "269", "270", "271", "272",
    "273", "274", "275", "276", "277", "290", "291", "292", "293", "294", "296", "297", "299",
};

template <std::size_t Count>
bool contains(const std::string_view (&list)[Count], std::string_view value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

// The digits of one number, bounded; E.164 has 15 at most, "00" and an inner 0 may stand before.
struct Digits {
  std::array<char, 18> bytes;
  std::size_t size = 0;
  bool plus = false;
  std::string_view view() const { return {bytes.data(), size}; }
};

PhoneNumber refused(std::string_view problem) {
  PhoneNumber number;
  number.problem = problem;
  return number;
}

PhoneNumber made_of(std::string_view country, std::string_view rest) {
  PhoneNumber number;
  char* at = number.bytes.data();
  *at++ = '+';
  at = std::copy(country.begin(), country.end(), at);
  at = std::copy(rest.begin(), rest.end(), at);
  number.size = static_cast<std::uint8_t>(at - number.bytes.data());
  return number;
}

// `significant` is the national number without its leading 0.
PhoneNumber vietnamese(std::string_view significant) {
  if (significant.size() == 9 && contains(mobile_prefixes, significant.substr(0, 2))) {
    PhoneNumber number = made_of("84", significant);
    number.mobile = true;
    return number;
  }
  if (significant.size() == 10) {
    for (const auto& [before, after] : renumberings) {
      if (significant.substr(0, 3) != before) continue;
      PhoneNumber number = made_of("84", after);
      const auto rest = significant.substr(3);
      std::copy(rest.begin(), rest.end(), number.bytes.begin() + number.size);
      number.size = static_cast<std::uint8_t>(number.size + rest.size());
      number.mobile = number.renumbered = true;
      return number;
    }
    const auto area = significant.substr(0, 2);
    if (area == "24" || area == "28" || contains(area_codes, significant.substr(0, 3)))
      return made_of("84", significant);
  }
  if (significant.size() < 9) return refused("too few digits for a phone number");
  if (significant.size() > 10) return refused("too many digits for a phone number");
  return refused("no Vietnamese mobile prefix or area code begins so");
}

PhoneNumber interpreted(const Digits& digits) {
  std::string_view text = digits.view();
  if (text.empty()) return refused("no phone number here");
  const bool foreign_call = text.substr(0, 2) == "00";
  if (foreign_call) text.remove_prefix(2);
  const bool international = digits.plus || foreign_call;
  if (text.substr(0, 2) == "84" && (international || text.size() >= 11)) {
    text.remove_prefix(2);
    if (text.substr(0, 1) == "0") text.remove_prefix(1);  // "+84 (0)912…"
    return vietnamese(text);
  }
  if (digits.plus) {
    if (text.size() < 8 || text.size() > 15 || text[0] == '0') return refused("no international phone number");
    return made_of("", text);
  }
  if (foreign_call) return refused("a number of another country needs a + before it");
  if (text[0] == '0') return vietnamese(text.substr(1));
  if (text.substr(0, 4) == "1800" || text.substr(0, 4) == "1900") return refused("a service number, not a person's");
  return vietnamese(text);  // a spreadsheet has eaten the leading 0
}

enum class Sign { digit, plus, gap, divider, other };

Sign sign_of(char32_t code) {
  if (code < 0x80 && is_digit(static_cast<char>(code))) return Sign::digit;
  switch (code) {
    case '+':
      return Sign::plus;
    case '/':
    case ';':
    case ',':
    case '|':
    case '&':
    case '\\':
    case '\n':
    case '\r':
      return Sign::divider;
    case '.':
    case '-':
    case '(':
    case ')':
    case '[':
    case ']':
    case '\'':
    case 0x00B7:
      return Sign::gap;
    default:
      break;
  }
  if ((code >= 0x2010 && code <= 0x2015) || space_class(code) != Space::none) return Sign::gap;
  return Sign::other;
}

// True where `text` holds the digits of another number.
bool holds_a_number(std::string_view text) { return std::count_if(text.begin(), text.end(), is_digit) >= 9; }

}  // namespace

PhoneNumber phone_number(std::string_view text) {
  Digits digits;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto rest = [&] { return std::string_view(at, static_cast<std::size_t>(end - at)); };
  bool after_gap = false;
  while (at < end) {
    const char* const here = at;
    const Sign sign = sign_of(next_code_point(at, end));
    if (sign == Sign::other) return refused("a phone number has no letters or signs");
    if (sign == Sign::gap) {
      after_gap = true;
      continue;
    }
    const bool another = sign == Sign::divider || (sign == Sign::plus && digits.size > 0);
    // Two numbers with only a gap between them: the first is complete and the digits go on like a second one.
    const bool run_together = after_gap && sign == Sign::digit && *here == '0' && digits.size >= 9 &&
                              holds_a_number({here, static_cast<std::size_t>(end - here)}) && interpreted(digits);
    if (digits.size > 0 && (another || run_together)) {
      PhoneNumber number = interpreted(digits);
      number.several =
          run_together || holds_a_number(sign == Sign::plus ? std::string_view(here, rest().size() + 1) : rest());
      return number;
    }
    after_gap = false;
    if (sign == Sign::plus) digits.plus = true;
    if (sign != Sign::digit) continue;
    if (digits.size == digits.bytes.size()) return refused("too many digits for a phone number");
    digits.bytes[digits.size++] = *here;
  }
  return interpreted(digits);
}

}  // namespace lt
