// Reads the parts of an .xlsx (ECMA-376) that hold values: sheets, their names, shared texts.
#include "report/workbook_cells.hpp"

#include "base/error.hpp"
#include "base/utf8.hpp"
#include "report/memory_file.hpp"

#include <minizip/unzip.h>
#include <pugixml.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

namespace lt::report {
namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20;  // of one part: far above what a report needs

[[noreturn]] void no_workbook(const std::string& why) {
  throw Error(ErrorKind::unsupported, "this is no workbook of a report: " + why);
}

class Package {
 public:
  explicit Package(std::string_view bytes) : file_(bytes), zip_(::unzOpen64(file_.path().c_str()), ::unzClose) {
    if (!zip_) no_workbook("it is no zip");
  }

  // Empty where there is no such part.
  std::string part(const std::string& name) const {
    constexpr int exact_case = 1;
    if (::unzLocateFile(zip_.get(), name.c_str(), exact_case) != UNZ_OK) return {};
    if (::unzOpenCurrentFile(zip_.get()) != UNZ_OK) no_workbook(name + " cannot be opened");
    std::string text;
    std::array<char, 65'536> piece{};
    int size = 0;
    while ((size = ::unzReadCurrentFile(zip_.get(), piece.data(), piece.size())) > 0) {
      text.append(piece.data(), static_cast<std::size_t>(size));
      if (text.size() > most_bytes) no_workbook(name + " is larger than any report's");
    }
    if (size < 0 || ::unzCloseCurrentFile(zip_.get()) != UNZ_OK) no_workbook(name + " is damaged");
    return text;
  }

  pugi::xml_document xml(const std::string& name) const {
    pugi::xml_document document;
    const std::string text = part(name);
    if (!document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata)) {
      no_workbook(name + " is no XML");
    }
    return document;
  }

 private:
  MemoryFile file_;
  std::unique_ptr<void, int (*)(void*)> zip_;
};

// Plain or in runs of different looks.
std::string text_of(const pugi::xml_node& node) {
  std::string text = node.child("t").text().get();
  for (const auto& run : node.children("r")) text += run.child("t").text().get();
  return text;
}

std::vector<std::string> shared_texts(const Package& package) {
  std::vector<std::string> texts;
  if (package.part("xl/sharedStrings.xml").empty()) return texts;
  const pugi::xml_document document = package.xml("xl/sharedStrings.xml");
  for (const auto& each : document.child("sst").children("si")) {
    texts.push_back(text_of(each));
  }
  return texts;
}

std::string value_of(const pugi::xml_node& cell, const std::vector<std::string>& shared) {
  const std::string_view type = cell.attribute("t").value();
  std::string value = cell.child("v").text().get();
  if (type == "inlineStr") return text_of(cell.child("is"));
  if (type == "s") {
    const std::size_t index = std::strtoul(value.c_str(), nullptr, 10);
    return index < shared.size() ? shared[index] : std::string();
  }
  if (!type.empty() && type != "n") return value;
  return value.empty() ? value : number_text(std::strtod(value.c_str(), nullptr));
}

// Where the sheet with this relation lies within xl/.
std::string part_of(const pugi::xml_document& relations, const std::string& id) {
  for (const auto& relation : relations.child("Relationships").children("Relationship")) {
    if (id != relation.attribute("Id").value()) continue;
    const std::string target = relation.attribute("Target").value();
    return target.starts_with('/') ? target.substr(1) : "xl/" + target;
  }
  return {};
}

}  // namespace

std::string cell_text(std::string_view text) {
  constexpr std::size_t most_in_a_cell = 30'000;  // bytes; Excel takes 32,767 characters
  std::string clean;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end && clean.size() < most_in_a_cell;) {
    const char32_t code = next_code_point(at, end);
    append_utf8(code < 0x20 && code != '\n' ? replacement_character : code, clean);
  }
  return clean;
}

std::string cell_name(std::uint32_t row, std::uint16_t column) {
  std::string letters;
  for (int rest = column; rest >= 0; rest = rest / 26 - 1) letters.insert(0, 1, static_cast<char>('A' + rest % 26));
  return letters + std::to_string(row + 1);
}

std::string number_text(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.15g", value);
  return text.data();
}

CellLines read_cells(std::string_view xlsx) {
  const Package package(xlsx);
  const std::vector<std::string> shared = shared_texts(package);
  const pugi::xml_document relations = package.xml("xl/_rels/workbook.xml.rels");
  const pugi::xml_document workbook = package.xml("xl/workbook.xml");
  CellLines cells;
  for (const auto& sheet : workbook.child("workbook").child("sheets").children("sheet")) {
    const std::string name = sheet.attribute("name").value();
    const pugi::xml_document content = package.xml(part_of(relations, sheet.attribute("r:id").value()));
    for (const auto& row : content.child("worksheet").child("sheetData").children("row")) {
      for (const auto& cell : row.children("c")) {
        std::string value = value_of(cell, shared);
        if (!value.empty()) cells[name + "!" + cell.attribute("r").value()] = std::move(value);
      }
    }
  }
  return cells;
}

}  // namespace lt::report
