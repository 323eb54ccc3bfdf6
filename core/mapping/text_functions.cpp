// Functions on the letters of a text: spelling, case, fonts.
#include "base/legacy_font.hpp"
#include "base/vietnamese_text.hpp"
#include "mapping/function.hpp"

#include <algorithm>
#include <array>

namespace lt::mapping {
namespace {

using Rewrite = void (*)(std::string_view text, std::string& out);

// What a function leaves as it is stays the input's own bytes, uncopied.
bool rewrite(Rewrite function, std::string_view text, Context& context, Value& out) {
  context.scratch.clear();
  function(text, context.scratch);
  out = context.scratch == text ? Value::text(text) : context.keep(context.scratch);
  return true;
}

template <Rewrite function>
bool rewritten(const Call&, const Value& in, Context& context, Value& out) {
  return rewrite(function, text_of(in, context), context, out);
}

// True only where squeeze() surely changes nothing: single inner blanks, ASCII and the letters of Vietnamese
// (U+00C0–U+01BF and U+1E80–U+1EFF), among which there is no blank and nothing invisible.
bool surely_squeezed(std::string_view text) {
  bool blank = true;  // the byte before was one; true at the start, where no blank may stand
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == ' ') {
      if (blank) return false;
      blank = true;
      continue;
    }
    blank = false;
    if (byte < 0x80) {
      if (byte < 0x21 || byte == 0x7F) return false;
    } else if (byte == 0xC2 || (byte >= 0xC8 && byte != 0xE1)) {
      return false;
    } else if (byte == 0xE1) {
      if (i + 1 == text.size()) return false;
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next != 0xBA && next != 0xBB) return false;
    }
  }
  return !blank || text.empty();
}

bool squeezed(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  if (surely_squeezed(text)) {
    out = Value::text(text);
    return true;
  }
  return rewrite(&squeeze, text, context, out);
}

// Letters of ASCII need no tables; the first other byte hands the whole text to Unicode's function.
template <Rewrite unicode, char first, char last>
bool with_case(const Call&, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  bool changes = false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return rewrite(unicode, text, context, out);
    changes = changes || (c >= first && c <= last);
  }
  out = Value::text(text);
  if (!changes) return true;
  char* place = context.arena->allocate(text.size());
  std::transform(text.begin(), text.end(), place,
                 [](char c) { return c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c; });
  out = Value::text({place, text.size()});
  return true;
}

void decode_tcvn3(std::string_view text, std::string& out) { from_tcvn3(text, out); }
void decode_tcvn3_capitals(std::string_view text, std::string& out) { from_tcvn3(text, out, Tcvn3Font::capitals); }
void decode_vni(std::string_view text, std::string& out) { from_vni(text, out); }

void decode_detected(std::string_view text, std::string& out) {
  switch (detect_legacy(text)) {
    case TextEncoding::tcvn3:
      return from_tcvn3(text, out);
    case TextEncoding::vni:
      return from_vni(text, out);
    case TextEncoding::unicode:
      out += text;
  }
}

constexpr auto text_table = std::to_array<Function>({
    {.name = "nfc", .usage = "nfc", .purpose = "composes letters and marks (Unicode NFC)", .run = rewritten<&nfc>},
    {.name = "squeeze", .usage = "squeeze", .purpose = "trims, and makes one blank of many", .run = squeezed},
    {.name = "upper", .usage = "upper", .purpose = "capitals", .run = with_case<&upper, 'a', 'z'>},
    {.name = "lower", .usage = "lower", .purpose = "small letters", .run = with_case<&lower, 'A', 'Z'>},
    {.name = "title", .usage = "title", .purpose = "a name with one capital a word", .run = rewritten<&title_name>},
    {.name = "fold", .usage = "fold", .purpose = "small letters without marks, for search", .run = rewritten<&fold>},
    {.name = "unaccent_upper",
     .usage = "unaccent_upper",
     .purpose = "capitals without marks, as QR codes have names",
     .run = rewritten<&unaccent_upper>},
    {.name = "from_tcvn3",
     .usage = "from_tcvn3",
     .purpose = "decodes texts typed in TCVN3 fonts",
     .run = rewritten<&decode_tcvn3>},
    {.name = "from_tcvn3_capitals",
     .usage = "from_tcvn3_capitals",
     .purpose = "decodes texts typed in TCVN3's fonts of capitals (.VnTimeH)",
     .run = rewritten<&decode_tcvn3_capitals>},
    {.name = "from_legacy",
     .usage = "from_legacy",
     .purpose = "decodes TCVN3 or VNI where the text is surely one of them",
     .run = rewritten<&decode_detected>},
    {.name = "from_vni",
     .usage = "from_vni",
     .purpose = "decodes texts typed in VNI fonts",
     .run = rewritten<&decode_vni>},
});

}  // namespace

std::span<const Function> text_functions() { return text_table; }

}  // namespace lt::mapping
