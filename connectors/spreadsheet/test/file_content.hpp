// What reader tests share: files in a folder of their own, small .xlsx files, and a reader that prints what it reads.
#pragma once

#include "workbook.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace lt::spreadsheet::test {

/// Removed with all that is in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path path;
  std::filesystem::path put(const std::string& name, std::string_view content) const;
};

using ZipEntries = std::map<std::string, std::string>;
std::filesystem::path put_zip(const Folder& folder, const std::string& name, const ZipEntries& entries);

/// The parts of a workbook with one sheet "S" whose worksheet has this inside.
ZipEntries xlsx_entries(const std::string& worksheet, const std::string& shared_strings = "",
                        const std::string& styles = "", const std::string& workbook_extra = "");

/// The lowest bytes of a number, the least significant first.
std::string le(std::uint64_t value, int bytes);
/// A compound file with one stream, at least 4096 bytes long, in sectors of 512 bytes: table, directory, stream.
std::string compound(const std::string& name, std::string stream);

/// One line a cell: sheet, address, kind, value, by tabs; the form of testdata/golden.
std::string described(Workbook& workbook);

/// What describes the file, or "error: …".
std::string read(const std::filesystem::path& file, const Limits& limits = {});

std::string content(const std::filesystem::path& file);

/// The folder of public test files, empty (with a message) when it is not there.
std::filesystem::path public_tables();

}  // namespace lt::spreadsheet::test
