// Promises of the place that a person is sent to.
#include "sync/result_writer.hpp"

#include <catch2/catch.hpp>

using lt::sync::place_of;

namespace {

constexpr const char* row = R"({"_row":9,"_cells":{"phone":"G9","birth_date":"C9"},"_fault":"/phone"})";

lt::model::Reason about(const char* pointer) { return {"code", "", pointer, ""}; }

}  // namespace

TEST_CASE("a reason's place is the cell of its value, of several the first, and the pointer where no cell is known") {
  CHECK(place_of(row, about("/birth_date")) == "C9");
  CHECK(place_of(row, about("/birth_date, /phone")) == "C9");
  CHECK(place_of(row, about("/other")) == "/other");
  CHECK(place_of("{}", about("/birth_date")) == "/birth_date");
  CHECK(place_of("no JSON", about("")).empty());
}

TEST_CASE("where the connector refused the record, the place is that of the value it named") {
  CHECK(place_of(row, about("")) == "G9");
  CHECK(place_of(R"({"_fault":"/phone"})", about("")) == "/phone");
}
