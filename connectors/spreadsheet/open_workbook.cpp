// Decides by content how a file is read, and says what a file is that cannot be read.
#include "csv_reader.hpp"
#include "text_encoding.hpp"
#include "workbook.hpp"
#include "xls_reader.hpp"
#include "xlsx_reader.hpp"

#include <array>
#include <fstream>

namespace lt::spreadsheet {
namespace {

constexpr std::string_view compound_signature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view zip_signature{"PK\x03\x04", 4};

struct KnownContent {
  std::string_view starts_with;
  const char* refusal;
};
constexpr std::array refused{
    KnownContent{"%PDF", "this is a PDF: ask for the table as .xlsx"},
    KnownContent{"{\\rtf", "this is a rich text document: save its table as .xlsx"},
    KnownContent{"\x89PNG", "this is a picture: ask for the table as .xlsx"},
    KnownContent{"\xFF\xD8\xFF", "this is a picture: ask for the table as .xlsx"},
    KnownContent{"Rar!", "this is a RAR archive: unpack it first"},
    KnownContent{"7z\xBC\xAF", "this is a 7z archive: unpack it first"},
    KnownContent{"PK\x05\x06", "this is an empty zip file"},
    KnownContent{"PK\x07\x08", "this is one piece of a split zip file: send the whole"},
    KnownContent{{"\x09\x00\x04\x00", 4}, "the workbook was written by Excel 2: save it in Excel as .xlsx"},
    KnownContent{{"\x09\x02\x06\x00", 4}, "the workbook was written by Excel 3: save it in Excel as .xlsx"},
    KnownContent{{"\x09\x04\x06\x00", 4}, "the workbook was written by Excel 4: save it in Excel as .xlsx"},
};

std::string read_start(const std::filesystem::path& file, std::size_t count) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw FileError("the file cannot be opened: check its permissions");
  std::string start(count, '\0');
  in.read(start.data(), static_cast<std::streamsize>(count));
  start.resize(static_cast<std::size_t>(in.gcount()));
  return start;
}

std::string read_whole(const std::filesystem::path& file, std::uint64_t size) {
  auto whole = read_start(file, static_cast<std::size_t>(size));
  if (whole.size() != size)
    throw FileError("the file cannot be read to its end: it is being changed, or the disk fails");
  return whole;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

bool is_text(std::string_view start) {
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) return true;
  for (const char c : start) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1A') return false;
  }
  return true;
}

void refuse_markup(std::string_view start) {
  const auto from = start.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  const auto text = lower_ascii(start.substr(from == std::string_view::npos ? start.size() : from));
  if (text.starts_with("<html") || text.starts_with("<!doctype html") || text.starts_with("<table") ||
      text.starts_with("<meta")) {
    throw FileError("this is a web page named as a table: open it in Excel and save it as .xlsx");
  }
  if (text.starts_with("<?xml") || text.starts_with("<workbook")) {
    throw FileError("this is an XML file, not a workbook: open it in Excel and save it as .xlsx");
  }
}

void refuse_text_named_workbook(const std::filesystem::path& file) {
  const auto ending = lower_ascii(file.extension().string());
  if (!ending.starts_with(".xl")) return;
  throw FileError("the file is named " + ending +
                  " but is plain text: save it in Excel as .xlsx, or name it .csv if it is a table");
}

}  // namespace

std::unique_ptr<Workbook> open_workbook(const std::filesystem::path& file, const Limits& limits) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw FileError("the file cannot be opened: " + error.message());
  if (size == 0) throw FileError("the file is empty: copy it again");
  if (size > limits.file_bytes) {
    throw FileError("the file has " + std::to_string(size >> 20) + " MiB, at most " +
                    std::to_string(limits.file_bytes >> 20) + " are allowed: split it");
  }
  const auto start = read_start(file, 4096);
  if (start.starts_with(compound_signature)) return open_xls(read_whole(file, size), limits);
  if (start.starts_with(zip_signature)) return open_xlsx(file, limits);
  for (const auto& known : refused) {
    if (start.starts_with(known.starts_with)) throw FileError(known.refusal);
  }
  if (!is_text(start)) throw FileError("the file is neither a workbook nor text: save the table as .xlsx or .csv");
  refuse_markup(start);
  refuse_text_named_workbook(file);
  return open_csv(file, limits);
}

}  // namespace lt::spreadsheet
