// A report as text for a terminal, as an official document for paper, screen and spreadsheet, as JSON for programs.
// Every rendering is a pure function; all but text carry the figures and can be verified (seal.hpp).
#pragma once

#include "report/document.hpp"
#include "report/figures.hpp"

#include <string>

namespace lt::report {

std::string render_text(const Document& document);
std::string render_text(const Table& table);

// One self-contained page without scripts or outside references; prints on A4.
std::string render_html(const Document& document, const Edition& edition, const Figures& figures);
std::string render_svg(const Chart& chart, const Edition& edition);

// In the form of Decree 30/2020/NĐ-CP. Throws Error{misconfigured} where no Times-like font is installed.
std::string render_pdf(const Document& document, const Edition& edition, const Figures& figures);

// Numbers as numbers, charts as Excel draws them.
std::string render_xlsx(const Document& document, const Edition& edition, const Figures& figures);

// The figures with their hash as the member "sha256".
std::string render_json(const Figures& figures);

}  // namespace lt::report
