// A chart for the page: scalable, without anything from outside.
#include "report/render.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace lt::report {
namespace {

std::string coordinate(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", std::abs(value) < 0.005 ? 0.0 : value);
  return text.data();
}

std::string attribute(const char* name, double value) {
  return std::string(" ") + name + "=\"" + coordinate(value) + "\"";
}

std::string element_of(const Shape& shape) {
  switch (shape.form) {
    case ShapeForm::rectangle:
      return "<rect" + attribute("x", shape.x) + attribute("y", shape.y) + attribute("width", shape.width) +
             attribute("height", shape.height) + " fill=\"" + shape.colour + "\"/>\n";
    case ShapeForm::line:
      return "<line" + attribute("x1", shape.x) + attribute("y1", shape.y) + attribute("x2", shape.x + shape.width) +
             attribute("y2", shape.y + shape.height) + " stroke=\"" + shape.colour + "\" stroke-width=\"0.5\"/>\n";
    case ShapeForm::text:
      break;
  }
  constexpr const char* anchors[] = {"start", "middle", "end"};
  return "<text" + attribute("x", shape.x) + attribute("y", shape.y) + attribute("font-size", shape.size) +
         " text-anchor=\"" + anchors[static_cast<std::size_t>(shape.anchor)] + "\" fill=\"" + shape.colour + "\">" +
         escape_html(shape.text) + "</text>\n";
}

}  // namespace

std::string render_svg(const Chart& chart, const Edition& edition) {
  constexpr double page_width = 470;  // points: what A4 leaves between the margins
  const Drawing drawing = draw(chart, edition, page_width);
  std::string svg = "<svg viewBox=\"0 0 " + coordinate(drawing.width) + " " + coordinate(drawing.height) +
                    "\" role=\"img\" aria-label=\"" + escape_html(chart.title) + "\">\n";
  for (const auto& shape : drawing.shapes) svg += element_of(shape);
  return svg + "</svg>\n";
}

}  // namespace lt::report
