// Reading comma-separated text byte by byte.
#include "base/csv.hpp"

#include <string_view>

namespace lt {
namespace {

constexpr int end_of_file = std::char_traits<char>::eof();
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void trim(std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return text.clear();
  text.erase(text.find_last_not_of(" \t") + 1);
  text.erase(0, first);
}

}  // namespace

int CsvReader::get() {
  const int byte = in_.rdbuf()->sbumpc();
  if (byte == '\n') ++at_;
  return byte;
}

// True where a further cell follows in the same record.
bool CsvReader::cell(std::string& out) {
  out.clear();
  int byte = get();
  while (byte == ' ' || byte == '\t') byte = get();
  if (byte == '"') {
    for (byte = get(); byte != end_of_file; byte = get()) {
      if (byte == '"') {
        byte = get();
        if (byte != '"') break;  // two quotes are one of the text
      }
      out += static_cast<char>(byte);
    }
    while (byte != separator_ && byte != '\n' && byte != end_of_file) byte = get();
    return byte == separator_;
  }
  for (; byte != separator_ && byte != '\n' && byte != end_of_file; byte = get()) {
    if (byte != '\r') out += static_cast<char>(byte);
  }
  trim(out);
  return byte == separator_;
}

bool CsvReader::next(std::vector<std::string>& cells) {
  for (;;) {
    if (in_.rdbuf()->sgetc() == end_of_file) return false;
    const bool first = at_ == 1;
    line_ = at_;
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
      if (cells.size() == count) cells.emplace_back();
      more = cell(cells[count]);
    }
    cells.resize(count);
    if (first && cells.front().starts_with(byte_order_mark)) {
      cells.front().erase(0, byte_order_mark.size());
      trim(cells.front());
    }
    if (count > 1 || !cells.front().empty()) return true;
  }
}

}  // namespace lt
