// The main job from end to end: two sources become one store, the app gets what changed, what is wrong waits and is
// mended.
#include "harness/dead_letters.hpp"
#include "harness/installation.hpp"
#include "harness/result_column.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr std::uint64_t seed = 38;
constexpr std::int64_t records = 20'000;
constexpr std::int64_t list_rows = 1'000;

// What the hub says of the ways in which the twins make a record wrong.
struct Wrong {
  const char* twins_reason;
  const char* code;
};
constexpr Wrong portal_ways[] = {{"bad_birth_date", "bad_date"},
                                 {"unknown_vaccine", "unknown_vaccine"},
                                 {"missing_name", "missing"},
                                 {"bad_citizen_id", "bad_citizen_number"},
                                 {"sex_contradicts_citizen_id", "sex_contradicts_citizen_number"},
                                 {"unknown_commune", "no_such_unit"},
                                 {"dose_number_not_a_number", "bad_number"},
                                 {"injection_in_future", "date_in_future"},
                                 {"missing_injection_date", "missing"},
                                 {"injection_before_birth", "dates_out_of_order"}};
constexpr Wrong list_ways[] = {
    {"missing_name", "missing"},         {"bad_birth_date", "bad_date"},
    {"bad_gender", "unknown_sex"},       {"unknown_priority_group", "unknown_priority_group"},
    {"short_phone", "bad_phone"},        {"bad_citizen_id", "bad_citizen_number"},
    {"unknown_commune", "no_such_unit"}, {"unknown_vaccine", "unknown_vaccine"},
    {"bad_injection_date", "bad_date"},  {"injection_in_future", "date_in_future"}};

template <std::size_t N>
std::string code_of(const Wrong (&ways)[N], const std::string& reason) {
  for (const auto& way : ways) {
    if (reason == way.twins_reason) return way.code;
  }
  return "?";
}

// How many records the app has taken; none of them once too often.
std::int64_t delivered(const Installation& hub) {
  const json::value state = hub.twin_state("app");
  CHECK(number(state, "/idempotencyKeys/repeated") == 0);
  CHECK(number(state, "/redeliveredSameContent") == 0);
  CHECK(number(state, "/rejected") == 0);
  return number(state, "/accepted");
}

void read_portal(const Installation& hub) {
  const json::value truth = hub.truth();
  const json::value run = hub.ask({"run", "portal_injections"}, 5);
  CHECK(number(run, "/counts/read") == number(truth, "/records"));
  CHECK(number(run, "/counts/dead") == number(truth, "/invalid"));
  CHECK(number(run, "/counts/created") == number(truth, "/validDoses"));
  CHECK(number(run, "/counts/unchanged") == number(truth, "/duplicates"));
  CHECK(hub.rows_of("person") == number(truth, "/personsWithValidRecord"));
  CHECK(hub.rows_of("immunization") == number(truth, "/validDoses"));

  const auto waiting = letters(hub, "portal_injections");
  CHECK(waiting.size() == at(truth, "/invalidRecords").as_array().size());
  for (const auto& wrong : at(truth, "/invalidRecords").as_array()) {
    INFO(json::serialize(wrong));
    REQUIRE(waiting.contains(text(wrong, "/id")));
    CHECK(codes(waiting.at(text(wrong, "/id"))).contains(code_of(portal_ways, text(wrong, "/reason"))));
  }
}

void read_list(const Installation& hub, const lt::twins::ListTruth& truth) {
  const std::int64_t good = list_rows - static_cast<std::int64_t>(truth.bad.size());
  const json::value run = hub.ask({"run", "ministry_lists"}, 5);
  CHECK(number(run, "/counts/read") == list_rows);
  CHECK(number(run, "/counts/dead") == list_rows - good);
  CHECK(number(run, "/counts/created") + number(run, "/counts/updated") == good);
  // Persons of the list that the portal has too, but for those of whom it has nothing but invalid records.
  const auto only_invalid = number(hub.truth(), "/persons") - number(hub.truth(), "/personsWithValidRecord");
  CHECK(number(run, "/counts/updated") <= truth.overlap);
  CHECK(number(run, "/counts/updated") >= truth.overlap - only_invalid);
  CHECK(number(run, "/entities/immunization/created") + number(run, "/entities/immunization/updated") ==
        truth.good_doses);

  const auto waiting = letters(hub, "ministry_lists");
  CHECK(waiting.size() == truth.bad.size());
  for (const auto& bad : truth.bad) {
    const std::string key = "people.xlsx|PL1_Danh sach doi tuong tiem|" + std::to_string(bad.row);
    INFO(key << " " << bad.reason << " in " << bad.cell);
    REQUIRE(waiting.contains(key));
    CHECK(reasons(waiting.at(key)).contains(code_of(list_ways, bad.reason) + " " + bad.cell));
  }
}

// What the office finds in the column that its form keeps for it.
void check_result_copy(const Installation& hub, const lt::twins::ListTruth& truth) {
  std::set<std::uint32_t> bad;
  for (const auto& row : truth.bad) bad.insert(row.row);
  const auto results = result_column(hub.lists() / "people.ketqua.xlsx");
  CHECK(results.size() == list_rows);
  for (const auto& [row, result] : results) {
    INFO(row << ": " << result);
    CHECK(result.starts_with(bad.contains(row) ? "Lỗi: " : "Thành công"));
  }
}

void deliver_all(const Installation& hub) {
  const std::int64_t before = delivered(hub);
  const json::value persons = hub.ask({"run", "app_persons"}, 0);
  const json::value doses = hub.ask({"run", "app_immunizations"}, 0);
  const json::value state = hub.twin_state("app");
  CHECK(delivered(hub) == before + number(persons, "/counts/delivered") + number(doses, "/counts/delivered"));
  // Whoever has a phone, and every dose of theirs, once.
  CHECK(number(state, "/streams/persons/held") + number(persons, "/counts/withheld") == hub.rows_of("person"));
  CHECK(number(state, "/streams/immunizations/held") + number(doses, "/counts/withheld") ==
        hub.rows_of("immunization"));
}

void sync_again_changes_nothing(const Installation& hub) {
  const std::string before = hub.dump();
  const std::int64_t taken = delivered(hub);
  const json::value run = hub.ask({"run", "portal_injections", "--from-the-start"}, 5);
  CHECK(number(run, "/counts/created") == 0);
  CHECK(number(run, "/counts/updated") == 0);
  CHECK(number(run, "/counts/unchanged") + number(run, "/counts/dead") == records);
  CHECK(number(hub.ask({"run", "ministry_lists"}, 0), "/counts/read") == 0);
  for (const auto* flow : {"app_persons", "app_immunizations"}) {
    CHECK(number(hub.ask({"run", flow}, 0), "/counts/delivered") == 0);
  }
  CHECK(difference(hub.dump(), before) == "");
  CHECK(delivered(hub) == taken);
}

void mend_one(const Installation& hub) {
  const json::value list =
      hub.ask({"dead-letters", "list", "--flow", "portal_injections", "--reason", "unknown_vaccine"}, 0);
  const json::value& letter = list.as_array().front();
  const std::string id = std::to_string(number(letter, "/id"));
  CHECK(text(hub.ask({"dead-letters", "mend", id, "/vaccineName=AstraZeneca"}, 0), "/outcome") == "mapped");

  const std::int64_t doses = hub.rows_of("immunization");
  const std::int64_t taken = delivered(hub);
  const json::value replay = hub.ask({"dead-letters", "replay", id}, 0);
  CHECK(number(replay, "/0/counts/created") == 1);
  CHECK(text(hub.ask({"dead-letters", "show", id}, 0), "/state") == "replayed");
  CHECK(hub.rows_of("immunization") == doses + 1);
  hub.ask({"run", "app_persons"}, 0);
  CHECK(number(hub.ask({"run", "app_immunizations"}, 0), "/counts/delivered") == 1);
  CHECK(delivered(hub) > taken);

  // The portal still sends what it sent; the mended record stands.
  const std::string mended = hub.dump();
  const json::value again = hub.ask({"run", "portal_injections", "--from-the-start"}, 5);
  CHECK(number(again, "/counts/dead") == number(hub.truth(), "/invalid") - 1);
  CHECK(difference(hub.dump(), mended) == "");
}

void one_percent_changes(Installation& hub) {
  const std::int64_t changed = records / 100;
  const std::int64_t taken = delivered(hub);
  hub.twins().advance();
  const json::value run = hub.ask({"run", "portal_injections"}, 5);
  CHECK(number(run, "/counts/created") == 0);
  CHECK(number(run, "/counts/updated") > changed * 9 / 10);
  CHECK(number(run, "/counts/updated") <= changed);
  CHECK(number(run, "/counts/read") < changed * 2);  // with the seconds that are read again for safety
  const json::value persons = hub.ask({"run", "app_persons"}, 0);
  const json::value doses = hub.ask({"run", "app_immunizations"}, 0);
  CHECK(number(persons, "/counts/delivered") == number(run, "/entities/person/updated"));
  CHECK(number(doses, "/counts/delivered") >= number(run, "/entities/immunization/updated"));
  CHECK(delivered(hub) == taken + number(persons, "/counts/delivered") + number(doses, "/counts/delivered"));
}

void report_tells(const Installation& hub, const lt::twins::ListTruth& truth) {
  for (const auto* command : {"status", "report"}) {
    const json::value report = hub.ask({command}, 5);  // dead letters wait for a person
    INFO(json::serialize(report));
    CHECK(unbalanced(report).empty());
    CHECK(text(report, "/verdict") == "attention");
    CHECK(number(report, "/dead_waiting") ==
          number(hub.truth(), "/invalid") - 1 + static_cast<std::int64_t>(truth.bad.size()));
    CHECK(number(report, "/pending") == 0);
    CHECK(number(report, "/totals/out/delivered") == delivered(hub));
    for (const auto& flow : at(report, "/flows").as_array()) {
      CHECK(text(flow, "/state") == "ok");
      CHECK(number(flow, "/runs/succeeded") == number(flow, "/runs/all"));
    }
  }
}

}  // namespace

TEST_CASE("two sources, one store, one app: nothing is lost, nothing comes twice, the wrong waits and is mended") {
  Installation hub({.seed = seed, .records = records});
  hub.keep_flows({"portal_injections", "ministry_lists", "app_persons", "app_immunizations"});
  const auto list = lt::twins::write_list(
      {.seed = seed, .portal_records = records, .rows = static_cast<std::uint32_t>(list_rows), .bad = 50},
      hub.lists() / "people.xlsx");
  read_portal(hub);
  read_list(hub, list);
  check_result_copy(hub, list);
  deliver_all(hub);
  sync_again_changes_nothing(hub);
  mend_one(hub);
  one_percent_changes(hub);
  report_tells(hub, list);
  CHECK(number(hub.ask({"store", "check"}, 0), "/rows") > 0);
}
