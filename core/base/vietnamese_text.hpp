// Vietnamese text as it arrives (composed, decomposed, capitals, stray blanks) in the forms that the hub keeps and
// compares.
#pragma once

#include "base/utf8.hpp"

#include <string>
#include <string_view>

namespace lt {

// Every function is pure and thread-safe, takes UTF-8 and appends UTF-8 to `out` (which must not hold `text`), or
// returns it. None throws on bad input: a byte that is no UTF-8 comes out as U+FFFD. No locale has any influence.

// Unicode Normalization Form C; a text that is composed already is copied without asking ICU.
void nfc(std::string_view text, std::string& out);
std::string nfc(std::string_view text);

// Trims, and makes one blank of each run of white space (line ends, no-break and zero width space among them). What has
// neither width nor meaning here (byte order mark, joiners, direction marks, soft hyphen) is dropped: so decode legacy
// fonts first, in which U+00AD is a letter.
void squeeze(std::string_view text, std::string& out);
std::string squeeze(std::string_view text);

// Unicode's simple case mapping, one code point for one.
void upper(std::string_view text, std::string& out);
std::string upper(std::string_view text);
void lower(std::string_view text, std::string& out);
std::string lower(std::string_view text);

// A person's name: the first letter of each word in capitals, the rest small. A word starts after anything that is
// neither letter, mark nor digit, so that "H'HEN NIÊ" gives "H'Hen Niê".
void title_name(std::string_view text, std::string& out);
std::string title_name(std::string_view text);

// For searching and matching: small letters without marks, đ as d, typographic dashes and apostrophes as ASCII,
// squeezed. The same for composed and decomposed text.
void fold(std::string_view text, std::string& out);
std::string fold(std::string_view text);

// fold() in capitals: a name as the unified personal QR code (QĐ 1405/QĐ-BTTTT) writes it.
void unaccent_upper(std::string_view text, std::string& out);
std::string unaccent_upper(std::string_view text);

// What squeeze() does with a code point: keeps it, takes it for white space, or drops it.
enum class Space { none, blank, nothing };
Space space_class(char32_t code);

}  // namespace lt
