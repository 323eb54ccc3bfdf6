// Records of comma-separated text (RFC 4180), one at a time.
#pragma once

#include <istream>
#include <string>
#include <vector>

namespace lt {

// Reads from a stream that outlives it. Quoted cells may hold commas, doubled quotes and line ends; LF and CRLF both
// end a record; blanks around a cell go, for many writers put one behind each comma; a byte order mark before the first
// cell is dropped; empty lines are passed over.
class CsvReader {
 public:
  explicit CsvReader(std::istream& in, char separator = ',') : in_(in), separator_(separator) {}

  // False at the end. `cells` is made as long as the record.
  bool next(std::vector<std::string>& cells);
  // Of the record read last, counted from 1.
  int line() const { return line_; }

 private:
  int get();
  bool cell(std::string& out);

  std::istream& in_;
  char separator_;
  int line_ = 0;
  int at_ = 1;  // the line of the next byte
};

}  // namespace lt
