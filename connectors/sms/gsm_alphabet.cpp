// Both tables as text, in the order of their septets.
#include "gsm_alphabet.hpp"

#include <array>
#include <map>

namespace sms {
namespace {

// Septet 0x1B is the escape; it stands here as itself and is never a character.
constexpr std::u16string_view basic =
    u"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    u"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
static_assert(basic.size() == 128);

struct Extended {
  char septet;
  char16_t character;
};
constexpr Extended extension[] = {{0x0A, u'\f'}, {0x14, u'^'}, {0x28, u'{'}, {0x29, u'}'}, {0x2F, u'\\'},
                                  {0x3C, u'['},  {0x3D, u'~'}, {0x3E, u']'}, {0x40, u'|'}, {0x65, u'€'}};

const std::map<char16_t, std::string>& septets_of() {
  static const std::map<char16_t, std::string> table = [] {
    std::map<char16_t, std::string> made;
    for (std::size_t i = 0; i < basic.size(); ++i)
      if (static_cast<char>(i) != gsm_escape) made[basic[i]] = static_cast<char>(i);
    for (const auto& [septet, character] : extension) made[character] = {gsm_escape, septet};
    return made;
  }();
  return table;
}

char16_t extended(char septet) {
  for (const auto& each : extension)
    if (each.septet == septet) return each.character;
  return u'\uFFFD';
}

}  // namespace

std::optional<std::string> to_gsm(std::u16string_view text) {
  std::string septets;
  for (const char16_t character : text) {
    const auto found = septets_of().find(character);
    if (found == septets_of().end()) return std::nullopt;
    septets += found->second;
  }
  return septets;
}

std::u16string from_gsm(std::string_view septets) {
  std::u16string text;
  for (std::size_t i = 0; i < septets.size(); ++i) {
    const auto septet = static_cast<unsigned char>(septets[i]);
    if (septets[i] == gsm_escape)
      text += ++i < septets.size() ? extended(septets[i]) : u'\uFFFD';
    else
      text += septet < basic.size() ? basic[septet] : u'\uFFFD';
  }
  return text;
}

}  // namespace sms
