// The official document on A4.
#include "report/pdf_parts.hpp"
#include "report/render.hpp"
#include "report/seal.hpp"

namespace lt::report {
namespace {

constexpr double body_table = 11;
constexpr double appendix_table = 10.5;
constexpr std::size_t columns_of_a_wide_page = 9;

constexpr double below_chart = 28;

// Never parted from what follows: a chart, or the head and the first rows of a table.
void put_heading(Paper& paper, const std::string& text, double with) {
  const TextStyle bold{.bold = true};
  paper.need(with + 26);
  paper.move(4);
  paper.write(text, bold, 0, paper.y(), paper.width());
  paper.move(paper.height_of(text, bold, paper.width()) + 6);
}

void put_chart(Paper& paper, const Chart& chart, const Edition& edition) {
  const Drawing drawing = draw(chart, edition, paper.width());
  const TextStyle caption{.size = 11, .italic = true, .alignment = Alignment::centre};
  paper.need(drawing.height + below_chart);
  paper.put(drawing, 0, paper.y());
  paper.move(drawing.height + 4);
  paper.write(chart.title, caption, 0, paper.y(), paper.width());
  paper.move(24);
}

void put_section(Paper& paper, const Section& section, const Edition& edition) {
  put_heading(paper, section.heading,
              section.charts.empty() ? 80 : draw(section.charts[0], edition, paper.width()).height + below_chart);
  const TextStyle style{.bold = section.mark == Mark::bad};
  for (const auto& paragraph : section.paragraphs) put_paragraph(paper, paragraph, style);
  for (const auto& chart : section.charts) put_chart(paper, chart, edition);
  for (const auto& table : section.tables) put_table(paper, table, body_table);
}

void put_centred(Paper& paper, const std::string& text, TextStyle style) {
  style.alignment = Alignment::centre;
  paper.write(text, style, 0, paper.y(), paper.width());
  paper.move(paper.height_of(text, style, paper.width()));
}

void put_appendix(Paper& paper, const Appendix& appendix) {
  paper.start_part(appendix.table.columns.size() >= columns_of_a_wide_page);
  put_centred(paper, appendix.name, {.size = 14, .bold = true});
  put_centred(paper, appendix.title, {.size = 14, .bold = true});
  put_centred(paper, appendix.reference, {.italic = true});
  paper.move(10);
  put_table(paper, appendix.table, appendix_table);
}

void put_seal_note(Paper& paper, const std::string& text) {
  const TextStyle style{.size = 8.5, .colour = "#3f4850"};
  const double height = paper.height_of(text, style, paper.width());
  paper.need(height + 4);
  paper.line(0, paper.y(), paper.width() * 0.3, paper.y(), 0.4, "#8b949e");
  paper.write(text, style, 0, paper.y() + 3, paper.width());
  paper.move(height + 4);
}

}  // namespace

std::string render_pdf(const Document& document, const Edition& edition, const Figures& figures) {
  Paper paper({.title = document.type + ": " + document.subject,
               .author = document.body,
               .keywords = document.id + ", sha256:" + figures.sha256,
               .created = document.made});
  put_letterhead(paper, document);
  put_paragraph(paper, document.opening, {});
  for (const auto& section : document.sections) put_section(paper, section, edition);
  put_signature(paper, document);
  put_seal_note(paper, document.seal_note);
  for (const auto& appendix : document.appendices) put_appendix(paper, appendix);
  return sealed("%", with_attachment(paper.finish(), figures), "", figures);
}

}  // namespace lt::report
