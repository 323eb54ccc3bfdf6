// The page that a department prints and signs.
#include "report/render.hpp"

#include <string_view>

namespace lt::report {
namespace {

std::string_view class_of(Mark mark) {
  constexpr std::string_view names[] = {"", "good", "warn", "bad"};
  return names[static_cast<std::size_t>(mark)];
}

std::string element(std::string_view tag, const std::string& classes, const std::string& text) {
  const std::string name(tag);
  return "<" + name + (classes.empty() ? "" : " class=\"" + classes + "\"") + ">" + escape_html(text) + "</" + name +
         ">";
}

std::string classes_of(const Cell& cell, const Column& column) {
  std::string classes = column.numeric ? "number" : "";
  const std::string_view mark = class_of(cell.mark);
  if (!mark.empty()) classes += (classes.empty() ? "" : " ") + std::string(mark);
  return classes;
}

void append_row(std::string& html, const std::vector<Cell>& row, const Table& table) {
  html += "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) html += element("td", classes_of(row[i], table.columns[i]), row[i].text);
  html += "</tr>\n";
}

void append_table(std::string& html, const Table& table) {
  html += "<section id=\"" + escape_html(table.id) + "\">\n" + element("h2", "", table.title) + "\n";
  if (table.rows.empty()) {
    html += element("p", "empty", table.empty) + "\n</section>\n";
    return;
  }
  html += "<table>\n<thead><tr>";
  for (const auto& column : table.columns) html += element("th", column.numeric ? "number" : "", column.title);
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    append_row(html, row.cells, table);
    if (row.detail.empty()) continue;
    html += "<tr class=\"detail\"><td colspan=\"" + std::to_string(table.columns.size()) + "\">" +
            escape_html(row.detail) + "</td></tr>\n";
  }
  html += "</tbody>\n";
  if (!table.total.empty()) {
    html += "<tfoot>";
    append_row(html, table.total, table);
    html += "</tfoot>\n";
  }
  html += "</table>\n";
  if (!table.note.empty()) html += element("p", "note", table.note) + "\n";
  html += "</section>\n";
}

std::string letterhead(const Document& document) {
  return "<header>\n<div class=\"office\">" + element("p", "", document.organization) +
         element("p", "strong", document.department) + "</div>\n<div class=\"nation\">" +
         element("p", "strong", document.nation) + element("p", "motto", document.motto) +
         element("p", "place", document.place_date) + "</div>\n</header>\n";
}

std::string signatures(const Document& document) {
  return "<div class=\"signatures\">\n<div>" + element("p", "strong", document.author) +
         element("p", "hint", document.sign_here) + "</div>\n<div>" + element("p", "strong", document.head) +
         element("p", "hint", document.sign_and_stamp) + "</div>\n</div>\n";
}

}  // namespace

std::string render_html(const Document& document, const Edition& edition) {
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + std::string(edition.language == Language::vi ? "vi" : "en") +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
                     element("title", "", document.title) + "\n<style>\n" + edition.texts.style() +
                     "</style>\n</head>\n<body>\n<main>\n" + letterhead(document) + element("h1", "", document.title) +
                     "\n" + element("p", "period", document.period) + "\n" +
                     element("p", "verdict " + std::string(class_of(document.verdict_mark)), document.verdict) + "\n";
  for (const auto& table : document.tables) append_table(html, table);
  html += signatures(document);
  html += "<footer>" + element("p", "", document.generated) + element("p", "", document.page_note) +
          "</footer>\n</main>\n</body>\n</html>\n";
  return html;
}

}  // namespace lt::report
