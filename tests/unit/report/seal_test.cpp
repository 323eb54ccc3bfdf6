// Promises of verifying: a figure that was changed is found, in each format.
#include "report/seal.hpp"

#include "base/hash.hpp"
#include "sample.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace lt::report;

namespace {

std::map<Format, std::string> files() {
  const Edited edited(night());
  return {{Format::json, render_json(edited.figures)},
          {Format::html, render_html(edited.document, edited.edition, edited.figures)},
          {Format::pdf, render_pdf(edited.document, edited.edition, edited.figures)},
          {Format::xlsx, render_xlsx(edited.document, edited.edition, edited.figures)}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what was made is found as it was made, with the id and the hash of its figures") {
  const Edited edited(night());
  for (const auto& [format, bytes] : files()) {
    INFO(to_string(format));
    const Inspection seen = inspect(bytes);
    CHECK(seen.format == format);
    CHECK(seen.finding == Finding::intact);
    CHECK(seen.id == "on-demand-2026-11-21T080500");
    CHECK(seen.sha256 == edited.figures.sha256);
  }
}

TEST_CASE("one figure changed is found in each format, in what people read and in what programs read") {
  auto made = files();
  CHECK(inspect(replaced(made[Format::json], "1234567", "1234568")).finding == Finding::altered);
  CHECK(inspect(replaced(made[Format::html], "1.234.567", "1.234.568")).finding == Finding::altered);
  CHECK(inspect(replaced(made[Format::html], "1234567", "1234568")).finding == Finding::altered);
  CHECK(inspect(replaced(made[Format::pdf], "1234567", "1234568")).finding == Finding::altered);
  std::string pdf = made[Format::pdf];
  pdf[pdf.size() / 3] = static_cast<char>(pdf[pdf.size() / 3] ^ 1);
  CHECK(inspect(pdf).finding == Finding::altered);
}

TEST_CASE("a seal of other figures is found though the file's bytes agree with it") {
  const Edited edited(night());
  Figures other = edited.figures;
  other.sha256 = lt::sha256("other");
  const Inspection seen = inspect(render_html(edited.document, edited.edition, other));
  CHECK(seen.finding == Finding::altered);
  CHECK(seen.where == "figures");
}

TEST_CASE("a signature behind the report is told from a change within it") {
  const auto made = files();
  CHECK(inspect(made.at(Format::pdf) + "9 0 obj << /Type /Sig >> endobj").finding == Finding::appended);
}

TEST_CASE("what is no report is refused with a reason") {
  for (const std::string bytes : {"", "hello", "{}", "%PDF-1.4\n", "<!DOCTYPE html><p>", "{\"sha256\": 1}",
                                  "%PDF-1.4\n%lienthong-seal figures=12"}) {
    INFO(bytes);
    CHECK_THROWS_AS(inspect(bytes), lt::Error);
  }
}
