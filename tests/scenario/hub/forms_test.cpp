// The Ministry's own two .xls forms, filled by LibreOffice, through the whole hub with the shipped mapping.
#include "forms.hpp"

#include "file_content.hpp"
#include "harness/dead_letters.hpp"
#include "harness/installation.hpp"
#include "harness/result_column.hpp"

#include <catch2/catch.hpp>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr std::int64_t rows = 1'000;
constexpr std::int64_t bad_rows = 50;
constexpr const char* sheet = "PL1_Danh sach doi tuong tiem";

// What the hub says of the ways in which fill_forms.py makes a row wrong.
const std::map<std::string, std::string> codes_of_ways = {{"missing_name", "missing"},
                                                          {"birth_in_the_future", "date_in_future"},
                                                          {"unknown_sex", "unknown_sex"},
                                                          {"short_phone", "bad_phone"},
                                                          {"identity_of_ten_digits", "bad_citizen_number"},
                                                          {"unknown_ward", "no_such_unit"},
                                                          {"impossible_date", "bad_date"},
                                                          {"unknown_vaccine", "unknown_vaccine"},
                                                          {"dose_before_birth", "dates_out_of_order"},
                                                          {"failed_formula", "refused_by_connector"}};

std::string identity_of(const json::value& row) {
  const json::value& number = at(row, "/fields/identity_number");
  return number.is_string() ? std::string(number.as_string()) : std::to_string(number.as_int64());
}

void check_form(const Installation& hub, const std::string& form, const json::array& truth) {
  const json::value run = hub.ask({"run", "ministry_lists"}, 5);
  CHECK(text(run, "/state") == "succeeded");
  CHECK(number(run, "/counts/read") == rows);
  CHECK(number(run, "/counts/created") == rows - bad_rows);
  CHECK(number(run, "/counts/dead") == bad_rows);
  CHECK(hub.rows_of("person") == rows - bad_rows);

  const std::string persons = hub.run({"store", "dump", "person"}).out;
  const auto waiting = letters(hub, "ministry_lists");
  const auto results = result_column(hub.lists() / (form + ".ketqua.xlsx"));
  CHECK(waiting.size() == bad_rows);
  CHECK(results.size() == rows);
  for (const auto& row : truth) {
    const auto place = number(row, "/row");
    INFO(json::serialize(row));
    const std::string& result = results.at(static_cast<std::uint32_t>(place));
    const bool bad = !at(row, "/bad").is_null();
    CHECK((persons.find("\n" + identity_of(row) + "\t") != std::string::npos) == !bad);
    if (!bad) {
      CHECK(result == "Thành công");
      continue;
    }
    const std::string cell = text(row, "/bad/cell");
    const std::string key = form + ".xls|" + sheet + "|" + std::to_string(place);
    REQUIRE(waiting.contains(key));
    INFO(json::serialize(waiting.at(key)));
    CHECK(reasons(waiting.at(key)).contains(codes_of_ways.at(text(row, "/bad/way")) + " " + cell));
    INFO(result);
    CHECK(result.starts_with("Lỗi: "));
    CHECK(result.find(cell + ": ") != std::string::npos);
  }
}

}  // namespace

TEST_CASE("of each form of the Ministry every good row is stored, and every bad one waits with its reason and cell") {
  const auto folder = lt::spreadsheet::test::filled_forms();
  if (folder.empty()) return;
  Installation hub({.records = 100});
  for (const std::string form : lt::spreadsheet::test::form_names) {
    INFO(form);
    hub.start_over();
    std::filesystem::copy(folder / (form + ".xls"), hub.lists());
    const std::string truth = lt::spreadsheet::test::content(folder / (form + ".truth.json"));
    check_form(hub, form, at(json::parse(truth), "/rows").as_array());
    CHECK(number(hub.ask({"run", "ministry_lists"}, 0), "/counts/read") == 0);
  }
}
