// Whether a word can be a Vietnamese syllable: an onset, a rhyme and a tone that go together.
#pragma once

#include <string_view>

namespace lt {

enum class Tone { level, huyen, hoi, nga, sac, nang };

// A composed small letter taken apart into the letter without its tone (ấ → â) and the tone.
struct TonedLetter {
  char32_t letter = 0;
  Tone tone = Tone::level;
};
TonedLetter split_tone(char32_t code);

// `word` is composed UTF-8 without blanks, in any case. Loan words and names of other peoples are often none.
bool is_vietnamese_syllable(std::string_view word);

}  // namespace lt
