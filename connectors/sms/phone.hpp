// Vietnamese mobile numbers: E.164, the prefixes since the change of 2018, and whose network a prefix is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sms {

// "+84912345678" of any usual writing; a prefix of before 2018 gets its new one. Nothing where it is no mobile number
// of Vietnam.
std::optional<std::string> mobile_number(std::string_view written);

// The network that a number's prefix was given to: viettel, vinaphone, mobifone, vietnamobile, gmobile, itel,
// wintel or local; empty where none was. `own` comes first: other prefixes ("086") or whole numbers ("+84…") that were
// ported, to a network.
std::string network_of(std::string_view e164, const std::map<std::string, std::string, std::less<>>& own = {});

// "…678": all that a log, a reason or a page may show of a number.
std::string last_digits(std::string_view number);

}  // namespace sms
