// What makes a report's file checkable later: the hash of its figures and of the file's own bytes, and their check.
#pragma once

#include "report/figures.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace lt::report {

enum class Format { text, html, json, pdf, xlsx };

// Those that carry a seal, in which reports are kept.
inline constexpr std::array sealed_formats = {Format::json, Format::html, Format::pdf, Format::xlsx};

std::string_view to_string(Format format);
std::optional<Format> format_of(std::string_view word);
// By what the bytes begin with; null for what no report is.
std::optional<Format> recognise(std::string_view bytes);

enum class Finding {
  intact,    // every byte is as it was made
  appended,  // so is the report, and something was added behind it, as a digital signature is
  altered,   // a byte of it is different
};

struct Inspection {
  Format format = Format::json;
  Finding finding = Finding::intact;
  std::string id;      // of the report, as its figures say
  std::string sha256;  // of the figures, as the file says
  std::string where;   // of the altered part: "figures", "file", a cell; empty where intact
};

// Throws Error{unsupported} for what is no report, or none that carries a seal.
Inspection inspect(std::string_view bytes);

// Of the report with these figures; empty where they say none.
std::string id_in(const std::string& figures);

// The bytes with a line behind them, within `open` and `close`, of both hashes.
std::string sealed(std::string_view open, std::string bytes, std::string_view close, const Figures& figures);

}  // namespace lt::report
