// Spellings of names, phones, vaccines and days.
#include "twins/writing.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <span>
#include <stdexcept>

namespace lt::twins {
namespace {

using namespace std::string_view_literals;

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string utf8(const icu::UnicodeString& text) {
  std::string made;
  return text.toUTF8String(made);
}

icu::UnicodeString decomposed(std::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(code);
  auto made = nfd->normalize(unicode(text), code);
  if (U_FAILURE(code) != 0) throw std::runtime_error(u_errorName(code));
  return made;
}

constexpr std::array<std::array<std::string_view, 2>, 10> tone_places{{{"òa", "oà"},
                                                                       {"óa", "oá"},
                                                                       {"ỏa", "oả"},
                                                                       {"õa", "oã"},
                                                                       {"ọa", "oạ"},
                                                                       {"ùy", "uỳ"},
                                                                       {"úy", "uý"},
                                                                       {"ủy", "uỷ"},
                                                                       {"ũy", "uỹ"},
                                                                       {"ụy", "uỵ"}}};

// The old place of the tone mark ("Hoà"); empty where the name has no such syllable at a word's end.
std::string other_tone_place(std::string_view name) {
  for (const auto& [modern, old] : tone_places) {
    const auto at = name.find(modern);
    if (at == std::string_view::npos) continue;
    const auto end = at + modern.size();
    if (end != name.size() && name[end] != ' ') continue;
    return std::string(name.substr(0, at)).append(old).append(name.substr(end));
  }
  return {};
}

std::string doubled_spaces(std::string_view name) {
  std::string made = " ";
  for (const char c : name) made.append(c == ' ' ? 2 : 1, c);
  return made;
}

constexpr std::array prefixes{"32"sv, "33"sv, "34"sv, "35"sv, "36"sv, "37"sv, "38"sv, "39"sv, "70"sv, "76"sv,
                              "77"sv, "78"sv, "79"sv, "81"sv, "82"sv, "83"sv, "84"sv, "85"sv, "86"sv, "88"sv,
                              "89"sv, "90"sv, "91"sv, "93"sv, "94"sv, "96"sv, "97"sv, "98"sv};

// The change of 2018, new prefix → old (contracts/sms_gateways.md).
constexpr std::array<std::array<std::string_view, 2>, 18> before_2018{{{"32", "162"},
                                                                       {"33", "163"},
                                                                       {"34", "164"},
                                                                       {"35", "165"},
                                                                       {"36", "166"},
                                                                       {"37", "167"},
                                                                       {"38", "168"},
                                                                       {"39", "169"},
                                                                       {"70", "120"},
                                                                       {"79", "121"},
                                                                       {"77", "122"},
                                                                       {"76", "126"},
                                                                       {"78", "128"},
                                                                       {"83", "123"},
                                                                       {"84", "124"},
                                                                       {"85", "125"},
                                                                       {"81", "127"},
                                                                       {"82", "129"}}};

struct Vaccine {
  std::string_view name;
  unsigned course;
  std::array<std::string_view, 4> spellings;  // empty ones at the end
};

constexpr std::array<Vaccine, vaccine_count> vaccines{{
    {"AstraZeneca", 2, {"AstraZeneca", "ASTRAZENECA", "ASTRA ZENECA", ""}},
    {"Pfizer", 2, {"Pfizer", "PFIZER", "COMIRNATY", "Comirnaty"}},
    {"Moderna", 2, {"Moderna", "MODERNA", "", ""}},
    {"Vero Cell", 2, {"Vero Cell", "VERO CELL", "VEROCELL", "VERO-CELL"}},
    {"Sputnik V", 2, {"SPUTNIKV", "SPUTNIK-V", "GAM-COVID-VAC", "Gam-COVID-Vac"}},
    {"Hayat-Vax", 2, {"HAYAT-VAX", "HAYAT VAX", "Hayat-Vax", ""}},
    {"Abdala", 3, {"Abdala", "ABDALA", "", ""}},
    {"Janssen", 1, {"Janssen", "JANSSEN", "", ""}},
}};

}  // namespace

std::string capitals(std::string_view name) { return utf8(unicode(name).toUpper(icu::Locale("vi"))); }

std::string without_marks(std::string_view name) {
  icu::UnicodeString made;
  const auto apart = decomposed(name);
  for (std::int32_t i = 0; i < apart.length(); ++i) {
    const char16_t c = apart[i];
    if (c >= 0x300 && c <= 0x36f) continue;
    made += c == u'đ' ? u'd' : c == u'Đ' ? u'D' : c;
  }
  return utf8(made);
}

std::string respell_name(std::string_view name, Random& random) {
  std::string made;
  switch (random.below(6)) {
    case 0:
      made = utf8(decomposed(name));
      break;
    case 1:
      break;
    case 2:
      made = without_marks(name);
      break;
    case 3:
      made = utf8(unicode(name).toLower(icu::Locale("vi")));
      break;
    case 4:
      made = doubled_spaces(name);
      break;
    default:
      made = other_tone_place(name);
      break;
  }
  return made.empty() || made == name ? capitals(name) : made;
}

std::string new_subscriber(Random& random) {
  char digits[8];
  std::snprintf(digits, sizeof digits, "%07u", static_cast<unsigned>(random.below(10'000'000)));
  return std::string(random.pick(prefixes)) + digits;
}

std::string write_phone(std::string_view n, Random& random) {
  const auto part = [&](std::size_t at, std::size_t count) { return std::string(n.substr(at, count)); };
  switch (random.below(8)) {
    case 0:
      return "+84" + std::string(n);
    case 1:
      return "84" + std::string(n);
    case 2:
      return "0" + part(0, 3) + " " + part(3, 3) + " " + part(6, 3);
    case 3:
      return "(0" + part(0, 2) + ") " + part(2, 3) + "." + part(5, 4);
    case 4:
      for (const auto& [now, old] : before_2018)
        if (n.starts_with(now)) return "0" + std::string(old) + part(2, 7);
      return "0" + std::string(n);
    default:
      return "0" + std::string(n);
  }
}

std::string write_vaccine(unsigned vaccine, Random& random) {
  std::size_t known = 0;
  while (known < 4 && !vaccines[vaccine].spellings[known].empty()) ++known;
  std::string made(vaccines[vaccine].spellings[random.below(known)]);
  if (random.chance(3)) made = " " + made + " ";
  return made;
}

std::string_view vaccine_name(unsigned vaccine) { return vaccines[vaccine].name; }
unsigned vaccine_course(unsigned vaccine) { return vaccines[vaccine].course; }

Day day_of(std::int64_t days) {
  const std::chrono::year_month_day civil{std::chrono::sys_days{std::chrono::days{days}}};
  return {static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day())};
}

std::int64_t days_of(Day day) {
  const std::chrono::year_month_day civil{std::chrono::year{day.year}, std::chrono::month{day.month},
                                          std::chrono::day{day.day}};
  return std::chrono::sys_days{civil}.time_since_epoch().count();
}

std::string iso_time(std::int64_t seconds) {
  const auto days = seconds / 86'400, rest = seconds % 86'400;
  const auto day = day_of(days);
  char made[64];
  std::snprintf(made, sizeof made, "%04d-%02u-%02uT%02d:%02d:%02dZ", day.year, day.month, day.day,
                static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return made;
}

std::string write_day(std::int64_t days) {
  const auto day = day_of(days);
  char made[32];
  std::snprintf(made, sizeof made, "%02u/%02u/%04d", day.day, day.month, day.year);
  return made;
}

}  // namespace lt::twins
