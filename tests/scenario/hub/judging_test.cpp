// Two systems that share no number bring the same citizen: asked, merged by a person, explained, delivered, undone.
#include "harness/csv_list.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

// A clinic knows citizens by the new number, a commune's station by the old one.
const std::string person_fields = R"(
      full_name: /name
      birth_date: /born | date(yyyy-mm-dd)
      phone: /phone | phone
)";
const std::string dose = R"(  - entity: immunization
    fields:
      person: {entity: person}
      vaccine_code: /vaccine
      injected_on: /day | date(yyyy-mm-dd)
      dose_number: /dose | integer
  - entity: person
    key: )";
const std::string columns = "code,number,name,born,phone,vaccine,day,dose";

CsvList list_of(const std::string& name, const std::string& field, const std::string& number) {
  return {name, columns, dose + field + "\n    fields:\n      " + field + ": /number" + person_fields,
          "input: {code: T1, number: \"" + number +
              "\", name: Nguyễn Văn An, born: 1995-05-04, phone: \"0912345678\", vaccine: COV-AZ, day: 2023-06-05, "
              "dose: \"2\"}, entities: {immunization: {vaccine_code: COV-AZ}, person: {}}"};
}

const CsvList clinic = list_of("clinic_doses", "citizen_id", "999095000001");
const CsvList station = list_of("station_doses", "old_citizen_id", "990000001");

// Weights as an estimate of many people gives them.
constexpr const char* linkage = R"(linkage: person
merge_at: 0.999
ask_at: 0.1
apart_below: 0.001
matches_per_record: 0.05
fields:
  name: full_name | squeeze | fold
  birth_date: birth_date
  phones: phone | phone
comparisons:
  - compare: name
    label: Họ và tên
    levels: [equal(name)]
    match: [0.95, 0.05]
    stranger: [0.01, 0.99]
  - compare: birth_date
    label: Ngày sinh
    levels: [equal(birth_date)]
    match: [0.97, 0.03]
    stranger: [0.0001, 0.9999]
  - compare: phone
    label: Điện thoại
    levels: [equal(phones)]
    match: [0.6, 0.4]
    stranger: [0.001, 0.999]
blocking:
  - [name, birth_date]
)";

struct Province : Installation {
  Province() : Installation({.seed = 38, .records = 40, .people = 10}) {
    add_list(*this, clinic);
    add_list(*this, station);
    keep_flows({"clinic_doses", "station_doses", "app_persons", "app_immunizations"});
    write_text(config("identity/person.yaml"), linkage);
  }
  // Everything that is due leaves; gives what the app holds then.
  json::value deliver() {
    ask({"run", "app_persons"}, 0);
    ask({"run", "app_immunizations"}, 0);
    json::object held;
    for (const char* stream : {"persons", "immunizations"})
      held[stream] = json::parse(twins().ask("app", "GET", "/twin/records", {{"stream", stream}}, "").second);
    return held;
  }
  json::array explained(const std::string& row) const {
    return ask({"explain", "person", row}, 0).at("records").as_array();
  }
  json::array doses() const { return ask({"store", "dump", "immunization"}, 0).at("immunization").as_array(); }
};

}  // namespace

TEST_CASE("one citizen of two systems is asked about, merged by a person, explained, delivered, and undone") {
  Province hub;
  CHECK(number(say(hub, clinic,
                   "1,999085000111,Trần Thị Mai,1985-03-02,0912000111,COV-AZ,2021-08-01,1\n"
                   "2,999090000222,Lê Văn Hùng,1990-01-01,0912000222,COV-PF,2021-08-02,1\n"),
               "/counts/created") == 2);
  CHECK(number(say(hub, station,
                   "7,990000111,Trần Thị Mai,1985-03-02,0987000111,COV-AZ,2021-08-01,1\n"
                   "8,990000111,Trần Thị Mai,1985-03-02,0987000111,COV-PF,2021-11-01,2\n"),
               "/counts/created") == 2);
  CHECK(hub.rows_of("person") == 3);
  const json::value delivered = hub.deliver();

  CHECK(number(hub.ask({"match", "find", "--ask"}, 5), "/asked") == 1);
  const json::array waiting = hub.ask({"match", "review", "list"}, 5).as_array();
  REQUIRE(waiting.size() == 1);
  const std::string question = std::to_string(number(waiting.front(), "/id"));
  hub.ask({"match", "review", "assign", question, "--to", "lan"}, 0);
  const json::value shown = hub.ask({"match", "review", "show", question}, 0);
  CHECK(text(shown, "/assigned_to") == "lan");
  CHECK(at(shown, "/weights/parts").as_array().size() == 3);
  CHECK(hub.run({"match", "review", "show", question}).out.find("Ngày sinh") != std::string::npos);

  const json::value answer =
      hub.ask({"match", "review", "merge", question, "--reason", "gặp ở trạm", "--by", "lan"}, 0);
  const std::string judgement = std::to_string(number(answer, "/judgement"));
  CHECK(hub.ask({"match", "review", "list"}, 0).as_array().empty());
  CHECK(hub.rows_of("person") == 2);
  CHECK(hub.rows_of("immunization") == 3);  // both told of the dose of August
  std::set<std::string> owners;
  for (const auto& row : hub.doses())
    if (text(row, "/injected_on") != "2021-08-02") owners.insert(text(row, "/person"));
  CHECK(owners == std::set<std::string>{"999085000111"});

  const json::array records = hub.explained("999085000111");
  REQUIRE(records.size() == 2);
  std::set<std::int64_t> by_keys;
  for (const auto& record : records) {
    by_keys.insert(number(record, "/by_keys"));
    REQUIRE(at(record, "/judgements").as_array().size() == 1);
    CHECK(text(record, "/judgements/0/by") == "lan");
    CHECK(text(record, "/judgements/0/reason") == "gặp ở trạm");
  }
  CHECK(by_keys.size() == 2);
  const json::value explained = hub.ask({"explain", "person", "999085000111"}, 0);
  const auto& fields = at(explained, "/fields").as_array();
  const auto phone = std::ranges::find_if(fields, [](const auto& field) { return text(field, "/field") == "phone"; });
  REQUIRE(phone != fields.end());
  CHECK(text(*phone, "/winner/mapping").find("station_doses.yaml:") != std::string::npos);
  CHECK(text(*phone, "/losers/0/value") == "+84912000111");
  CHECK(hub.run({"explain", "person", "999085000111"}).out.find("gặp ở trạm") != std::string::npos);

  CHECK(hub.deliver() != delivered);
  // What comes later under the old number is said of the one row.
  CHECK(number(say(hub, station, "9,990000111,Trần Thị Mai,1985-03-02,0987000111,COV-PF,2022-02-01,3\n"),
               "/counts/created") == 1);
  CHECK(hub.rows_of("person") == 2);

  hub.ask({"match", "undo", judgement, "--reason", "hai người", "--by", "minh"}, 0);
  CHECK(hub.rows_of("person") == 3);
  CHECK(hub.explained("999085000111").empty());
  const json::array history = hub.ask({"match", "history"}, 0).as_array();
  REQUIRE(history.size() == 2);
  CHECK_FALSE(at(history.front(), "/stands").as_bool());
  CHECK(text(history.back(), "/saying") == "undo");
  CHECK(hub.ask({"match", "review", "list"}, 5).as_array().size() == 1);
  hub.ask({"match", "review", "never", question, "--reason", "hai người", "--by", "minh"}, 0);
  CHECK(number(hub.ask({"match", "find", "--ask"}, 0), "/asked") == 0);
  const std::string a = std::to_string(number(shown, "/a/row")), b = std::to_string(number(shown, "/b/row"));
  const Ended refused = hub.run({"match", "merge", a, b, "--reason", "nhầm"});
  CHECK(refused.exit_code == 3);
  CHECK(refused.err.find("by judgement 3") != std::string::npos);
  CHECK(hub.run({"status", "--check"}).out.find("source records speak") == std::string::npos);
}

TEST_CASE("undone before anything else came, the store and the app are as before") {
  Province hub;
  say(hub, clinic, "1,999085000111,Trần Thị Mai,1985-03-02,0912000111,COV-AZ,2021-08-01,1\n");
  say(hub, station, "7,990000111,Trần Thị Mai,1985-03-02,0987000111,COV-PF,2021-11-01,2\n");
  const std::string before = hub.dump();
  const json::value delivered = hub.deliver();
  const json::array pairs = hub.ask({"match", "find"}, 5).as_array();
  REQUIRE(pairs.size() == 1);
  const auto& rows = at(pairs.front(), "/rows").as_array();
  const std::string a = std::to_string(rows[0].as_int64()), b = std::to_string(rows[1].as_int64());
  hub.ask({"match", "merge", a, b, "--reason", "thử"}, 0);
  CHECK(hub.deliver() != delivered);
  hub.ask({"match", "undo", "1", "--reason", "thử xong"}, 0);
  CHECK(hub.dump() == before);
  CHECK(hub.deliver() == delivered);
}
