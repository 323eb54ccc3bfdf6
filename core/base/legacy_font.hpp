// Text typed for the fonts of before Unicode (TCVN3 "ABC", VNI), whose bytes were taken for Latin-1 or CP1252.
#pragma once

#include <string>
#include <string_view>

namespace lt {

// TCVN3 text comes in pairs of fonts over the same codes: .VnTime draws them as small letters, .VnTimeH as capitals.
enum class Tcvn3Font { plain, capitals };

// Both append UTF-8 in NFC; a code that the font lacks stays what it was. They garble text that was Unicode already:
// ask detect_legacy() where it is not known.
void from_tcvn3(std::string_view text, std::string& out, Tcvn3Font font = Tcvn3Font::plain);
std::string from_tcvn3(std::string_view text, Tcvn3Font font = Tcvn3Font::plain);
void from_vni(std::string_view text, std::string& out);
std::string from_vni(std::string_view text);

enum class TextEncoding { unicode, tcvn3, vni };

// Judges one text (a name, an address). Answers tcvn3 or vni only when every word with a letter beyond ASCII is a
// Vietnamese syllable under that font and is none in Unicode, and the evidence is more than one odd letter; so
// "Loïc", "Müller" and "Hoà" stay unicode, and so does a lone "Bïi" that TCVN3 would read as "Bùi".
TextEncoding detect_legacy(std::string_view text);

}  // namespace lt
