// Whether a word can be a Vietnamese syllable: an onset, a rhyme and a tone that go together.
#pragma once

#include <string_view>

namespace lt {

// `word` is composed UTF-8 without blanks, in any case. Loan words and names of other peoples are often none.
bool is_vietnamese_syllable(std::string_view word);

}  // namespace lt
