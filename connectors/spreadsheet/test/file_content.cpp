// Files for the reader tests.
#include "file_content.hpp"

#include <minizip/zip.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace lt::spreadsheet::test {

Folder::Folder() {
  static std::atomic<unsigned> count{0};
  path = std::filesystem::temp_directory_path() /
         ("lt_sheet_" + std::to_string(::getpid()) + "_" + std::to_string(count++));
  std::filesystem::create_directories(path);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

std::filesystem::path Folder::put(const std::string& name, std::string_view content) const {
  std::ofstream(path / name, std::ios::binary) << content;
  return path / name;
}

std::filesystem::path put_zip(const Folder& folder, const std::string& name, const ZipEntries& entries) {
  const auto file = folder.path / name;
  const auto zip = zipOpen64(file.c_str(), APPEND_STATUS_CREATE);
  for (const auto& [entry, content] : entries) {
    const bool written = zipOpenNewFileInZip64(zip, entry.c_str(), nullptr, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                                               6, 1) == ZIP_OK &&
                         zipWriteInFileInZip(zip, content.data(), static_cast<unsigned>(content.size())) == ZIP_OK &&
                         zipCloseFileInZip(zip) == ZIP_OK;
    if (!written) throw std::runtime_error("cannot write " + file.string());
  }
  zipClose(zip, nullptr);
  return file;
}

std::string le(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

std::string compound(const std::string& name, std::string stream) {
  stream.resize(std::max<std::size_t>(4096, (stream.size() + 511) / 512 * 512), '\0');
  const auto sectors = stream.size() / 512;
  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + le(0x3E, 2) + le(3, 2) +
                       le(0xFFFE, 2) + le(9, 2) + le(6, 2) + std::string(6, '\0') + le(0, 4) + le(1, 4) + le(1, 4) +
                       le(0, 4) + le(4096, 4) + le(0xFFFFFFFE, 4) + le(0, 4) + le(0xFFFFFFFE, 4) + le(0, 4) + le(0, 4);
  header.resize(512, '\xFF');
  std::string table = le(0xFFFFFFFD, 4) + le(0xFFFFFFFE, 4);
  for (std::size_t i = 0; i < sectors; ++i) table += le(i + 1 == sectors ? 0xFFFFFFFE : i + 3, 4);
  table.resize(512, '\xFF');
  const auto entry = [](const std::string& title, int kind, std::uint32_t first, std::size_t size) {
    std::string out;
    for (const char c : title) out += std::string{c, '\0'};
    out.resize(64, '\0');
    out += le((title.size() + 1) * 2, 2) + le(static_cast<unsigned>(kind), 1);
    out.resize(116, '\0');
    return out + le(first, 4) + le(size, 8);
  };
  std::string directory = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry(name, 2, 2, stream.size());
  directory.resize(512, '\0');
  return header + table + directory + stream;
}

ZipEntries xlsx_entries(const std::string& worksheet, const std::string& shared_strings, const std::string& styles,
                        const std::string& workbook_extra) {
  const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  return {
      {"_rels/.rels", rels + "<Relationship Id=\"rId1\" Type=\"" + type +
                          "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
      {"xl/workbook.xml", "<workbook xmlns:r=\"r\">" + workbook_extra +
                              "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       rels + "<Relationship Id=\"rId1\" Type=\"" + type + "worksheet\" Target=\"worksheets/sheet1.xml\"/>" +
           "<Relationship Id=\"rId2\" Type=\"" + type + "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>" +
           "<Relationship Id=\"rId3\" Type=\"" + type + "styles\" Target=\"styles.xml\"/></Relationships>"},
      {"xl/sharedStrings.xml", "<sst>" + shared_strings + "</sst>"},
      {"xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>"},
      {"xl/worksheets/sheet1.xml", "<?xml version=\"1.0\"?><worksheet>" + worksheet + "</worksheet>"},
  };
}

namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out;
}

std::string described(const Cell& cell) {
  char number[40];
  std::snprintf(number, sizeof number, "%.15g", cell.number);
  switch (cell.kind) {
    case Cell::Kind::number:
      return std::string("number\t") + number;
    case Cell::Kind::boolean:
      return std::string("boolean\t") + number;
    case Cell::Kind::date:
      return "date\t" + cell.text;
    case Cell::Kind::error:
      return "error\t" + cell.text;
    case Cell::Kind::text:
      break;
  }
  return "text\t" + escaped(cell.text);
}

}  // namespace

std::string described(Workbook& workbook) {
  std::string out;
  for (std::size_t sheet = 0; sheet < workbook.sheets().size(); ++sheet) {
    workbook.rows(sheet, [&](const Row& row) {
      for (const auto& cell : row.cells) {
        out += workbook.sheets()[sheet].name + "\t" + cell_address(cell.column, row.number) + "\t" + described(cell) +
               "\n";
      }
      return true;
    });
  }
  return out;
}

std::string read(const std::filesystem::path& file, const Limits& limits) {
  try {
    return described(*open_workbook(file, limits));
  } catch (const FileError& error) {
    return std::string("error: ") + error.what();
  }
}

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path public_tables() {
  const std::filesystem::path folder = LT_SOURCE_DIR "/../shared/data/tables";
  if (std::filesystem::exists(folder)) return folder;
  std::cout << "skipped: " << folder << " is not there\n";
  return {};
}

}  // namespace lt::spreadsheet::test
