// Vietnamese text: composing, case, folding, blanks.
#include "base/vietnamese_text.hpp"

#include "vietnamese_letters.hpp"

#include <catch2/catch.hpp>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

using namespace lt;

namespace {

std::string decomposed(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  std::string out;
  nfd->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
  REQUIRE(U_SUCCESS(status));
  return out;
}

}  // namespace

TEST_CASE("every Vietnamese letter composes again and folds alike composed and decomposed") {
  std::string all;
  for (const auto& letter : test::vietnamese_letters()) {
    INFO(letter);
    CHECK(nfc(decomposed(letter)) == letter);
    CHECK(nfc(letter) == letter);
    CHECK(fold(decomposed(letter)) == fold(letter));
    CHECK(unaccent_upper(decomposed(letter)) == unaccent_upper(letter));
    CHECK(fold(letter).size() == 1);
    CHECK(fold(fold(letter)) == fold(letter));
    CHECK(lower(upper(letter)) == lower(letter));
    CHECK(decomposed(upper(letter)) == upper(decomposed(letter)));
    all += letter;
  }
  CHECK(fold(decomposed(all)) == fold(nfc(all)));
  CHECK(nfc(decomposed(all)) == all);
}

TEST_CASE("marks in the wrong order and half-composed letters compose") {
  CHECK(nfc("e\u0323\u0302") == "ệ");
  CHECK(nfc("e\u0302\u0323") == "ệ");
  CHECK(nfc("ê\u0323") == "ệ");  // as CP1258 writes
  CHECK(nfc("ẹ\u0302") == "ệ");
  CHECK(nfc("o\u031B\u0301") == "ớ");
  CHECK(nfc("Nguye\u0302\u0303n Thi\u0323 Hoa\u0300") == "Nguyễn Thị Hoà");
  CHECK(nfc("") == "");
  CHECK(nfc("\u2126 \u2000x") == "\u03A9 \u2002x");
  CHECK(nfc("đ – “Đ”") == "đ – “Đ”");
}

TEST_CASE("bytes that are no UTF-8 are told and come out as U+FFFD") {
  for (const std::string bad : {"\xC3", "a\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE1\xBB", "\x80",
                                "\xF0\x80\x80\x80", "\xE0\x80\x80", "\xF4\x90\x80\x80"}) {
    CHECK_FALSE(is_valid_utf8(bad));
    for (const auto& out : {nfc(bad), squeeze(bad), upper(bad), lower(bad), title_name(bad), fold(bad)}) {
      CHECK(is_valid_utf8(out));
      CHECK(out.find("\uFFFD") != std::string::npos);
    }
  }
  CHECK(nfc("e\u0301\xFFx") == "é\uFFFDx");
  CHECK(is_valid_utf8("Nguyễn \U0001F600 \uFFFD \u0000"));
  CHECK(is_valid_utf8("0123456789abcdef ễ 0123456789abcdef"));
  CHECK_FALSE(is_valid_utf8("0123456789abcdef\xE1"));
}

TEST_CASE("white space of every kind becomes one blank") {
  CHECK(squeeze("  Nguyễn \t\r\n Văn\u00A0\u200B An\u3000") == "Nguyễn Văn An");
  CHECK(squeeze("\uFEFFLê\u200D Lợi\u200E") == "Lê Lợi");
  CHECK(squeeze("a\u200Bb") == "a b");
  CHECK(squeeze(" \u00A0 ") == "");
  CHECK(squeeze("already plain") == "already plain");
  std::string out = "x:";
  squeeze("  y ", out);
  CHECK(out == "x:y");
}

TEST_CASE("case follows Vietnamese and needs no locale") {
  CHECK(upper("nguyễn thị đào ư ơ ỵ") == "NGUYỄN THỊ ĐÀO Ư Ơ Ỵ");
  CHECK(lower("NGUYỄN THỊ ĐÀO Ư Ơ Ỵ") == "nguyễn thị đào ư ơ ỵ");
  CHECK(upper("istanbul i") == "ISTANBUL I");
  CHECK(lower("ΑΒΓ Привет") == "αβγ привет");
  CHECK(upper("straße") == "STRAßE");
}

TEST_CASE("a name has a capital at the start of each word") {
  CHECK(title_name("NGUYỄN THỊ ÁNH TUYẾT") == "Nguyễn Thị Ánh Tuyết");
  CHECK(title_name("đỗ đình đức") == "Đỗ Đình Đức");
  CHECK(title_name("H'HEN NIÊ") == "H'Hen Niê");
  CHECK(title_name("y k'brel-êban") == "Y K'Brel-Êban");
  CHECK(title_name(decomposed("NGUYỄN THỊ ÁNH")) == decomposed("Nguyễn Thị Ánh"));
  CHECK(title_name("") == "");
  CHECK(title_name("  a2b c ") == "  A2b C ");
}

TEST_CASE("folded text has no marks, no capitals and no superfluous blanks") {
  CHECK(fold("  Thành phố\u00A0ĐÀ   NẴNG ") == "thanh pho da nang");
  CHECK(fold("Ðặng Văn Ngữ") == "dang van ngu");  // Icelandic Ð, as some keyboards give
  CHECK(fold("Bà Rịa – Vũng Tàu") == "ba ria - vung tau");
  CHECK(fold("Krông Pắc’s") == "krong pac's");
  CHECK(fold("Müller ČŘ ñ Ø") == "muller cr n ø");
  CHECK(fold("Ａ 한글") == fold(decomposed("Ａ 한글")));
  CHECK(fold("a \u0301") == "a");
  CHECK(unaccent_upper(" nguyễn  đức ưng ") == "NGUYEN DUC UNG");
}
