// An invitation from the portal to the citizen's phone and back; a dose that the portal corrects, in the health book.
#include "harness/csv_list.hpp"
#include "harness/serving.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <set>

using namespace lt::scenario;
using namespace std::chrono;
namespace json = boost::json;

namespace {

constexpr int done = 0;
constexpr const char* outcomes = "/api/vaccination/outcomes";

// Doses that a station gave.
const CsvList doses{
    "station_doses", "code,number,name,born,vaccine,day,dose", R"(  - entity: immunization
    fields:
      person: {entity: person}
      vaccine_code: /vaccine
      injected_on: /day | date(yyyy-mm-dd)
      dose_number: /dose | integer
  - entity: person
    key: citizen_id
    fields:
      citizen_id: /number | citizen_id
      full_name: /name
      birth_date: /born | date(yyyy-mm-dd)
)",
    "input: {code: T1, number: \"999095000001\", name: Nguyễn Văn An, born: 1995-05-04, vaccine: COV-AZ, "
    "day: 2023-06-05, dose: \"2\"}, entities: {immunization: {vaccine_code: COV-AZ}, person: {}}"};

// One provider is on: eSMS, which calls the hub back. Time of day as people of Vietnam read it.
struct Service : Installation {
  Service() : Installation({.seed = 38, .records = 400, .people = 40}) {
    conclude_too();
    add_list(*this, doses);
    replace_in(config("systems/sms_esms.yaml"), "http://127.0.0.1:7342", twins_url("sms_esms"));
    replace_in(config("hub.yaml"), "listen: 127.0.0.1:0", "listen: 127.0.0.1:" + std::to_string(port));
    replace_in(config("systems/sms_esms.yaml"), "127.0.0.1:8090", "127.0.0.1:" + std::to_string(port));
    enable("sms_esms");
    enable("health_book");
  }
  json::value go(const std::string& flow) {
    const Ended ended = run({"run", flow, "--json"});
    INFO(flow << ": " << ended.err);
    return json::parse(ended.out);
  }
  json::array rows(const std::string& entity) const {
    return ask({"store", "dump", entity}, done).as_object().at(entity).as_array();
  }
  std::map<std::string, int> by_status(const std::string& entity) const {
    std::map<std::string, int> count;
    for (const auto& row : rows(entity)) ++count[word(row, "status")];
    return count;
  }
  static std::string word(const json::value& row, const char* field) {
    const auto* value = row.as_object().if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
  }
  // What the portal was told of its invitations: each once, as it stands.
  std::map<std::string, json::object> told() {
    std::map<std::string, json::object> found;
    const json::object inbox = twin_state("portal").at("inboxes").at(outcomes).as_object();
    const json::value held = json::parse(twins().command("portal", "GET", "/twin/outcomes"));
    for (const auto& [id, about] : held.as_object())
      found.emplace(about.at("invitationId").as_string(), about.as_object());
    CHECK(number(json::value(inbox), "/held") == static_cast<std::int64_t>(found.size()));
    CHECK(number(json::value(inbox), "/redeliveredSameContent") == 0);
    return found;
  }

  const int port = free_port();
};

std::string clock_text(minutes of_day) {
  of_day = (of_day + 24h) % 24h;
  char text[8];
  std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(of_day / 1h), static_cast<int>(of_day % 1h / 1min));
  return text;
}

seconds time_of_day() { return duration_cast<seconds>((system_clock::now() + 7h).time_since_epoch()) % 24h; }

}  // namespace

TEST_CASE("an invitation goes from the portal to the citizen's phone by day, and what became of it goes back") {
  Service hub;
  const json::value invited = hub.go("portal_invitations");
  const auto expected = number(invited, "/counts/created");
  CHECK(expected > 0);
  const auto cancelled = hub.by_status("invitation")["cancelled"];
  CHECK(number(hub.go("derived_invitation_messages"), "/counts/created") == expected - cancelled);
  CHECK(hub.rows_of("message") == expected - cancelled);

  // At night nobody is texted: the hours begin with the next minute, or the one after it where that is near.
  const seconds now = time_of_day();
  const minutes opens = floor<minutes>(now) + (now % 1min < 40s ? 1min : 2min);
  replace_in(hub.config("flows/sms_esms_messages.yaml"), R"(from: "06:00", to: "22:00")",
             "from: \"" + clock_text(opens) + "\", to: \"" + clock_text(opens + 3h) + "\"");
  const json::value night = hub.go("sms_esms_messages");
  CHECK(number(night, "/counts/pending") == expected - cancelled);
  CHECK(number(night, "/counts/delivered") == 0);
  CHECK(number(json::value(hub.twin_state("sms_esms")), "/taken") == 0);
  CHECK(number(hub.go("portal_outcomes"), "/counts/delivered") == 0);

  for (int run = 0; run < 2'000 && number(json::value(hub.twin_state("sms_esms")), "/taken") == 0; ++run)
    hub.go("sms_esms_messages");
  CHECK((time_of_day() >= opens || now > 23h));
  CHECK(number(json::value(hub.twin_state("sms_esms")), "/taken") == expected - cancelled);
  CHECK(number(json::value(hub.twin_state("sms_esms")), "/sentTwice") == 0);

  // Accepted by the provider: sent, not yet received.
  hub.go("sms_esms_receipts");
  hub.go("derived_invitation_statuses");
  CHECK(hub.by_status("invitation")["sent"] == expected - cancelled);
  hub.go("portal_outcomes");
  CHECK(static_cast<std::int64_t>(hub.told().size()) == expected - cancelled);
  for (const auto& [code, about] : hub.told()) CHECK(about.at("status") == "SENT");

  // The provider calls the serving hub, which concludes and tells the portal by itself.
  {
    Child serving = hub.start({"serve"});
    address_of(serving);
    const auto arrived = json::parse(hub.twins().command("sms_esms", "POST", "/twin/receipts"));
    CHECK(number(arrived, "/arrived") == expected - cancelled);
    serving.signal(SIGTERM);
    CHECK(serving.must_end(seconds(30)).exit_code == 0);
  }
  hub.go("derived_invitation_statuses");
  hub.go("portal_outcomes");
  CHECK(hub.by_status("message")["delivered"] == expected - cancelled);
  for (const auto& [code, about] : hub.told()) CHECK(about.at("status") == "RECEIVED");

  // Later a station gives three of them the dose to which they were invited.
  std::set<std::string> vaccinated;
  std::string given;
  std::map<std::string, json::value> persons;
  for (const auto& person : hub.rows("person")) persons.emplace(Service::word(person, "citizen_id"), person);
  for (const auto& invitation : hub.rows("invitation")) {
    const std::string number_of = Service::word(invitation, "person");
    const auto person = persons.find(number_of);
    if (vaccinated.size() == 3 || number_of.empty() || person == persons.end() ||
        Service::word(invitation, "status") != "received")
      continue;
    const std::string code = Service::word(invitation, "invitation_code");
    given += "T-" + code + "," + number_of + "," + Service::word(person->second, "full_name") + "," +
             Service::word(person->second, "birth_date") + "," + Service::word(invitation, "vaccine_code") +
             ",2023-06-05," + json::serialize(at(invitation, "/dose_number")) + "\n";
    vaccinated.insert(code);
  }
  REQUIRE(vaccinated.size() == 3);
  CHECK(number(say(hub, doses, given), "/counts/created") == 3);
  hub.go("derived_due_doses");
  CHECK(number(hub.go("derived_invitation_outcomes"), "/counts/updated") == 3);
  CHECK(number(hub.go("portal_outcomes"), "/counts/delivered") == 3);
  for (const auto& [code, about] : hub.told()) {
    INFO(code);
    CHECK((about.contains("outcome") && about.at("outcome") == "INJECTED") == vaccinated.contains(code));
    CHECK(about.at("status") == "RECEIVED");
  }

  // The portal's own list says all of it now; nobody is texted again, and nothing more is due.
  hub.go("portal_invitations");
  hub.go("derived_invitation_messages");
  hub.go("sms_esms_messages");
  CHECK(number(json::value(hub.twin_state("sms_esms")), "/taken") == expected - cancelled);
  CHECK(number(hub.go("portal_outcomes"), "/counts/delivered") == 0);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, done), "/problems").as_array().empty());
}

TEST_CASE("a dose that the portal corrects is corrected in the health book, and only that one") {
  Service hub;
  hub.go("portal_injections");
  const json::value first = hub.go("book_doses");
  CHECK(number(first, "/counts/delivered") > 0);
  const auto book = [&hub] {
    return json::parse(hub.twins().command("health_book", "GET", "/twin/records/api/doses")).as_object();
  };

  hub.twins().advance();
  hub.go("portal_injections");
  const json::value due = hub.ask({"run", "book_doses", "--dry-run"}, done);
  std::map<std::string, json::object> corrected;
  for (const auto& sample : at(due, "/samples").as_array())
    if (text(sample, "/outcome") == "send")
      corrected.emplace(text(sample, "/key"), at(sample, "/document").as_object());
  REQUIRE_FALSE(corrected.empty());
  const json::object held = book();
  for (const auto& [dose, document] : corrected) {
    const json::object& before = held.at(dose).as_object();
    CHECK(before != document);
    CHECK(before.at("injectedOn") == document.at("injectedOn"));  // what an advance corrects: phone, lot or place
  }
  const json::value sent = hub.go("book_doses");
  CHECK(number(sent, "/counts/delivered") == number(due, "/counts/pending"));
  const json::object now = book();
  int other = 0;
  for (const auto& [dose, document] : now) other += document == held.at(dose) ? 0 : 1;
  CHECK(other == number(sent, "/counts/delivered"));
  for (const auto& [dose, document] : corrected) CHECK(now.at(dose) == document);
  const auto inbox = hub.twin_state("health_book").at("inboxes").at("/api/doses");
  CHECK(number(inbox, "/held") == number(first, "/counts/delivered"));
  CHECK(number(inbox, "/redeliveredSameContent") == 0);
  CHECK(number(hub.go("book_doses"), "/counts/due") == 0);
  CHECK(unbalanced(hub.status()).empty());
}
