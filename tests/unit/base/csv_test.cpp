// Promises of reading comma-separated text.
#include "base/csv.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows read(const std::string& text, char separator = ',') {
  std::istringstream in(text);
  lt::CsvReader reader(in, separator);
  Rows rows;
  for (std::vector<std::string> cells; reader.next(cells);) rows.push_back(cells);
  return rows;
}

}  // namespace

TEST_CASE("cells between quotes may hold commas, quotes and line ends") {
  CHECK(read("a,\"b,\"\"c\"\"\nd\",e\r\nf\n") == Rows{{"a", "b,\"c\"\nd", "e"}, {"f"}});
}

TEST_CASE("blanks around a cell and a byte order mark go, empty cells and a missing last line end stay right") {
  CHECK(read("\xEF\xBB\xBFname , sex\n Lê Hà ,,\n\n\" x \",") == Rows{{"name", "sex"}, {"Lê Hà", "", ""}, {" x ", ""}});
  CHECK(read("a;b,c\n", ';') == Rows{{"a", "b,c"}});
  CHECK(read("").empty());
}

TEST_CASE("a record knows the line on which it starts") {
  std::istringstream in("a\n\"b\nc\"\n\nd\n");
  lt::CsvReader reader(in);
  std::vector<std::string> cells;
  std::vector<int> lines;
  while (reader.next(cells)) lines.push_back(reader.line());
  CHECK(lines == std::vector<int>{1, 2, 5});
}
