// A report as text for a terminal, as one HTML file for paper and screen, as JSON for programs.
#pragma once

#include "report/document.hpp"

#include <string>

namespace lt::report {

std::string render_text(const Document& document);
std::string render_text(const Table& table);

// One self-contained page without scripts or outside references; prints on A4.
std::string render_html(const Document& document, const Edition& edition);

// The numbers themselves, in both languages where there are labels; times in the zone given, lengths in seconds.
std::string render_json(const SyncStatus& status, const Texts& texts, const schedule::TimeZone& zone);

}  // namespace lt::report
