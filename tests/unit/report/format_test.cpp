// Promises of writing numbers and times as the reader does, and of text that cannot become markup.
#include "report/format.hpp"

#include "sample.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace lt::report;

TEST_CASE("numbers, ages and times are written in the reader's way") {
  const Texts texts = load_texts();
  const Edition vi{texts, Language::vi, vietnam()};
  const Edition en{texts, Language::en, vietnam()};
  CHECK(number(vi, 1'234'567) == "1.234.567");
  CHECK(number(en, 1'234'567) == "1,234,567");
  CHECK(number(vi, 999) == "999");
  CHECK(number(vi, -1'000) == "-1.000");
  CHECK(number(vi, std::numeric_limits<std::int64_t>::min()) == "-9.223.372.036.854.775.808");
  CHECK(date_time(vi, morning) == "08:00 ngày 21/11/2026");
  CHECK(date_time(en, morning) == "2026-11-21 08:00");
  CHECK(age(vi, 3 * hour + 12 * minute + 5'000) == "3 giờ 12 phút");
  CHECK(age(en, 3 * hour) == "3 h");
  CHECK(age(vi, 49 * hour + minute) == "2 ngày 1 giờ");
  CHECK(age(vi, 0) == "0 giây");
  CHECK(iso_time(vietnam(), morning) == "2026-11-21T08:00:00+07:00");
}

TEST_CASE("text never becomes markup") {
  CHECK(escape_html("<script>alert('x')</script> & \"q\"") ==
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;");
  CHECK(escape_html("Nguyễn Thị Ánh\n") == "Nguyễn Thị Ánh\n");
  CHECK(escape_html(std::string("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(escape_html("a\xC3(\x80") == "a\xEF\xBF\xBD(\xEF\xBF\xBD");
  CHECK(escape_html("\x1B[31m") == "\xEF\xBF\xBD[31m");
}

TEST_CASE("a terminal's columns are counted without combining marks") {
  CHECK(display_width("Độ mới") == 6);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("") == 0);
}
