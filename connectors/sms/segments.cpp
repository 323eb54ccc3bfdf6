// Cutting septets and UTF-16; composing and stripping marks over ICU.
#include "segments.hpp"

#include "gsm_alphabet.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace sms {
namespace {

struct Limits {
  std::size_t alone;
  std::size_t part;
};
constexpr Limits gsm_limits{160, 153};
constexpr Limits ucs2_limits{70, 67};

// `joined(last)`: whether the unit at a part's end may not be parted from the next.
template <class Text, class Joined>
std::vector<Text> cut(const Text& text, const Limits& limits, Joined joined) {
  if (text.size() <= limits.alone) return {text};
  std::vector<Text> parts;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = std::min(limits.part, text.size() - at);
    if (at + size < text.size() && joined(text[at + size - 1])) --size;
    parts.push_back(text.substr(at, size));
    at += size;
  }
  return parts;
}

std::string big_endian(const std::u16string& units) {
  std::string octets;
  octets.reserve(units.size() * 2);
  for (const char16_t unit : units) {
    octets += static_cast<char>(unit >> 8U);
    octets += static_cast<char>(unit & 0xFFU);
  }
  return octets;
}

icu::UnicodeString normalized(std::string_view utf8, bool compose) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* form = compose ? icu::Normalizer2::getNFCInstance(error) : icu::Normalizer2::getNFDInstance(error);
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  return U_SUCCESS(error) ? form->normalize(text, error) : text;
}

std::u16string units_of(const icu::UnicodeString& text) {
  return {text.getBuffer(), static_cast<std::size_t>(text.length())};
}

}  // namespace

Segments segments_of(std::u16string_view text) {
  if (const auto septets = to_gsm(text))
    return {Alphabet::gsm, cut(*septets, gsm_limits, [](char last) { return last == gsm_escape; })};
  const auto halves = cut(std::u16string(text), ucs2_limits, [](char16_t last) { return (last & 0xFC00U) == 0xD800U; });
  Segments segments{Alphabet::ucs2, {}};
  segments.parts.reserve(halves.size());
  for (const auto& part : halves) segments.parts.push_back(big_endian(part));
  return segments;
}

std::string part_header(std::uint8_t reference, std::size_t total, std::size_t number) {
  return {5, 0, 3, static_cast<char>(reference), static_cast<char>(total), static_cast<char>(number)};
}

std::u16string composed(std::string_view utf8) { return units_of(normalized(utf8, true)); }

std::u16string without_marks(std::string_view utf8) {
  std::u16string bare;
  for (const char16_t unit : units_of(normalized(utf8, false))) {
    if (unit >= u'\u0300' && unit <= u'\u036F') continue;
    bare += unit == u'đ' ? u'd' : unit == u'Đ' ? u'D' : unit;
  }
  return bare;
}

std::string to_utf8(std::u16string_view text) {
  std::string utf8;
  return icu::UnicodeString(text.data(), static_cast<int32_t>(text.size())).toUTF8String(utf8);
}

std::u16string from_ucs2(std::string_view octets) {
  std::u16string text;
  for (std::size_t i = 0; i + 1 < octets.size(); i += 2)
    text +=
        static_cast<char16_t>(static_cast<unsigned char>(octets[i]) << 8U | static_cast<unsigned char>(octets[i + 1]));
  return text;
}

}  // namespace sms
