// TCVN3 and VNI against encoders that know nothing of the decoder's tables.
#include "base/legacy_font.hpp"

#include "base/utf8.hpp"
#include "base/vietnamese_syllable.hpp"
#include "base/vietnamese_text.hpp"
#include "vietnamese_letters.hpp"

#include <catch2/catch.hpp>
#include <iconv.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <map>

using namespace lt;

namespace {

std::string latin1_as_utf8(const std::string& bytes) {
  std::string out;
  for (const char byte : bytes) append_utf8(static_cast<unsigned char>(byte), out);
  return out;
}

// The C library's own TCVN 5712 table; VN1 agrees with VN3 on everything that .VnTime has.
std::string as_tcvn3(const std::string& text) {
  iconv_t converter = iconv_open("TCVN5712-1", "UTF-8");
  REQUIRE(converter != reinterpret_cast<iconv_t>(-1));
  std::string in = text;
  char* from = in.data();
  std::size_t from_left = in.size();
  std::string bytes(text.size() + 8, '\0');
  char* to = bytes.data();
  std::size_t to_left = bytes.size();
  REQUIRE(iconv(converter, &from, &from_left, &to, &to_left) != static_cast<std::size_t>(-1));
  iconv(converter, nullptr, nullptr, &to, &to_left);  // a letter that awaited a mark
  iconv_close(converter);
  bytes.resize(bytes.size() - to_left);
  return latin1_as_utf8(bytes);
}

// VNI from the decomposition: the base letter, then one sign for circumflex or breve and tone together.
std::string as_vni(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  const std::map<char32_t, char32_t> tones = {
      {0x301, 0xF9}, {0x300, 0xF8}, {0x309, 0xFB}, {0x303, 0xF5}, {0x323, 0xEF}};
  const std::map<char32_t, char32_t> circumflex = {{0, 0xE2},     {0x301, 0xE1}, {0x300, 0xE0},
                                                   {0x309, 0xE5}, {0x303, 0xE3}, {0x323, 0xE4}};
  const std::map<char32_t, char32_t> breve = {{0, 0xEA},     {0x301, 0xE9}, {0x300, 0xE8},
                                              {0x309, 0xFA}, {0x303, 0xFC}, {0x323, 0xEB}};
  const std::map<char32_t, char32_t> i_tones = {
      {0x301, 0xED}, {0x300, 0xEC}, {0x309, 0xE6}, {0x303, 0xF3}, {0x323, 0xF2}};
  std::string out;
  const auto source = icu::UnicodeString::fromUTF8(text);
  for (int32_t i = 0; i < source.length(); ++i) {
    const auto letter = static_cast<char32_t>(source.char32At(i));
    const auto parts = nfd->normalize(icu::UnicodeString(static_cast<UChar32>(letter)), status);
    const auto base = static_cast<char32_t>(parts.char32At(0));
    const bool big = u_isupper(static_cast<UChar32>(base)) != 0;
    char32_t tone = 0;
    char32_t shape = 0;
    for (int32_t k = 1; k < parts.length(); ++k) {
      const auto mark = static_cast<char32_t>(parts.char32At(k));
      (tones.count(mark) ? tone : shape) = mark;
    }
    const auto put = [&](char32_t code) { append_utf8(big && code >= 0xC0 ? code - 0x20 : code, out); };
    if (letter == U'đ' || letter == U'Đ') {
      put(0xF1);
    } else if ((base == 'i' || base == 'I') && tone) {
      put(i_tones.at(tone));
    } else if ((base == 'y' || base == 'Y') && tone == 0x323) {
      put(0xEE);
    } else {
      const bool horn = shape == 0x31B;
      if (horn) put(base == 'o' || base == 'O' ? 0xF4 : 0xF6);
      if (!horn) append_utf8(base, out);
      if (shape == 0x302)
        put(circumflex.at(tone));
      else if (shape == 0x306)
        put(breve.at(tone));
      else if (tone)
        put(tones.at(tone));
    }
  }
  return out;
}

const char* const sentences[] = {
    "Nguyễn Thị Hồng Nhung", "Trần Văn Đức",      "Bùi Thị Xuân",
    "Đặng Thuỳ Trâm",        "Lê Thị Mỹ Hạnh",    "Phạm Quỳnh Hương",
    "Hoàng Văn Thụ",         "Võ Nguyên Giáp",    "Xã Thiệu Giang, Thanh Hoá",
    "Huyện Mường Lát",       "Thị trấn Ngọc Lặc", "Lỗ Khắc Tiệp",
    "Đỗ Thị Bưởi",           "Trương Ỷ Lan",      "Phường Điện Biên",
};

}  // namespace

TEST_CASE("every Vietnamese letter survives the way into VNI and back") {
  std::string all;
  for (const auto& letter : test::vietnamese_letters()) {
    INFO(letter);
    CHECK(from_vni(as_vni(letter)) == letter);
    all += letter + " ";
  }
  CHECK(from_vni(as_vni(all)) == all);
  CHECK(from_vni("Nguyeãn Vaên Möôøi ÑAËNG THÒ TUYEÁT") == "Nguyễn Văn Mười ĐẶNG THỊ TUYẾT");
  CHECK(from_vni("THAâN Ø5") == "THÂN Ø5");
}

TEST_CASE("every Vietnamese letter survives the way into TCVN3 and back") {
  std::string small;
  for (const auto& letter : test::vietnamese_letters()) {
    INFO(letter);
    const std::string typed = lower(letter);
    CHECK(from_tcvn3(as_tcvn3(typed)) == typed);
    CHECK(from_tcvn3(as_tcvn3(typed), Tcvn3Font::capitals) == upper(letter));
    small += typed + " ";
  }
  CHECK(from_tcvn3(as_tcvn3(small)) == small);
  for (const std::string capital : {"Ă", "Â", "Ê", "Ô", "Ơ", "Ư", "Đ"}) CHECK(from_tcvn3(as_tcvn3(capital)) == capital);
  CHECK(from_tcvn3("TrÇn V¨n S¬n, Thµnh phè Hµ Néi") == "Trần Văn Sơn, Thành phố Hà Nội");
  CHECK(from_tcvn3("nguyÔn v¨n ®øc", Tcvn3Font::capitals) == "NGUYỄN VĂN ĐỨC");
}

TEST_CASE("names typed in a legacy font are recognised") {
  for (const std::string text : sentences) {
    INFO(text);
    CHECK(detect_legacy(as_vni(text)) == TextEncoding::vni);
    CHECK(detect_legacy(as_vni(upper(text))) == TextEncoding::vni);
    CHECK(from_vni(as_vni(text)) == text);
    if (text.find("Ỷ") != std::string::npos) continue;  // .VnTime has no such capital
    CHECK(detect_legacy(as_tcvn3(text)) == TextEncoding::tcvn3);
    CHECK(from_tcvn3(as_tcvn3(text)) == text);
  }
}

TEST_CASE("text that is Unicode is never taken for a legacy font") {
  for (const std::string text : {"",
                                 "Nguyen Van A",
                                 "Hoà",
                                 "Hà",
                                 "Tú Anh",
                                 "Lò Văn Sì",
                                 "Giàng A Páo",
                                 "Bùi Tú",
                                 "Müller",
                                 "José Peña",
                                 "Loïc",
                                 "François",
                                 "Søren Kierkegaard",
                                 "Åse Bjørk",
                                 "João Guimarães",
                                 "Zoë",
                                 "Lü Bu",
                                 "Niê",
                                 "Êban",
                                 "Y Blô",
                                 "Krông Nô",
                                 "© 2021",
                                 "5 µg",
                                 "30°C ± 2",
                                 "Hä",
                                 "Bïi",
                                 "Señor Núñez",
                                 "Noël",
                                 "Mông Cổ",
                                 "Đà Nẵng",
                                 "Nhà số 5½",
                                 "Thú y",
                                 "Raël Caüs",
                                 "x\xFF",
                                 "Straße",
                                 "naïve café",
                                 "Hùng\u00A0Hà",
                                 "“Hà”",
                                 "Anaïs Nin",
                                 "Çelik Öztürk"}) {
    INFO(text);
    CHECK(detect_legacy(text) == TextEncoding::unicode);
  }
  for (const std::string text : sentences) {
    CHECK(detect_legacy(text) == TextEncoding::unicode);
    CHECK(detect_legacy(upper(text)) == TextEncoding::unicode);
  }
}

TEST_CASE("a syllable is told from a word of another tongue") {
  for (const char* word : {"Nguyễn", "nghiêng", "HUỲNH", "gì", "Quyền", "hoà", "hòa", "thuý", "Y", "Đắk", "khuỷu",
                           "giếng", "quốc", "uống"}) {
    INFO(word);
    CHECK(is_vietnamese_syllable(word) == (std::string_view(word) != "Đắk"));
  }
  for (const char* word : {"", "Müller", "bàt", "cấṕ", "str", "José", "nghiêngs", "w", "Hen", "aeo", "tôố"}) {
    INFO(word);
    CHECK(is_vietnamese_syllable(word) == (std::string_view(word) == "Hen"));
  }
}
