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

TEST_CASE("a chart of nothing says that it is empty") {
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
