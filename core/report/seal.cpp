// Files that keep their bytes end in a line "lienthong-seal figures=<sha256> file=<sha256 of all before the line>".
#include "report/seal.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "report/workbook_seal.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace lt::report {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> format_words = {"text", "html", "json", "pdf", "xlsx"};
constexpr std::string_view word = "lienthong-seal figures=";
constexpr std::string_view word_of_file = " file=";
constexpr std::size_t digits = 64;

[[noreturn]] void no_report(const std::string& why) {
  throw Error(ErrorKind::unsupported,
              "this is no report that can be verified: " + why + "; give a file that lienthong report has made");
}

struct Seal {
  std::string figures;
  std::string file;
  std::size_t begins = 0;  // of its line
  std::size_t ends = 0;
};

Seal find_seal(std::string_view bytes) {
  const std::size_t at = bytes.rfind(word);
  if (at == std::string_view::npos) no_report("it has no seal");
  const std::size_t of_file = at + word.size() + digits;
  const std::size_t end = of_file + word_of_file.size() + digits;
  if (end > bytes.size() || bytes.substr(of_file, word_of_file.size()) != word_of_file)
    no_report("its seal is cut off");
  const std::size_t line = bytes.rfind('\n', at);
  return {std::string(bytes.substr(at + word.size(), digits)), std::string(bytes.substr(end - digits, digits)),
          line == std::string_view::npos ? 0 : line + 1, std::min(bytes.find('\n', end), bytes.size() - 1) + 1};
}

std::string unescape_html(std::string_view text) {
  constexpr std::pair<std::string_view, char> entities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string plain;
  while (!text.empty()) {
    const auto* const entity =
        std::ranges::find_if(entities, [&](const auto& each) { return text.starts_with(each.first); });
    const bool found = entity != std::end(entities);
    plain += found ? entity->second : text.front();
    text.remove_prefix(found ? entity->first.size() : 1);
  }
  return plain;
}

std::string between(std::string_view bytes, std::string_view open, std::string_view close) {
  const std::size_t from = bytes.find(open);
  const std::size_t to = bytes.find(close, from == std::string_view::npos ? bytes.size() : from);
  if (to == std::string_view::npos) return {};
  return std::string(bytes.substr(from + open.size(), to - from - open.size()));
}

// The page's figures, or those of the file that hangs on the PDF.
std::string carried(std::string_view bytes, Format format) {
  if (format == Format::html) return unescape_html(between(bytes, "<template id=\"figures\">", "</template>"));
  return between(bytes, "/Type /EmbeddedFile", "endstream");
}

Inspection inspect_sealed(std::string_view bytes, Format format) {
  const Seal seal = find_seal(bytes);
  std::string figures = carried(bytes, format);
  if (const auto brace = figures.find("\n{"); brace != std::string::npos) figures = figures.substr(brace + 1);
  while (!figures.empty() && figures.back() == '\n') figures.pop_back();
  Inspection result{
      .format = format, .finding = Finding::intact, .id = id_in(figures), .sha256 = seal.figures, .where = {}};
  if (sha256(bytes.substr(0, seal.begins)) != seal.file) {
    result.finding = Finding::altered;
    result.where = "file";
  } else if (sha256(figures) != seal.figures) {
    result.finding = Finding::altered;
    result.where = "figures";
  } else if (seal.ends < bytes.size()) {
    result.finding = Finding::appended;
  }
  return result;
}

Inspection inspect_json(std::string_view bytes) {
  json::error_code error;
  json::value value = json::parse({bytes.data(), bytes.size()}, error);
  auto* object = error ? nullptr : value.if_object();
  const auto* hash = object ? object->if_contains("sha256") : nullptr;
  if (!hash || !hash->is_string()) no_report("it has no member sha256");
  Inspection result{.format = Format::json,
                    .finding = Finding::intact,
                    .id = {},
                    .sha256 = std::string(hash->get_string()),
                    .where = {}};
  object->erase("sha256");
  const std::string figures = canonical(value);
  result.id = id_in(figures);
  if (sha256(figures) != result.sha256) {
    result.finding = Finding::altered;
    result.where = "figures";
  }
  return result;
}

}  // namespace

std::string id_in(const std::string& figures) {
  json::error_code error;
  const json::value value = json::parse(figures, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* id = object ? object->if_contains("id") : nullptr;
  return id && id->is_string() ? std::string(id->get_string()) : std::string();
}

std::string_view to_string(Format format) { return format_words.at(static_cast<std::size_t>(format)); }

std::optional<Format> format_of(std::string_view text) {
  const auto* const found = std::ranges::find(format_words, text);
  if (found == format_words.end()) return std::nullopt;
  return static_cast<Format>(found - format_words.begin());
}

std::optional<Format> recognise(std::string_view bytes) {
  constexpr std::pair<std::string_view, Format> beginnings[] = {
      {"%PDF-", Format::pdf}, {"PK\x03\x04", Format::xlsx}, {"<!DOCTYPE html>", Format::html}, {"{", Format::json}};
  for (const auto& [beginning, format] : beginnings) {
    if (bytes.starts_with(beginning)) return format;
  }
  return std::nullopt;
}

Inspection inspect(std::string_view bytes) {
  const auto format = recognise(bytes);
  if (!format) no_report("it is neither PDF, XLSX, HTML nor JSON");
  if (*format == Format::json) return inspect_json(bytes);
  if (*format == Format::xlsx) return inspect_workbook(bytes);
  return inspect_sealed(bytes, *format);
}

std::string sealed(std::string_view open, std::string bytes, std::string_view close, const Figures& figures) {
  const std::string of_file = sha256(bytes);
  bytes.append(open)
      .append(word)
      .append(figures.sha256)
      .append(word_of_file)
      .append(of_file)
      .append(close)
      .append("\n");
  return bytes;
}

}  // namespace lt::report
