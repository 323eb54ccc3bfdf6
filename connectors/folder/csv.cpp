// Quotes and separators.
#include "csv.hpp"

#include <algorithm>

namespace lt::folder {

std::string split_csv(std::string_view record, char separator, std::vector<std::string>& cells) {
  cells.clear();
  std::size_t at = 0;
  while (true) {
    std::string cell;
    if (at < record.size() && record[at] == '"') {
      for (bool closed = false; !closed;) {
        const auto quote = record.find('"', ++at);
        if (quote == std::string_view::npos) return "a quote that opens is never closed";
        cell += record.substr(at, quote - at);
        at = quote + 1;
        closed = at >= record.size() || record[at] != '"';
        if (!closed) cell += '"';
      }
      if (at < record.size() && record[at] != separator) {
        return "text stands behind the closing quote of cell " + std::to_string(cells.size() + 1);
      }
    } else {
      const auto end = std::min(record.find(separator, at), record.size());
      cell = record.substr(at, end - at);
      if (cell.find('"') != std::string::npos) {
        return "cell " + std::to_string(cells.size() + 1) + " has a quote but does not begin with one";
      }
      at = end;
    }
    cells.push_back(std::move(cell));
    if (at >= record.size()) return {};
    ++at;
  }
}

void append_csv(std::string& out, std::string_view cell, char separator) {
  if (cell.find(separator) == std::string_view::npos && cell.find_first_of("\"\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace lt::folder
