// Promises of tables for people.
#include "app/table.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <sstream>

using lt::app::cell_text;
using lt::app::Column;
using lt::app::print_table;

namespace {

constexpr Column columns[] = {{"name", "Tên", "Name"}, {"count", "Số", "Count", true}, {"note", "Ghi chú", "Note"}};

std::string table(const char* rows, bool vietnamese, std::size_t most = 60) {
  std::ostringstream out;
  print_table(out, boost::json::parse(rows).as_array(), columns, vietnamese, most);
  return out.str();
}

}  // namespace

TEST_CASE("columns of Vietnamese text stand under one another and numbers end together") {
  CHECK(table(R"([{"name":"Nguyễn Thị Ý","count":7,"note":"x"},{"name":"An","count":1200}])", true) ==
        "Tên             Số  Ghi chú\n"
        "Nguyễn Thị Ý     7  x\n"
        "An            1200  \n");
}

TEST_CASE("a cell that is too long is cut between letters and says so") {
  CHECK(table(R"([{"name":"Ứng dụng","count":1,"note":"dòng một\ndòng hai"}])", false, 6) ==
        "Name    Count  Note\n"
        "Ứng d…      1  dòng …\n");
}

TEST_CASE("values are shown as people write them") {
  CHECK(cell_text(boost::json::parse(R"(["a",2,true])")) == "a, 2, true");
  CHECK(cell_text(nullptr).empty());
  CHECK(cell_text("text") == "text");
}
