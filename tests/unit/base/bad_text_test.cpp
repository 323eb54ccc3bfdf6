// Every reader of text against bytes that nobody meant.
#include "base/date.hpp"
#include "base/identity_number.hpp"
#include "base/legacy_font.hpp"
#include "base/phone_number.hpp"
#include "base/timestamp.hpp"
#include "base/vietnamese_text.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace lt;

namespace {

// Pieces that come close to something real, in a random order, some of them cut in the middle.
std::string odd_text(std::mt19937& random) {
  static const std::string pieces[] = {"Nguyễn",     "0912",
                                       "345678",     " ",
                                       "/",          "-",
                                       ".",          "+84",
                                       "2021",       "05-03",
                                       "T08:15",     ":00",
                                       "Z",          "+07:00",
                                       "\u0301",     "\u00A0",
                                       "\uFEFF",     "aâ",
                                       "µ",          "Ô",
                                       "ñ",          "\xFF",
                                       "\xC3",       "\xE1\xBB",
                                       "\U0001F600", "99999999999999999999",
                                       "e9",         "nan",
                                       "GD4",        "한",
                                       "\0x",        "\n"};
  std::string text;
  for (auto count = random() % 8; count > 0; --count) {
    const auto& piece = pieces[random() % std::size(pieces)];
    text += random() % 5 ? piece : piece.substr(0, random() % (piece.size() + 1));
  }
  return text;
}

}  // namespace

TEST_CASE("no text makes a reader fail, and what it appends is UTF-8 behind what stood there") {
  std::mt19937 random(20211121);
  for (int i = 0; i < 30000; ++i) {
    const std::string text = odd_text(random);
    INFO(text);
    for (const auto append : {+[](std::string_view in, std::string& out) { nfc(in, out); },
                              +[](std::string_view in, std::string& out) { squeeze(in, out); },
                              +[](std::string_view in, std::string& out) { upper(in, out); },
                              +[](std::string_view in, std::string& out) { title_name(in, out); },
                              +[](std::string_view in, std::string& out) { fold(in, out); },
                              +[](std::string_view in, std::string& out) { unaccent_upper(in, out); },
                              +[](std::string_view in, std::string& out) { from_vni(in, out); },
                              +[](std::string_view in, std::string& out) { from_tcvn3(in, out); },
                              +[](std::string_view in, std::string& out) { clean_identity(in, out); }}) {
      std::string out = "before ";
      append(text, out);
      REQUIRE(out.starts_with("before "));
      REQUIRE(is_valid_utf8(out));
    }
    REQUIRE(squeeze(squeeze(text)) == squeeze(text));
    REQUIRE(nfc(nfc(text)) == nfc(text));
    REQUIRE(fold(fold(text)) == fold(text));
    REQUIRE(fold(nfc(text)) == fold(text));
    detect_legacy(text);
    const auto number = phone_number(text);
    REQUIRE(number.problem.empty() == !number.e164().empty());
    for (int format = 0; format <= static_cast<int>(DateFormat::iso); ++format) {
      const auto date = read_date(static_cast<DateFormat>(format), text);
      REQUIRE(date_problem(static_cast<DateFormat>(format), text).empty() == date.has_value());
      if (date) REQUIRE(from_canonical_date(canonical(*date)) == date);
    }
    for (int format = 0; format <= static_cast<int>(TimestampFormat::excel_1904); ++format) {
      const auto moment = read_timestamp(static_cast<TimestampFormat>(format), text);
      if (moment) REQUIRE(std::string_view(canonical_timestamp(*moment)).size() == 25);
    }
  }
}
