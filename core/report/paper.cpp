// cairo's PDF surface and Pango's layouts behind the paper.
#include "report/paper.hpp"

#include "base/error.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace lt::report {
namespace {

constexpr double top = 20 * mm;
constexpr double bottom = 20 * mm;
constexpr double left_margin = 30 * mm;
constexpr double right_margin = 15 * mm;
constexpr double short_side = 210 * mm;
constexpr double long_side = 297 * mm;
constexpr double page_number_y = 9 * mm;

struct Unreferenced {
  void operator()(void* object) const { g_object_unref(object); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unreferenced>;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

struct Colour {
  double red, green, blue;
};

// Of "#1f5fa8".
Colour colour_of(const std::string& text) {
  const auto part = [&](std::size_t at) { return std::strtol(text.substr(at, 2).c_str(), nullptr, 16) / 255.0; };
  return {part(1), part(3), part(5)};
}

PangoAlignment pango_of(Alignment alignment) {
  if (alignment == Alignment::centre) return PANGO_ALIGN_CENTER;
  return alignment == Alignment::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

// Letters stand where the font wants them, not on a screen's pixels; a unit is a point.
void measure_as_printed(PangoContext* context) {
  const std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)> options(
      cairo_font_options_create(), cairo_font_options_destroy);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options.get());
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
}

// The letters that fonts lack first.
bool has_vietnamese(PangoContext* context, const char* family) {
  const Owned<PangoFontDescription> wanted(pango_font_description_new());
  pango_font_description_set_family(wanted.get(), family);
  const Owned<PangoFont> font(pango_context_load_font(context, wanted.get()));
  if (!font) return false;
  constexpr std::array<gunichar, 10> letters = {0x1EB7, 0x1EF1, 0x1ED9, 0x1EBF, 0x1EE1,
                                                0x1EF9, 0x0111, 0x01A1, 0x1EB4, 0x1EE8};
  return std::ranges::all_of(letters, [&](gunichar letter) { return pango_font_has_char(font.get(), letter) != 0; });
}

}  // namespace

std::string times_like_font() {
  const Owned<PangoContext> context(pango_font_map_create_context(pango_cairo_font_map_get_default()));
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
  const std::unique_ptr<PangoFontFamily*, decltype(&g_free)> freed(families, g_free);
  for (const char* name : {"Times New Roman", "Liberation Serif", "TeX Gyre Termes", "FreeSerif", "Tinos"}) {
    const bool installed = std::any_of(families, families + count, [&](PangoFontFamily* family) {
      return g_ascii_strcasecmp(pango_font_family_get_name(family), name) == 0;
    });
    if (installed && has_vietnamese(context.get(), name)) return name;
  }
  return {};
}

struct Paper::State {
  std::string bytes;
  std::string family = times_like_font();
  Owned<cairo_surface_t> surface{cairo_pdf_surface_create_for_stream(append, &bytes, short_side, long_side)};
  Owned<cairo_t> cairo{cairo_create(surface.get())};
  Owned<PangoLayout> layout{pango_cairo_create_layout(cairo.get())};
  double page_width = short_side;
  double page_height = long_side;
  double y = top;
  int number = 1;

  void set(const std::string& text, const TextStyle& style, double width) const {
    const Owned<PangoFontDescription> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), family.c_str());
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font.get(), style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), width < 0 ? -1 : static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), style.whole_words ? PANGO_WRAP_WORD : PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), pango_of(style.alignment));
    pango_layout_set_justify(layout.get(), style.alignment == Alignment::justified);
    pango_layout_set_indent(layout.get(), static_cast<int>(style.indent * PANGO_SCALE));
    pango_layout_set_line_spacing(layout.get(), static_cast<float>(style.line_spacing));
    pango_layout_set_ellipsize(layout.get(), style.most_lines > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_height(layout.get(), style.most_lines > 0 ? -style.most_lines : -1);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  }

  void paint_with(const std::string& colour) const {
    const Colour c = colour_of(colour);
    cairo_set_source_rgb(cairo.get(), c.red, c.green, c.blue);
  }

  void number_page() const {
    if (number < 2) return;
    const TextStyle style{.alignment = Alignment::centre};
    set(std::to_string(number), style, page_width - left_margin - right_margin);
    paint_with("#000000");
    cairo_move_to(cairo.get(), left_margin, page_number_y);
    pango_cairo_show_layout(cairo.get(), layout.get());
  }

  void end_page() const {
    number_page();
    cairo_show_page(cairo.get());
  }
};

Paper::Paper(const PaperInfo& info) : state_(std::make_unique<State>()) {
  if (state_->family.empty()) {
    throw Error(ErrorKind::misconfigured,
                "no Times-like font with all Vietnamese letters is installed, and an official document needs one; run: "
                "apt-get install fonts-liberation2");
  }
  cairo_surface_t* const surface = state_->surface.get();
  cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);  // a plain table of places, to append to
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, info.title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, info.author.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, info.keywords.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Liên Thông");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, info.created.c_str());
  measure_as_printed(pango_layout_get_context(state_->layout.get()));
}

Paper::~Paper() = default;

double Paper::width() const { return state_->page_width - left_margin - right_margin; }
double Paper::y() const { return state_->y; }
void Paper::move(double down) { state_->y += down; }
double Paper::room() const { return state_->page_height - bottom - state_->y; }

void Paper::need(double height) {
  if (height <= room() || state_->y <= top) return;
  state_->end_page();
  ++state_->number;
  state_->y = top;
}

void Paper::start_part(bool wide) {
  state_->end_page();
  state_->page_width = wide ? long_side : short_side;
  state_->page_height = wide ? short_side : long_side;
  cairo_pdf_surface_set_size(state_->surface.get(), state_->page_width, state_->page_height);
  state_->number = 1;
  state_->y = top;
}

double Paper::height_of(const std::string& text, const TextStyle& style, double width) const {
  state_->set(text, style, width);
  int height = 0;
  pango_layout_get_size(state_->layout.get(), nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

double Paper::width_of(const std::string& text, const TextStyle& style) const {
  state_->set(text, style, -1);
  int width = 0;
  pango_layout_get_size(state_->layout.get(), &width, nullptr);
  return static_cast<double>(width) / PANGO_SCALE;
}

void Paper::write(const std::string& text, const TextStyle& style, double x, double y, double width) {
  state_->set(text, style, width);
  state_->paint_with(style.colour);
  cairo_move_to(state_->cairo.get(), left_margin + x, y);
  pango_cairo_show_layout(state_->cairo.get(), state_->layout.get());
}

void Paper::line(double x, double y, double to_x, double to_y, double thickness, const std::string& colour) {
  state_->paint_with(colour);
  cairo_set_line_width(state_->cairo.get(), thickness);
  cairo_move_to(state_->cairo.get(), left_margin + x, y);
  cairo_line_to(state_->cairo.get(), left_margin + to_x, to_y);
  cairo_stroke(state_->cairo.get());
}

void Paper::fill(double x, double y, double width, double height, const std::string& colour) {
  state_->paint_with(colour);
  cairo_rectangle(state_->cairo.get(), left_margin + x, y, width, height);
  cairo_fill(state_->cairo.get());
}

void Paper::put(const Drawing& drawing, double x, double y) {
  for (const auto& shape : drawing.shapes) {
    if (shape.form == ShapeForm::rectangle) {
      fill(x + shape.x, y + shape.y, shape.width, shape.height, shape.colour);
    } else if (shape.form == ShapeForm::line) {
      line(x + shape.x, y + shape.y, x + shape.x + shape.width, y + shape.y + shape.height, 0.5, shape.colour);
    } else {
      const TextStyle style{.size = shape.size, .colour = shape.colour};
      const double length = shape.anchor == Anchor::start ? 0 : width_of(shape.text, style);
      const double back = shape.anchor == Anchor::middle ? length / 2 : length;
      state_->set(shape.text, style, -1);
      const double base = static_cast<double>(pango_layout_get_baseline(state_->layout.get())) / PANGO_SCALE;
      write(shape.text, style, x + shape.x - back, y + shape.y - base, -1);
    }
  }
}

std::string Paper::finish() {
  state_->end_page();
  cairo_surface_finish(state_->surface.get());
  const cairo_status_t status = cairo_surface_status(state_->surface.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorKind::failed, std::string("cairo could not write the PDF: ") + cairo_status_to_string(status));
  }
  return std::move(state_->bytes);
}

}  // namespace lt::report
