// FHIR R4 resources of a hospital into the hub and out to another server, on good days and bad.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

using namespace lt::scenario;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr int done = 0;
const std::string shared_files = LT_SOURCE_DIR "/../shared/data/fhir";
const std::string synthea = "https://github.com/synthetichealth/synthea";

// The hub reads the hospital /r4 and writes to the hospital /copy, which is a server of its own.
struct Hospitals : Installation {
  explicit Hospitals(const std::string& folder) : Installation(options(folder)) { connect(); }

  static lt::twins::TwinsOptions options(const std::string& folder) {
    lt::twins::TwinsOptions made;
    made.records = 10;
    made.people = 40;
    made.cases_a_day = 1;
    made.fhir_folder = folder;
    return made;
  }
  void connect() {
    const auto system = config("systems/hospital_fhir.yaml");
    enable("hospital_fhir");
    replace_in(system, "  search:", "  page_size: 10\n  batch: 20\n  search:");
    std::string copy = read_text(system);
    write_text(config("systems/copy_fhir.yaml"), copy);
    replace_in(config("systems/copy_fhir.yaml"), "system: hospital_fhir", "system: copy_fhir");
    replace_in(config("systems/copy_fhir.yaml"), "server: hospital_fhir", "server: copy_fhir");
    replace_in(config("systems/copy_fhir.yaml"), "/r4", "/copy");
    replace_in(config("systems/copy_fhir.yaml"), "on_match: keep", "on_match: update");
    for (const auto& [flow, stream] : streams)
      write_text(config("flows/" + flow + ".yaml"), "flow: " + flow + "\nlabel: {vi: " + flow + ", en: " + flow +
                                                        "}\ndirection: out\nsystem: copy_fhir\nstream: " + stream +
                                                        "\nmapping: fhir." + stream +
                                                        "_out\nschedule: {on_change: true}\nfresh_within: 1h\n"
                                                        "responsible: {vi: Bệnh viện, en: Hospital}\n");
  }
  void begin_again() {
    start_over();
    connect();
    twins().clear_faults("fhir");
    twins().command("fhir", "POST", "/twin/reset");
  }
  void take_all() {
    run({"run", "hospital_locations", "hospital_organizations", "hospital_patients", "hospital_immunizations",
         "hospital_tests"});
  }
  void give_all() {
    std::vector<std::string> arguments{"run"};
    for (const auto& [flow, stream] : streams) arguments.push_back(flow);
    run(arguments);
  }
  json::array held(const std::string& server, const std::string& type) {
    return json::parse(twins().command("fhir", "GET", "/twin/records/" + server + "/" + type)).as_array();
  }

  const std::vector<std::pair<std::string, std::string>> streams{{"a_locations", "location"},
                                                                 {"a_organizations", "organization"},
                                                                 {"b_persons", "patient"},
                                                                 {"c_doses", "immunization"},
                                                                 {"d_results", "observation"}};
};

std::string member(const json::value& value, const std::string& pointer) {
  boost::system::error_code error;
  const auto* found = value.find_pointer(pointer, error);
  if (!found || found->is_null()) return "";
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

std::string identifier(const json::value& resource, const std::string& system) {
  if (!resource.as_object().contains("identifier")) return "";
  for (const auto& each : resource.at("identifier").as_array())
    if (member(each, "/system") == system) return member(each, "/value");
  return "";
}

// Seconds since 1970 of "2014-08-19T01:16:46-04:00", or of the beginning of a day.
std::int64_t moment(const std::string& text) {
  using namespace std::chrono;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d", &y, &mo, &d, &h, &mi, &s);
  std::int64_t offset = 0;
  if (text.size() >= 25)
    offset = (std::stoi(text.substr(text.size() - 5, 2)) * 60 + std::stoi(text.substr(text.size() - 2))) *
             (text[text.size() - 6] == '-' ? -60 : 60);
  const sys_days day{year{y} / mo / d};
  return duration_cast<seconds>(day.time_since_epoch()).count() + h * 3600 + mi * 60 + s - offset;
}

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
  std::string made;
  for (const auto& part : parts)
    if (!part.empty()) made += (made.empty() ? "" : separator) + part;
  return made;
}

std::string address(const json::value& resource, const std::string& at) {
  const std::string whole = member(resource, at + "/text");
  return !whole.empty() ? whole
                        : joined({member(resource, at + "/line/0"), member(resource, at + "/line/1"),
                                  member(resource, at + "/district"), member(resource, at + "/city"),
                                  member(resource, at + "/state"), member(resource, at + "/postalCode"),
                                  member(resource, at + "/country")},
                                 ", ");
}

}  // namespace

TEST_CASE("the HL7 examples and the bulk data go in and come out again equal in every field that the model keeps") {
  if (!fs::exists(shared_files)) {
    WARN(shared_files << " is not there: nothing was tried");
    return;
  }
  const bool bulk = GENERATE(false, true);
  Hospitals hub(shared_files);
  for (const char* file : {"systems/hospital_fhir.yaml", "systems/copy_fhir.yaml"})
    replace_in(hub.config(file), "urn:lienthong:twin:facility_code", synthea);
  if (bulk) replace_in(hub.config("systems/hospital_fhir.yaml"), "  page_size: 10", "  bulk: true");
  hub.take_all();
  hub.give_all();
  CHECK(unbalanced(hub.status()).empty());
  const json::value letters = json::parse(hub.run({"--json", "dead-letters", "list"}).out);
  CHECK(letters.as_array().empty());

  std::map<std::string, json::value> patients;  // by the key on the first server
  std::map<std::string, std::string> key_of;    // copy's id → that key
  for (const auto& copied : hub.held("copy", "Patient")) {
    const std::string key = identifier(copied, "urn:lienthong:fhir_id");
    patients[key] = copied;
    key_of["Patient/" + member(copied, "/id")] = key;
  }
  const json::array originals = hub.held("r4", "Patient");
  REQUIRE(originals.size() == 14);
  CHECK(patients.size() == originals.size());
  for (const auto& original : originals) {
    const auto& copied = patients["hospital_fhir|Patient/" + member(original, "/id")];
    INFO(original << copied);
    CHECK(member(copied, "/name/0/text") ==
          joined({member(original, "/name/0/family"), member(original, "/name/0/given/0"),
                  member(original, "/name/0/given/1")},
                 " "));
    for (const char* same : {"/gender", "/birthDate"}) CHECK(member(copied, same) == member(original, same));
    CHECK(member(copied, "/address/0/text") == address(original, "/address/0"));
  }

  std::multiset<std::string> given, came;
  const auto line = [](const std::string& key, const json::value& dose, const std::string& code) {
    return key + " " + code + " " + std::to_string(moment(member(dose, "/occurrenceDateTime"))) + " " +
           member(dose, "/lotNumber") + " " + member(dose, "/location/display") + " " + member(dose, "/note/0/text");
  };
  const json::array doses = hub.held("r4", "Immunization");
  REQUIRE(doses.size() == 162);
  for (const auto& dose : doses) {
    const std::string code = member(dose, "/vaccineCode/coding/0/code");
    given.insert(line("hospital_fhir|" + member(dose, "/patient/reference"), dose,
                      code == "FLUVAX" ? "140" : code));  // a name of one maker goes out as its CVX code
  }
  for (const auto& dose : hub.held("copy", "Immunization"))
    came.insert(line(key_of[member(dose, "/patient/reference")], dose, member(dose, "/vaccineCode/coding/0/code")));
  CHECK(given == came);

  // Each facility goes out both as a place and as an organization.
  std::map<std::string, json::value> places, organizations;  // by code
  for (const auto& place : hub.held("copy", "Location")) places[identifier(place, synthea)] = place;
  for (const auto& made : hub.held("copy", "Organization")) organizations[identifier(made, synthea)] = made;
  for (const char* type : {"Location", "Organization"}) {
    for (const auto& original : hub.held("r4", type)) {
      const auto& place = places[identifier(original, synthea)];
      const auto& organization = organizations[identifier(original, synthea)];
      INFO(original << place << organization);
      const std::string where = address(original, type == std::string("Location") ? "/address" : "/address/0");
      CHECK(member(place, "/name") == member(original, "/name"));
      CHECK(member(organization, "/name") == member(original, "/name"));
      CHECK(member(place, "/address/text") == where);
      CHECK(member(organization, "/address/0/text") == where);
      CHECK(member(place, "/position/latitude") == member(original, "/position/latitude"));
      CHECK(member(place, "/position/longitude") == member(original, "/position/longitude"));
    }
  }

  // Nothing is new: nothing is sent.
  const auto before = hub.twin_state("fhir").at("copy");
  hub.take_all();
  hub.give_all();
  CHECK(hub.twin_state("fhir").at("copy") == before);
}

TEST_CASE(
    "a week of a hospital comes in by its changes alone, and nothing that it told us is made a second time there") {
  Hospitals hub("");
  const auto count = [&](const char* type) { return hub.held("r4", type).size(); };
  const auto exchange = [&] {
    hub.take_all();
    hub.run({"run", "hospital_locations_out", "hospital_organizations_out", "hospital_persons_out",
             "hospital_doses_out", "hospital_results_out"});
  };
  const auto patients = count("Patient"), doses = count("Immunization"), tests = count("Observation");
  REQUIRE(tests > 3);
  exchange();
  // The pulse is no test of ours, and the search's category keeps it away.
  CHECK(hub.rows_of("test_sample") == static_cast<std::int64_t>(tests) - 1);
  std::int64_t overlap = 0;  // what the minute before the last read's moment may hold
  for (int day = 1; day < 7; ++day) {
    INFO("day " << day);
    const auto before = hub.held("r4", "Observation").size();
    hub.twins().command("fhir", "POST", "/twin/advance");
    const auto told = hub.held("r4", "Observation").size() - before - 1;
    const json::value read = hub.ask({"run", "hospital_tests"}, done);
    CHECK(number(read, "/counts/created") == static_cast<std::int64_t>(told));
    CHECK(number(read, "/counts/read") <= static_cast<std::int64_t>(told) + overlap);
    overlap = static_cast<std::int64_t>(told) + 1;
    const json::value moved = hub.ask({"run", "hospital_patients"}, done);
    CHECK(number(moved, "/counts/read") <= 2);
    CHECK(number(hub.ask({"run", "hospital_immunizations"}, done), "/counts/read") == 0);
    exchange();
  }
  CHECK(count("Patient") == patients);
  CHECK(count("Immunization") == doses);
  // Each ward was told as a place and is an organization now, too; the hospital the other way round.
  CHECK(count("Location") == 3);
  CHECK(count("Organization") == 3);
  exchange();
  exchange();
  const auto settled = hub.twin_state("fhir").at("r4");
  exchange();
  CHECK(hub.twin_state("fhir").at("r4") == settled);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(json::parse(hub.run({"--json", "dead-letters", "list"}).out).as_array().empty());
}

TEST_CASE("whatever a hospital's server does wrong, nothing is lost and nothing doubles") {
  Hospitals hub("");
  hub.take_all();
  hub.give_all();
  const std::string undisturbed = hub.dump();
  const auto held = hub.held("copy", "Patient").size();
  REQUIRE(held > 10);
  for (const char* kind : {"slow;ms=200", "401", "403", "404", "409", "422", "429;retry_after=1", "500",
                           "503;retry_after=1", "cut", "truncate", "repeat_page", "reorder", "bad_utf8", "drop_field",
                           "rename_field;to=renamed", "huge_field", "bomb"}) {
    INFO("reading, " << kind);
    hub.begin_again();
    hub.twins().fault("fhir", std::string("path=/r4/Patient;after=1;count=1;kind=") + kind);
    hub.take_all();
    hub.twins().clear_faults("fhir");
    hub.run({"run", "hospital_patients", "hospital_immunizations", "--from-the-start"});
    hub.give_all();
    CHECK(unbalanced(hub.status()).empty());
    CHECK(difference(undisturbed, hub.dump()) == "");
    CHECK(hub.held("copy", "Patient").size() == held);
  }
  const auto places = hub.held("copy", "Organization").size();
  REQUIRE(places > 2);
  for (const char* kind :
       {"slow;ms=200", "401", "403", "404", "429;retry_after=1", "500", "503;retry_after=1", "cut", "truncate"}) {
    INFO("writing, " << kind);
    hub.begin_again();
    hub.take_all();
    const bool whole = std::string_view(kind).starts_with("slow");
    for (const char* flow : {"a_locations", "a_organizations", "b_persons"}) {
      hub.twins().fault("fhir", std::string("method=POST;path=/copy;count=1;kind=") + kind);
      CHECK((hub.run({"run", flow}).exit_code == done) == whole);
      hub.twins().clear_faults("fhir");
    }
    hub.give_all();
    CHECK(unbalanced(hub.status()).empty());
    CHECK(hub.held("copy", "Patient").size() == held);
    CHECK(hub.held("copy", "Organization").size() == places);
    CHECK(hub.held("copy", "Location").size() == places);
  }
}

TEST_CASE("whatever a server does wrong while it exports in bulk, nothing is lost and nothing doubles") {
  Hospitals hub("");
  const auto in_bulk = [&] {
    replace_in(hub.config("systems/hospital_fhir.yaml"), "  page_size: 10", "  bulk: true\n  export_poll_s: 1");
  };
  in_bulk();
  hub.take_all();
  const std::string undisturbed = hub.dump();
  CHECK(hub.rows_of("test_sample") > 3);
  struct Place {
    const char* path;
    std::vector<const char*> kinds;
  };
  const Place strikes[] = {
      {"path=/r4/$export",
       {"slow;ms=200", "401", "409", "422", "429;retry_after=1", "500", "503;retry_after=1", "cut"}},
      {"path=/r4/jobs/;after=1", {"403", "404", "503;retry_after=1", "cut", "truncate"}},                // is it ready?
      {"path=/r4/jobs/;after=2", {"404", "500", "cut", "truncate", "bad_utf8", "huge_field", "bomb"}}};  // a file
  for (const auto& [path, kinds] : strikes) {
    for (const char* kind : kinds) {
      INFO(path << " " << kind);
      hub.begin_again();
      in_bulk();
      hub.twins().fault("fhir", std::string(path) + ";count=1;kind=" + kind);
      hub.run({"run", "hospital_patients"});
      hub.twins().clear_faults("fhir");
      hub.run({"run", "hospital_patients"});  // goes on with the export that was begun, or begins another
      hub.run({"run", "hospital_patients", "--from-the-start"});
      hub.take_all();
      CHECK(unbalanced(hub.status()).empty());
      CHECK(difference(undisturbed, hub.dump()) == "");
    }
  }
  // The next export gives what changed since, not all again.
  hub.twins().command("fhir", "POST", "/twin/advance");
  const json::value read = hub.ask({"run", "hospital_patients"}, done);
  CHECK(number(read, "/counts/read") <= 1);
  CHECK(number(read, "/counts/created") == 0);
}
