// A text cut into short messages: the alphabet it needs, and the parts that carry it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sms {

enum class Alphabet { gsm, ucs2 };

// data_coding of SMPP 3.4.
constexpr std::uint8_t data_coding(Alphabet alphabet) { return alphabet == Alphabet::gsm ? 0 : 8; }

struct Segments {
  Alphabet alphabet = Alphabet::gsm;
  std::vector<std::string> parts;  // octets: one a septet, or UTF-16BE; without headers; one part for an empty text
};

// Cuts as phones join: 160 septets alone or 153 a part, 70 units of UTF-16 alone or 67 a part. Never between an escape
// and its septet, nor between two halves of a surrogate pair.
Segments segments_of(std::u16string_view text);

// The header that names a part of a longer text: 05 00 03 reference total number (3GPP TS 23.040).
std::string part_header(std::uint8_t reference, std::size_t total, std::size_t number);

// Text from outside is UTF-8; what is none becomes U+FFFD. Composed (NFC), since a phone shows decomposed marks apart.
std::u16string composed(std::string_view utf8);
// The same without Vietnamese marks: "Đường" is "Duong".
std::u16string without_marks(std::string_view utf8);
std::string to_utf8(std::u16string_view text);
// UTF-16BE as SMPP carries it; an odd last octet is dropped.
std::u16string from_ucs2(std::string_view octets);

}  // namespace sms
