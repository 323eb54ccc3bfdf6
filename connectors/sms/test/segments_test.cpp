// Texts cut into short messages, held to the numbers of the contract.
#include "segments.hpp"

#include "gsm_alphabet.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace sms;

namespace {

std::vector<std::size_t> sizes(const Segments& segments) {
  std::vector<std::size_t> made;
  for (const auto& part : segments.parts)
    made.push_back(segments.alphabet == Alphabet::gsm ? part.size() : part.size() / 2);
  return made;
}

std::string joined(const Segments& segments) {
  std::string octets;
  for (const auto& part : segments.parts) octets += part;
  return to_utf8(segments.alphabet == Alphabet::gsm ? from_gsm(octets) : from_ucs2(octets));
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string made;
  for (std::size_t i = 0; i < times; ++i) made += text;
  return made;
}

using Sizes = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a Vietnamese text of 157 characters takes 67, 67 and 23, 312 of ASCII take 153, 153 and 6") {
  const auto vietnamese = segments_of(composed(repeated("ế", 157)));
  CHECK(vietnamese.alphabet == Alphabet::ucs2);
  CHECK(data_coding(vietnamese.alphabet) == 8);
  CHECK(sizes(vietnamese) == Sizes{67, 67, 23});
  const auto ascii = segments_of(composed(std::string(312, 'a')));
  CHECK(data_coding(ascii.alphabet) == 0);
  CHECK(sizes(ascii) == Sizes{153, 153, 6});
}

TEST_CASE("a text fits one message up to 160 septets or 70 units, and one more makes two parts") {
  CHECK(sizes(segments_of(composed(""))) == Sizes{0});
  CHECK(sizes(segments_of(composed(std::string(160, 'a')))) == Sizes{160});
  CHECK(sizes(segments_of(composed(std::string(161, 'a')))) == Sizes{153, 8});
  CHECK(sizes(segments_of(composed(repeated("ạ", 70)))) == Sizes{70});
  CHECK(sizes(segments_of(composed(repeated("ạ", 71)))) == Sizes{67, 4});
}

TEST_CASE("an extended character counts two septets and is never cut in two") {
  CHECK(sizes(segments_of(composed(repeated("€", 80)))) == Sizes{160});
  CHECK(sizes(segments_of(composed(repeated("€", 81)))) == Sizes{152, 10});
  const auto odd = segments_of(composed("a" + repeated("{", 90)));
  CHECK(sizes(odd) == Sizes{153, 28});
  for (const auto& part : segments_of(composed(repeated("[", 300))).parts) CHECK(part.back() != gsm_escape);
}

TEST_CASE("a surrogate pair is never split") {
  const auto segments = segments_of(composed(std::string(66, 'a') + repeated("😷", 40)));
  CHECK(sizes(segments) == Sizes{66, 66, 14});
  CHECK(joined(segments) == std::string(66, 'a') + repeated("😷", 40));
}

TEST_CASE("whatever the length, the parts put together are the text and none is too long") {
  const std::string unit = "Mời bà {Nguyễn Thị Đào} €10 😀 tới trạm; ";
  for (std::size_t times = 0; times < 30; ++times) {
    for (const std::string& text : {repeated(unit, times), to_utf8(without_marks(repeated("Đợt 2 {a} €", times)))}) {
      const auto segments = segments_of(composed(text));
      CHECK(joined(segments) == text);
      const std::size_t most = segments.alphabet == Alphabet::gsm ? (segments.parts.size() > 1 ? 153 : 160)
                                                                  : (segments.parts.size() > 1 ? 67 : 70);
      for (const auto size : sizes(segments)) CHECK(size <= most);
    }
  }
}

TEST_CASE("every character of the default alphabet and its extension comes back from its septets") {
  std::string septets;
  for (int i = 0; i < 128; ++i)
    if (i != gsm_escape) septets += static_cast<char>(i);
  for (const char extended : {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65}) {
    septets += gsm_escape;
    septets += extended;
  }
  const auto text = from_gsm(septets);
  CHECK(text.size() == 137);
  CHECK(to_gsm(text) == septets);
  CHECK(from_gsm("@") == u"¡");
  CHECK(to_gsm(u"@") == std::string(1, '\0'));
  CHECK_FALSE(to_gsm(u"đ"));
  CHECK(from_gsm("\x1b") == u"\uFFFD");
  CHECK(from_gsm("\x80") == u"\uFFFD");
}

TEST_CASE("a part says which it is of how many") {
  CHECK(part_header(0xCC, 3, 2) == std::string("\x05\x00\x03\xCC\x03\x02", 6));
}

TEST_CASE("without marks a Vietnamese text is GSM, with marks decomposed text is composed first") {
  CHECK(to_utf8(without_marks("Đường Nguyễn Huệ, ƯỚC MƠ, quỹ ủy")) == "Duong Nguyen Hue, UOC MO, quy uy");
  CHECK(segments_of(without_marks(repeated("Tiêm chủng ở phường Đông Thọ. ", 5))).alphabet == Alphabet::gsm);
  CHECK(composed("e\xcc\x82\xcc\x81") == u"ế");
  CHECK(to_utf8(composed("\xff\x41")) == "\xEF\xBF\xBD\x41");
}
