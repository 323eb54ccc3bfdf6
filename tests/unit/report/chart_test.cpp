// Promises of charts: nothing leaves its place, nothing that is there is unseen.
#include "report/chart.hpp"

#include "sample.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace lt::report;

TEST_CASE("the top of a scale is round and not below what it holds") {
  for (const std::int64_t value : {0, 1, 4, 5, 9, 13, 21, 399, 401, 1'234'567}) {
    INFO(value);
    CHECK(round_top(value) >= value);
    CHECK(round_top(value) % 4 == 0);
    CHECK(round_top(value) <= std::max<std::int64_t>(4, 2 * value));
  }
}

TEST_CASE("columns and bars stay within the drawing, and what is there at all is seen") {
  const Edited edited(night());
  for (const ChartForm form : {ChartForm::columns, ChartForm::bars}) {
    const Chart chart{.id = "c",
                      .title = "c",
                      .form = form,
                      .categories = {"a", "b", "c"},
                      .series = {{"s", Tone::received, {1, 1'000'000, 0}}}};
    const Drawing drawing = draw(chart, edited.edition, 470);
    for (const auto& shape : drawing.shapes) {
      if (shape.form == ShapeForm::text) continue;
      CHECK(shape.x >= 0);
      CHECK(shape.x + shape.width <= 470.001);
      CHECK(shape.y + shape.height <= drawing.height + 0.001);
    }
    CHECK(std::ranges::none_of(
        drawing.shapes, [](const Shape& shape) { return shape.form == ShapeForm::rectangle && shape.height < 0.5; }));
  }
}

TEST_CASE(
    "shares stay within the drawing, the darker the less, numbers where there is room, dashes where nothing is known") {
  const Edited edited(night());
  const auto luminance = [](const std::string& colour) {
    const auto part = [&](std::size_t at) { return std::stol(colour.substr(at, 2), nullptr, 16); };
    return 0.2126 * static_cast<double>(part(1)) + 0.7152 * static_cast<double>(part(3)) +
           0.0722 * static_cast<double>(part(5));
  };
  Chart chart{.id = "c",
              .title = "c",
              .form = ChartForm::shares,
              .categories = {"a", "b", "c", "d", "e", "all"},
              .series = {{"Hệ thống có tên rất dài của một sở ở tỉnh xa, dài hơn cả trang giấy cho phép",
                          Tone::received,
                          {10'000, 9'950, 9'600, 8'500, 10, unmeasured}}}};
  const Drawing drawing = draw(chart, edited.edition, 470);
  std::vector<double> inner;
  std::string texts;
  for (const auto& shape : drawing.shapes) {
    CHECK(shape.y <= drawing.height);
    if (shape.form == ShapeForm::text) {
      texts += shape.text + "|";
    } else {
      CHECK(shape.x >= 0);
      CHECK(shape.x + shape.width <= 470.001);
      if (shape.y > 30 && shape.colour != "#8b949e") inner.push_back(luminance(shape.colour));
    }
  }
  REQUIRE(inner.size() == 5);
  for (std::size_t i = 1; i < inner.size(); ++i) CHECK(inner[i] < inner[i - 1] - 20);
  CHECK_THAT(texts,
             Catch::Contains("99,50%") && Catch::Contains("0,10%") && Catch::Contains("…|") && Catch::Contains("|–|"));
  for (int i = 0; i < 26; ++i) {
    chart.categories.insert(chart.categories.begin(), "31/12");
    chart.series[0].values.insert(chart.series[0].values.begin(), 9'950);
  }
  for (const auto& shape : draw(chart, edited.edition, 470).shapes) CHECK(shape.text != "99,50%");
}

TEST_CASE("each tone is darker than the one before it, so that black and white print tells them apart") {
  const auto grey = [](Tone tone) {
    const std::string colour = colour_of(tone);
    return 0.2126 * static_cast<double>(std::stol(colour.substr(1, 2), nullptr, 16)) +
           0.7152 * static_cast<double>(std::stol(colour.substr(3, 2), nullptr, 16)) +
           0.0722 * static_cast<double>(std::stol(colour.substr(5, 2), nullptr, 16));
  };
  CHECK(grey(Tone::received) > grey(Tone::stored) + 40);
  CHECK(grey(Tone::stored) > grey(Tone::delivered) + 40);
  CHECK(grey(Tone::delivered) > grey(Tone::rejected) + 40);
}

TEST_CASE("a chart of nothing says that it is empty") {
  Chart shares{
      .id = {}, .title = {}, .form = ChartForm::shares, .categories = {"a"}, .series = {{"s", {}, {unmeasured}}}};
  CHECK(shares.empty());
  shares.series[0].values[0] = 0;
  CHECK_FALSE(shares.empty());
  CHECK(Chart{}.empty());
  CHECK(Chart{.id = {}, .title = {}, .categories = {"a"}, .series = {{"s", Tone::received, {0}}}}.empty());
}

TEST_CASE("a chart in the page names itself to those who do not see it, and holds no markup of a partner") {
  const Edited edited(night());
  const Chart chart{.id = "c",
                    .title = "<b>",
                    .form = ChartForm::bars,
                    .categories = {"<script>"},
                    .series = {{"s", Tone::rejected, {3}}}};
  const std::string svg = render_svg(chart, edited.edition);
  CHECK_THAT(svg, Catch::Contains("aria-label=\"&lt;b&gt;\"") && Catch::Contains("&lt;script&gt;"));
  CHECK(svg.find("<script") == std::string::npos);
}
