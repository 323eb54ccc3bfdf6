// The phonotactics of Vietnamese as tables of onsets and rhymes.
#include "base/vietnamese_syllable.hpp"

#include "base/utf8.hpp"
#include "base/vietnamese_text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

namespace lt {
namespace {

// Each vowel with its tones: none, huyền, hỏi, ngã, sắc, nặng.
constexpr std::u32string_view vowels[] = {
    U"aàảãáạ", U"ăằẳẵắặ", U"âầẩẫấậ", U"eèẻẽéẹ", U"êềểễếệ", U"iìỉĩíị",
    U"oòỏõóọ", U"ôồổỗốộ", U"ơờởỡớợ", U"uùủũúụ", U"ưừửữứự", U"yỳỷỹýỵ",
};

// The longer of two that begin alike comes first.
constexpr std::string_view onsets[] = {"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d",
                                       "đ",   "g",  "h",  "k",  "l",  "m",  "n",  "p",  "r",  "s",  "t",  "v", "x", ""};

constexpr std::string_view rhymes =
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uynh uyên uyêt uyp uyt uyu uôc uôi uôm "
    "uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu ych yn ynh yt";

const std::unordered_set<std::string_view>& rhyme_set() {
  static const auto set = [] {
    std::unordered_set<std::string_view> made;
    for (std::size_t at = 0; at < rhymes.size();) {
      const auto blank = std::min(rhymes.find(' ', at), rhymes.size());
      made.insert(rhymes.substr(at, blank - at));
      at = blank + 1;
    }
    return made;
  }();
  return set;
}

// A syllable that ends in a stop is spoken with a rising or a heavy tone only.
bool ends_in_stop(std::string_view rhyme) {
  return rhyme.ends_with('c') || rhyme.ends_with('p') || rhyme.ends_with('t') || rhyme.ends_with("ch");
}

}  // namespace

TonedLetter split_tone(char32_t code) {
  if (code < 0x80) return {code, Tone::level};
  for (const auto row : vowels) {
    const auto at = row.find(code);
    if (at != std::u32string_view::npos) return {row[0], static_cast<Tone>(at)};
  }
  return {code, Tone::level};
}

bool is_vietnamese_syllable(std::string_view word) {
  constexpr std::size_t longest = 7 * 3;  // "nghiêng", three bytes a letter
  if (word.empty() || word.size() > longest) return false;
  std::string letters;
  Tone tone = Tone::level;
  const std::string small = lower(word);
  const char* at = small.data();
  const char* const end = at + small.size();
  while (at < end) {
    const TonedLetter letter = split_tone(next_code_point(at, end));
    if (letter.tone != Tone::level && tone != Tone::level) return false;
    if (letter.tone != Tone::level) tone = letter.tone;
    append_utf8(letter.letter, letters);
  }
  for (const auto onset : onsets) {
    if (!std::string_view(letters).starts_with(onset)) continue;
    const auto rhyme = std::string_view(letters).substr(onset.size());
    if (!rhyme_set().contains(rhyme)) continue;
    if (!ends_in_stop(rhyme) || tone == Tone::sac || tone == Tone::nang) return true;
  }
  return false;
}

}  // namespace lt
