// The numbering plan as tables (contracts/sms_gateways.md).
#include "phone.hpp"

namespace sms {
namespace {

struct Row {
  std::string_view from;
  std::string_view to;
};

// Prefixes of 11-digit numbers, and what they became between September and November 2018.
constexpr Row renumbered[] = {
    {"0120", "070"}, {"0121", "079"}, {"0122", "077"}, {"0123", "083"}, {"0124", "084"}, {"0125", "085"},
    {"0126", "076"}, {"0127", "081"}, {"0128", "078"}, {"0129", "082"}, {"0162", "032"}, {"0163", "033"},
    {"0164", "034"}, {"0165", "035"}, {"0166", "036"}, {"0167", "037"}, {"0168", "038"}, {"0169", "039"},
    {"0186", "056"}, {"0188", "058"}, {"0199", "059"},
};

constexpr Row networks[] = {
    {"032", "viettel"},      {"033", "viettel"},      {"034", "viettel"},      {"035", "viettel"},
    {"036", "viettel"},      {"037", "viettel"},      {"038", "viettel"},      {"039", "viettel"},
    {"086", "viettel"},      {"096", "viettel"},      {"097", "viettel"},      {"098", "viettel"},
    {"081", "vinaphone"},    {"082", "vinaphone"},    {"083", "vinaphone"},    {"084", "vinaphone"},
    {"085", "vinaphone"},    {"088", "vinaphone"},    {"091", "vinaphone"},    {"094", "vinaphone"},
    {"070", "mobifone"},     {"076", "mobifone"},     {"077", "mobifone"},     {"078", "mobifone"},
    {"079", "mobifone"},     {"089", "mobifone"},     {"090", "mobifone"},     {"093", "mobifone"},
    {"052", "vietnamobile"}, {"056", "vietnamobile"}, {"058", "vietnamobile"}, {"092", "vietnamobile"},
    {"059", "gmobile"},      {"099", "gmobile"},      {"087", "itel"},         {"055", "wintel"},
    {"095", "local"},
};

std::string_view value_of(const auto& table, std::string_view prefix) {
  for (const Row& row : table)
    if (row.from == prefix) return row.to;
  return {};
}

// With the leading 0; empty where the country is another.
std::string national(std::string_view written) {
  std::string digits;
  for (const char c : written) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (std::string_view(" .-()+\t").find(c) == std::string_view::npos)
      return {};
  }
  const bool plus = written.find('+') != std::string_view::npos;
  if (digits.starts_with("00")) digits.erase(0, 2);
  if (digits.starts_with("84") && digits.size() >= 11)
    digits.erase(0, 2);
  else if (plus)
    return {};
  if (digits.starts_with("0")) return digits;
  return "0" + digits;
}

}  // namespace

std::optional<std::string> mobile_number(std::string_view written) {
  std::string number = national(written);
  if (number.size() == 11) {
    const auto prefix = value_of(renumbered, std::string_view(number).substr(0, 4));
    if (prefix.empty()) return std::nullopt;
    number = std::string(prefix) + number.substr(4);
  }
  if (number.size() != 10 || value_of(networks, std::string_view(number).substr(0, 3)).empty()) return std::nullopt;
  return "+84" + number.substr(1);
}

std::string network_of(std::string_view e164, const std::map<std::string, std::string, std::less<>>& own) {
  if (const auto ported = own.find(e164); ported != own.end()) return ported->second;
  if (!e164.starts_with("+84") || e164.size() < 5) return {};
  const std::string prefix = "0" + std::string(e164.substr(3, 2));
  const auto given = own.find(prefix);
  return given != own.end() ? given->second : std::string(value_of(networks, prefix));
}

std::string last_digits(std::string_view number) {
  return "…" + std::string(number.substr(number.size() > 3 ? number.size() - 3 : 0));
}

}  // namespace sms
