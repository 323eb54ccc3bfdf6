// An incremental update: three more objects, a table of their places, and a trailer that points to the old one.
#include "base/error.hpp"
#include "report/pdf_parts.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace lt::report {
namespace {

[[noreturn]] void unexpected(const std::string& what) {
  throw Error(ErrorKind::failed, "the PDF that cairo wrote has no " + what + ", so the figures cannot hang on it");
}

// The whole number behind the last `name`.
std::size_t number_behind(const std::string& pdf, const std::string& name) {
  const std::size_t at = pdf.rfind(name);
  if (at == std::string::npos) unexpected(name);
  return std::strtoul(pdf.c_str() + at + name.size(), nullptr, 10);
}

std::string catalog_of(const std::string& pdf, std::size_t number) {
  const std::string head = "\n" + std::to_string(number) + " 0 obj\n";
  const std::size_t from = pdf.find(head);
  const std::size_t to = pdf.find("\nendobj", from == std::string::npos ? pdf.size() : from);
  if (to == std::string::npos) unexpected("catalog");
  const std::string dictionary = pdf.substr(from + head.size(), to - from - head.size());
  return dictionary.substr(0, dictionary.rfind(">>"));
}

std::string place(std::size_t offset) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%010zu 00000 n \n", offset);
  return text.data();
}

}  // namespace

std::string with_attachment(std::string pdf, const Figures& figures) {
  const std::size_t root = number_behind(pdf, "/Root ");
  const std::size_t info = number_behind(pdf, "/Info ");
  const std::size_t file = number_behind(pdf, "/Size ");
  const std::size_t old_places = number_behind(pdf, "startxref\n");
  const std::string file_number = std::to_string(file);
  const std::string spec = std::to_string(file + 1) + " 0 R";
  const std::string catalog = catalog_of(pdf, root);

  const std::size_t at_root = pdf.size();
  pdf += std::to_string(root) + " 0 obj\n" + catalog + " /Names << /EmbeddedFiles << /Names [(figures.json) " + spec +
         "] >> >> /AF [" + spec + "] >>\nendobj\n";
  const std::size_t at_file = pdf.size();
  pdf += file_number + " 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length " +
         std::to_string(figures.canonical.size()) + " >>\nstream\n" + figures.canonical + "\nendstream\nendobj\n";
  const std::size_t at_spec = pdf.size();
  pdf += std::to_string(file + 1) +
         " 0 obj\n<< /Type /Filespec /F (figures.json) /UF (figures.json) /AFRelationship /Data /EF << /F " +
         file_number + " 0 R >> >>\nendobj\n";
  const std::size_t places = pdf.size();
  pdf += "xref\n" + std::to_string(root) + " 1\n" + place(at_root) + file_number + " 2\n" + place(at_file) +
         place(at_spec) + "trailer\n<< /Size " + std::to_string(file + 2) + " /Root " + std::to_string(root) +
         " 0 R /Info " + std::to_string(info) + " 0 R /Prev " + std::to_string(old_places) + " >>\nstartxref\n" +
         std::to_string(places) + "\n%%EOF\n";
  return pdf;
}

}  // namespace lt::report
