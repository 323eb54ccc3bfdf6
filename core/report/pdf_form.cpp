// The parts of an official document around its text: places, sizes and kinds of letters as Decree 30/2020/NĐ-CP,
// appendix I, part II, has them.
#include "report/pdf_parts.hpp"

#include <algorithm>

namespace lt::report {
namespace {

constexpr double left_share = 0.42;  // of the width: whoever issues; the nation has the rest

// Centred text within a column; gives the height that it took.
double centred(Paper& paper, const std::string& text, TextStyle style, double x, double y, double width) {
  style.alignment = Alignment::centre;
  paper.write(text, style, x, y, width);
  return paper.height_of(text, style, width);
}

// A rule below centred text, of a share of the text's length.
void rule_below(Paper& paper, const std::string& text, const TextStyle& style, double x, double y, double width,
                double share) {
  const double length = std::min(paper.width_of(text, style), width) * share;
  const double middle = x + width / 2;
  paper.line(middle - length / 2, y + 2, middle + length / 2, y + 2, 0.7);
}

double put_office(Paper& paper, const Document& document, double width) {
  double y = paper.y();
  const TextStyle plain{.size = 12};
  const TextStyle bold{.size = 12, .bold = true};
  if (!document.parent.empty()) y += centred(paper, document.parent, plain, 0, y, width);
  y += centred(paper, document.body, bold, 0, y, width);
  rule_below(paper, document.body, bold, 0, y, width, 0.4);
  y += 9;
  y += centred(paper, document.number, {.size = 13}, 0, y, width);
  return y;
}

double put_nation(Paper& paper, const Document& document, double x, double width) {
  double y = paper.y();
  const TextStyle motto{.size = 13, .bold = true};
  y += centred(paper, document.nation, {.size = 12, .bold = true}, x, y, width);
  y += centred(paper, document.motto, motto, x, y, width);
  rule_below(paper, document.motto, motto, x, y, width, 1);
  y += 9;
  y += centred(paper, document.place_date, {.size = 13, .italic = true}, x, y, width);
  return y;
}

double put_recipients(Paper& paper, const Document& document, double width) {
  double y = paper.y();
  const TextStyle head{.size = 12, .bold = true, .italic = true};
  const TextStyle each{.size = 11};
  paper.write(document.recipients_title, head, 0, y, width);
  y += paper.height_of(document.recipients_title, head, width);
  for (const auto& line : document.recipients) {
    paper.write(line, each, 0, y, width);
    y += paper.height_of(line, each, width);
  }
  return y;
}

double put_signer(Paper& paper, const Document& document, double x, double width) {
  constexpr double room_to_sign = 72;
  const TextStyle bold{.bold = true};
  double y = paper.y();
  for (const auto& line : document.signer) y += centred(paper, line, bold, x, y, width);
  y += room_to_sign;
  if (!document.signer_name.empty()) y += centred(paper, document.signer_name, bold, x, y, width);
  return y;
}

// Beside the title where there is one, else below one another, their dashes below the colon.
void put_addressees(Paper& paper, const Document& document) {
  if (document.addressees.empty()) return;
  const TextStyle style{.size = 14};
  const double title = paper.width_of(document.addressees_title + " ", style);
  double widest = 0;
  for (const auto& each : document.addressees) widest = std::max(widest, paper.width_of(each, style));
  widest = std::min(widest, paper.width() - title);
  const double left = (paper.width() - title - widest) / 2;
  paper.write(document.addressees_title, style, left, paper.y(), title);
  const bool list = document.addressees.size() > 1;
  if (list) paper.move(paper.height_of(document.addressees_title, style, title));
  for (const auto& each : document.addressees) {
    const double x = left + title - (list ? paper.width_of(" ", style) : 0);
    paper.write(each, style, x, paper.y(), widest + 1);
    paper.move(paper.height_of(each, style, widest + 1));
  }
  paper.move(10);
}

}  // namespace

void put_paragraph(Paper& paper, const std::string& text, TextStyle style) {
  constexpr double below = 6;
  style.alignment = Alignment::justified;
  style.indent = 12.7 * mm;
  style.line_spacing = 1.1;
  const double height = paper.height_of(text, style, paper.width());
  paper.need(height);
  paper.write(text, style, 0, paper.y(), paper.width());
  paper.move(height + below);
}

void put_letterhead(Paper& paper, const Document& document) {
  const double office = paper.width() * left_share;
  const double bottom =
      std::max(put_office(paper, document, office - 6), put_nation(paper, document, office, paper.width() - office));
  paper.move(bottom - paper.y() + 20);
  const TextStyle bold{.size = 14, .bold = true};
  paper.move(centred(paper, document.type, bold, 0, paper.y(), paper.width()));
  paper.move(centred(paper, document.subject, bold, 0, paper.y(), paper.width()));
  rule_below(paper, document.subject, bold, 0, paper.y() + 1, paper.width(), 0.35);
  paper.move(18);
  put_addressees(paper, document);
}

void put_signature(Paper& paper, const Document& document) {
  const double block = 110 + 15 * static_cast<double>(std::max(document.recipients.size(), document.signer.size()));
  paper.need(block + 40);
  paper.move(4);
  put_paragraph(paper, document.closing, {});
  paper.move(8);
  const double half = paper.width() * 0.5;
  const double bottom = std::max(put_recipients(paper, document, half - 8), put_signer(paper, document, half, half));
  paper.move(bottom - paper.y() + 8);
}

}  // namespace lt::report
