// What a PDF of a report is put together from.
#pragma once

#include "report/document.hpp"
#include "report/figures.hpp"
#include "report/paper.hpp"

namespace lt::report {

// Names of nation and bodies, number, place and date, type and subject.
void put_letterhead(Paper& paper, const Document& document);
// Closing line, recipients and signer, never parted by a page.
void put_signature(Paper& paper, const Document& document);
// Its head is repeated on each page that it goes on to.
void put_table(Paper& paper, const Table& table, double text_size);
// A paragraph of the decree's form: justified, the first line indented.
void put_paragraph(Paper& paper, const std::string& text, TextStyle style);

// The PDF with the figures as the file figures.json that hangs on it, appended as PDF 1.7, 7.5.6, allows.
std::string with_attachment(std::string pdf, const Figures& figures);

}  // namespace lt::report
