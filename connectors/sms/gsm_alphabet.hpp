// The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038): which texts need no UCS-2.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sms {

// One septet an octet, as SMPP carries them; nothing where a character is in neither table.
std::optional<std::string> to_gsm(std::u16string_view text);
// What is no septet, or an escape to nowhere, becomes U+FFFD.
std::u16string from_gsm(std::string_view septets);

inline constexpr char gsm_escape = 0x1B;

}  // namespace sms
