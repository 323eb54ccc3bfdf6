// Stock, plans, invitations and statistics in, corrections and outcomes out, on good days and bad.
#include "harness/csv_list.hpp"
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

struct List {
  const char* flow;
  const char* path;
};
const List lists[] = {{"portal_stock", "/api/vaccination/stock"},
                      {"portal_plans", "/api/vaccination/plans"},
                      {"portal_invitations", "/api/vaccination/invitations"}};
const std::vector<std::string> public_numbers{"portal_statistics", "portal_statistics_summary",
                                              "portal_statistics_latest"};

// A station that knows people's phones better, and what became of whom it saw.
const CsvList phones{"station_phones", "number,name,born,phone", R"(  - entity: person
    fields:
      citizen_id: /number | citizen_id
      full_name: /name
      birth_date: /born | date(yyyy-mm-dd)
      phone: /phone | phone
)",
                     "input: {number: \"999095000001\", name: Nguyễn Văn An, born: 1995-05-04, phone: \"0912345678\"}, "
                     "entities: {person: {phone: \"+84912345678\"}}"};
const CsvList seen{
    "station_seen", "code,number,name,born,outcome", R"(  - entity: invitation
    fields:
      invitation_code: /code
      person: {entity: person}
      outcome: /outcome
  - entity: person
    key: citizen_id
    fields:
      citizen_id: /number | citizen_id
      full_name: /name
      birth_date: /born | date(yyyy-mm-dd)
)",
    "input: {code: GM1, number: \"999095000001\", name: Nguyễn Văn An, born: 1995-05-04, outcome: injected}, "
    "entities: {invitation: {outcome: injected}, person: {}}"};

constexpr int corrected = 30;
constexpr int seen_people = 20;

struct Portal : Installation {
  Portal() : Installation({.seed = 38, .records = 400, .people = 40}) { make_small(); }

  // Pages so small that a list fills several.
  void make_small() {
    const auto file = config("systems/national_vaccination.yaml");
    std::string text = read_text(file);
    for (std::size_t at = 0; (at = text.find("size: 1000", at)) != std::string::npos;) text.replace(at, 10, "size: 15");
    write_text(file, text);
    add_list(*this, phones);
    add_list(*this, seen);
  }
  void begin_again() {
    start_over();
    make_small();
  }
  json::value run_whole(const std::string& flow) { return json::parse(run({"run", flow, "--json"}).out); }
  json::value truth(const List& list) {
    return json::parse(twins().command("portal", "GET", "/twin/lists")).as_object().at(list.path);
  }
  json::array rows(const std::string& entity) {
    return ask({"store", "dump", entity}, done).as_object().at(entity).as_array();
  }
  // Other phones for the first persons with a citizen number; the last `kept` of them as the portal has them.
  std::string new_phones(int kept = 0) {
    std::string text;
    int count = 0;
    for (const auto& row : rows("person")) {
      const std::string number = text_of(row, "citizen_id");
      if (number.empty() || text_of(row, "phone").empty() || count == corrected + kept) continue;
      text += number + "," + text_of(row, "full_name") + "," + text_of(row, "birth_date") + ",";
      text += count < corrected ? "0987" + std::to_string(654'000 + count) : text_of(row, "phone");
      text += "\n";
      ++count;
    }
    return text;
  }
  // The first twenty invitations of people with a citizen number as carried out.
  std::string all_seen() {
    std::map<std::string, json::value> persons;
    for (const auto& row : rows("person")) persons.emplace(text_of(row, "citizen_id"), row);
    std::string text;
    int count = 0;
    for (const auto& row : rows("invitation")) {
      const auto person = persons.find(text_of(row, "person"));
      if (count == seen_people || person == persons.end() || person->first.empty()) continue;
      text += text_of(row, "invitation_code") + "," + person->first + "," + text_of(person->second, "full_name") + "," +
              text_of(person->second, "birth_date") + ",injected\n";
      ++count;
    }
    return text;
  }
  static std::string text_of(const json::value& row, const char* field) {
    const auto* value = row.as_object().if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
  }
};

Portal& portal_of(Installation& hub) { return static_cast<Portal&>(hub); }

std::vector<Fault> with(std::vector<Fault> faults, const std::string& kind, const Fault& instead) {
  for (auto& fault : faults)
    if (fault.kind == kind) fault = instead;
  return faults;
}

}  // namespace

TEST_CASE("stock, plans and invitations are stored but for what is wrong in them, and follow the portal day by day") {
  Portal hub;
  for (int day = 0; day < 3; ++day) {
    if (day > 0) hub.twins().advance();
    for (const auto& list : lists) {
      INFO(list.flow << ", day " << day);
      const json::value run = hub.run_whole(list.flow);
      CHECK(text(run, "/state") == "succeeded");
      if (day == 0) CHECK(number(run, "/counts/read") == number(hub.truth(list), "/rows"));
      if (day == 0) CHECK(number(run, "/counts/dead") == number(hub.truth(list), "/wrong"));
      const json::value again = hub.run_whole(list.flow);
      CHECK(number(again, "/counts/created") + number(again, "/counts/updated") == 0);
    }
  }
  const auto good = [&](const List& list) {
    return number(hub.truth(list), "/rows") - number(hub.truth(list), "/wrong");
  };
  CHECK(hub.rows_of("vaccine_stock") == good(lists[0]));
  CHECK(hub.rows_of("vaccination_plan") >= good(lists[1]));  // what a wrong plan's invitations mention is there too
  CHECK(hub.rows_of("invitation") == good(lists[2]));
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, done), "/problems").as_array().empty());

  // Backwards: invitations before the plans and facilities that they name.
  const std::string in_order = hub.dump();
  hub.begin_again();
  for (auto list = std::rbegin(lists); list != std::rend(lists); ++list) hub.run({"run", list->flow});
  CHECK(difference(in_order, hub.dump()) == "");
}

TEST_CASE("the portal's public numbers are daily summaries, the same however often they are read") {
  Portal hub;
  for (const auto& flow : public_numbers) {
    INFO(flow);
    const json::value run = hub.run_whole(flow);
    CHECK(text(run, "/state") == "succeeded");
    CHECK(number(run, "/counts/dead") == 0);
    CHECK(number(run, "/counts/created") == number(run, "/counts/read"));
    CHECK(number(hub.run_whole(flow), "/counts/unchanged") == number(run, "/counts/read"));
  }
  int provinces = 0;
  int days = 0;
  for (const auto& row : hub.rows("daily_summary")) {
    const std::string measure = Portal::text_of(row, "measure");
    if (measure == "portal_population" && Portal::text_of(row, "category") == "adults") ++provinces;
    if (measure == "portal_doses_of_day") ++days;
  }
  CHECK(provinces == 63);
  CHECK(days == 63 * 7);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("whatever a list of the portal does wrong, the next whole run makes it good") {
  Portal hub;
  const auto again = [](Installation& there) { portal_of(there).begin_again(); };
  // A token that is refused is renewed; a record without its id has no key.
  auto faults = with(faults_on_reading(), "401", {"401", as_usual, ""});
  faults = with(faults, "drop_field", {"drop_field;field=id", attention, ""});
  faults = with(faults, "rename_field;to=renamed", {"rename_field;to=renamed;field=id", attention, ""});
  for (const auto& list : lists) strike_reading(hub, {"portal", list.flow, list.path, 1, again}, faults);

  auto open = with(faults_on_reading(), "drop_field", {"drop_field;field=provinceCode", attention, ""});
  open = with(open, "rename_field;to=renamed", {"rename_field;to=renamed;field=provinceCode", attention, ""});
  open = with(open, "repeat_page", {"overlap_page", as_usual, ""});  // it is one page, and no other came before
  strike_reading(hub, {"portal", "portal_statistics", "/api/public/dashboard/vaccination-statistics/all", 0, again},
                 open);
}

TEST_CASE("what others correct of a person reaches the portal once, whatever it does, and nothing else goes to it") {
  Portal hub;
  const auto prepare = [](Installation& there) {
    auto& again = portal_of(there);
    again.twins().command("portal", "POST", "/twin/reset");
    again.begin_again();
    again.run({"run", "portal_injections"});
    say(again, phones, again.new_phones(5));
  };
  prepare(hub);
  CHECK(number(hub.ask({"run", "portal_corrections", "--dry-run"}, done), "/counts/pending") == corrected);
  auto faults = with(faults_on_writing(), "401", {"401", done, ""});
  for (const Fault& more :
       {Fault{"409", done, ""}, Fault{"422", done, ""}, Fault{"truncate", failed, "failed"},
        Fault{"drop_field;field=id", attention, ""}, Fault{"rename_field;to=renamed;field=id", attention, ""}})
    faults.push_back(more);
  strike_writing(hub, {"portal", "portal_corrections", "/api/vaccination/corrections", 0, prepare}, faults, corrected);
}

TEST_CASE("what came from the portal does not go back to it, and what it took of us is no news") {
  Portal hub;
  hub.twins().command("portal", "POST", "/twin/reset");
  hub.run({"run", "portal_injections"});
  hub.run({"run", "portal_invitations"});
  for (const char* flow : {"portal_corrections", "portal_outcomes"}) {
    const json::value run = hub.ask({"run", flow}, done);
    CHECK(number(run, "/counts/delivered") == 0);
    CHECK(number(run, "/counts/withheld") == number(run, "/counts/due"));
    CHECK(number(run, "/counts/due") > 0);
  }
  say(hub, phones, hub.new_phones(5));
  CHECK(number(hub.ask({"run", "portal_corrections"}, done), "/counts/delivered") == corrected);
  const json::value waiting = hub.twin_state("portal").at("inboxes").at("/api/vaccination/corrections");
  CHECK(number(waiting, "/held") == corrected);
  CHECK(number(waiting, "/rejected") == 0);

  // Now the portal says it itself: its pages are other, its persons are known, and nothing is due to it.
  const json::value read = json::parse(hub.run({"run", "portal_injections", "--from-the-start", "--json"}).out);
  CHECK(number(read, "/counts/unchanged") < number(read, "/counts/read"));
  CHECK(number(hub.ask({"run", "portal_corrections"}, done), "/counts/delivered") == 0);
  CHECK(number(hub.ask({"run", "portal_corrections"}, done), "/counts/due") == 0);

  say(hub, seen, hub.all_seen());
  CHECK(number(hub.ask({"run", "portal_outcomes"}, done), "/counts/delivered") == seen_people);
  CHECK(number(hub.run_whole("portal_invitations"), "/counts/read") >= seen_people);
  const std::string all = hub.all_seen();
  const json::value why = hub.ask({"explain", "invitation", all.substr(0, all.find(',')), "--field", "outcome"}, done);
  CHECK(text(why, "/fields/0/value") == "injected");
  CHECK(at(why, "/fields/0/losers").as_array().size() == 1);  // both the station and the portal say it
  CHECK(number(hub.ask({"run", "portal_outcomes"}, done), "/counts/delivered") == 0);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("what became of invitations reaches the portal once, whatever it does") {
  Portal hub;
  const auto prepare = [](Installation& there) {
    auto& again = portal_of(there);
    again.twins().command("portal", "POST", "/twin/reset");
    again.begin_again();
    again.run({"run", "portal_invitations"});
    say(again, seen, again.all_seen());
  };
  auto faults = with(faults_on_writing(), "401", {"401", done, ""});
  for (const Fault& more : {Fault{"409", done, ""}, Fault{"422", done, ""}, Fault{"truncate", failed, "failed"},
                            Fault{"drop_field;field=id", attention, ""}})
    faults.push_back(more);
  strike_writing(hub, {"portal", "portal_outcomes", "/api/vaccination/outcomes", 0, prepare}, faults, seen_people);
}
