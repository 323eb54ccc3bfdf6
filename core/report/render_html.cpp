// The page that a department prints and signs.
#include "report/render.hpp"
#include "report/seal.hpp"

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
  if (row.size() == 1 && table.columns.size() > 1) {
    html += "<tr class=\"group\"><td colspan=\"" + std::to_string(table.columns.size()) + "\">" +
            escape_html(row[0].text) + "</td></tr>\n";
    return;
  }
  html += "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) html += element("td", classes_of(row[i], table.columns[i]), row[i].text);
  html += "</tr>\n";
}

void append_head(std::string& html, const Table& table) {
  double whole = 0;
  for (const auto& column : table.columns) whole += column.share;
  html += "<table>\n<colgroup>";
  for (const auto& column : table.columns) {
    html += "<col style=\"width:" + std::to_string(static_cast<int>(column.share / whole * 100 + 0.5)) + "%\">";
  }
  html += "</colgroup>\n<thead><tr>";
  for (const auto& column : table.columns) html += element("th", "", column.title);
  html += "</tr></thead>\n<tbody>\n";
}

void append_table(std::string& html, const Table& table) {
  if (table.rows.empty()) {
    html += element("p", "empty", table.empty) + "\n";
    return;
  }
  html += "<div class=\"table\" id=\"" + escape_html(table.id) + "\">\n";
  append_head(html, table);
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
  html += "</table>\n</div>\n";
  if (!table.note.empty()) html += element("p", "note", table.note) + "\n";
}

void append_section(std::string& html, const Section& section, const Edition& edition) {
  html += "<section>\n" + element("h2", "", section.heading) + "\n";
  const std::string classes = section.mark == Mark::none ? "" : "verdict " + std::string(class_of(section.mark));
  for (const auto& paragraph : section.paragraphs) html += element("p", classes, paragraph) + "\n";
  for (const auto& chart : section.charts) {
    html += "<figure>\n" + element("figcaption", "", chart.title) + "\n" + render_svg(chart, edition) + "</figure>\n";
  }
  for (const auto& table : section.tables) append_table(html, table);
  html += "</section>\n";
}

void append_appendix(std::string& html, const Appendix& appendix) {
  html += "<section class=\"appendix\">\n" + element("p", "strong", appendix.name) + "\n" +
          element("h2", "", appendix.title) + "\n" + element("p", "reference", appendix.reference) + "\n";
  append_table(html, appendix.table);
  html += "</section>\n";
}

std::string letterhead(const Document& document) {
  return "<header>\n<div class=\"office\">" + element("p", "", document.parent) +
         element("p", "strong", document.body) + element("p", "registry", document.number) +
         "</div>\n<div class=\"nation\">" + element("p", "strong", document.nation) +
         element("p", "motto", document.motto) + element("p", "place", document.place_date) + "</div>\n</header>\n";
}

std::string addressees(const Document& document) {
  if (document.addressees.empty()) return {};
  std::string html = "<div class=\"addressees\">" + element("p", "", document.addressees_title) + "<div>";
  for (const auto& each : document.addressees) html += element("p", "", each);
  return html + "</div></div>\n";
}

std::string signatures(const Document& document) {
  std::string html =
      "<div class=\"signatures\">\n<div class=\"recipients\">" + element("p", "", document.recipients_title);
  for (const auto& line : document.recipients) html += element("p", "", line);
  html += "</div>\n<div class=\"signer\">";
  for (const auto& line : document.signer) html += element("p", "strong", line);
  return html + element("p", "name", document.signer_name) + "</div>\n</div>\n";
}

}  // namespace

std::string render_html(const Document& document, const Edition& edition, const Figures& figures) {
  const std::string language = edition.language == Language::vi ? "vi" : "en";
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + language +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
                     element("title", "", document.subject) + "\n<style>\n" + edition.texts.style() +
                     "</style>\n</head>\n<body>\n<main>\n" + letterhead(document) + element("h1", "", document.type) +
                     "\n" + element("p", "subject", document.subject) + "\n" + addressees(document) +
                     element("p", "", document.opening) + "\n";
  for (const auto& section : document.sections) append_section(html, section, edition);
  html += element("p", "closing", document.closing) + "\n" + signatures(document);
  for (const auto& appendix : document.appendices) append_appendix(html, appendix);
  html += "<footer>" + element("p", "", document.seal_note) + "</footer>\n</main>\n<template id=\"figures\">" +
          escape_html(figures.canonical) + "</template>\n</body>\n</html>\n";
  return sealed("<!-- ", html, " -->", figures);
}

}  // namespace lt::report
