// The command line as people and scripts use it: every command, its exit code, its JSON, and what the README shows.
#include "harness/dead_letters.hpp"
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr std::int64_t records = 2'000;
constexpr std::int64_t bad_rows = 10;

// Two in-runs done, ten rows of the list wait, the app has everything.
void work(const Installation& hub) {
  lt::twins::write_list({.portal_records = records, .rows = 100, .bad = bad_rows}, hub.lists() / "people.xlsx");
  hub.ask({"run", "ministry_lists"}, 5);
  hub.ask({"run", "portal_injections"}, 5);
  hub.ask({"run", "app_persons"}, 0);
  hub.ask({"run", "app_immunizations"}, 0);
}

// The citizen number of a person in the store.
// The numbers of two persons.
std::vector<std::string> people(const Installation& hub) {
  const std::string rows = hub.run({"store", "dump", "person"}).out;
  const std::regex number("\n(999[0-9]{9})\t");
  std::vector<std::string> found;
  for (std::sregex_iterator i(rows.begin(), rows.end(), number), end; i != end && found.size() < 2; ++i)
    found.push_back((*i)[1]);
  if (found.size() < 2) throw std::runtime_error("no two persons are stored");
  return found;
}

std::string someone(const Installation& hub) { return people(hub).front(); }

struct Asked {
  std::string words;
  int exit;
  const char* pointer;  // into the JSON answer, where it must find something
  const char* says;     // a part of the table
};

const Asked questions[] = {
    {"validate", 0, "/flows", "every mapping's examples"},
    {"flows", 0, "/3/schedule", "portal_injections"},
    {"systems check", 0, "/2/reachable", "vaccination_lists"},
    {"systems check smart_thanh_hoa", 0, "/0/system", "citizen_app"},
    {"systems check smart_thanh_ho", 3, "", "smart_thanh_hoa"},
    {"status", 5, "/flows/3/state", "Excel lists"},
    {"report", 5, "/flows/0/counts/read", "Excel lists"},
    {"report --from 2026-01-31 --to 2026-01-01", 2, "", "'from' must not be later"},
    {"dead-letters list", 0, "/0/reasons/0/code", "ministry_lists"},
    {"dead-letters list --flow ministry_lists --reason bad_phone", 0, "/0/reasons/0/place", "bad_phone"},
    {"dead-letters list --flow ministry_list", 3, "", "ministry_lists"},
    {"dead-letters show 1", 0, "/payload", "full_name"},
    {"dead-letters show 999999", 3, "", "dead-letters list"},
    {"dead-letters causes", 0, "/0/cause", "ministry_lists"},
    {"dead-letters causes --flow ministry_list", 3, "", "ministry_lists"},
    {"dead-letters list --cause 0000000000", 3, "", "dead-letters causes"},
    {"dead-letters mend 999999 /phone=1", 3, "", "dead-letters list"},
    {"dead-letters mend 1 phone=1", 3, "", "/phone=0912345678"},
    {"dead-letters replay 1", 5, "/0/counts/dead", "ministry_lists"},
    {"dead-letters replay --cause 0000000000", 3, "", "dead-letters causes"},
    {"dead-letters reopen 1", 3, "", "was not dismissed"},
    {"explain person NUMBER", 0, "/fields/0/winner/system", "citizen_id"},
    {"explain person NUMBER --field full_name", 0, "/fields/0/losers", "full_name"},
    {"explain person NUMBER --field ful_name", 3, "", "full_name"},
    {"explain person 000000000000", 3, "", "there is no person"},
    {"disclosures person NUMBER", 0, "/entries/0/fields/0", "Destination"},
    {"disclosures person 000000000000", 3, "", "there is no person"},
    {"disclosures persn NUMBER", 3, "", "person"},
    {"erase person NUMBER --reason 'request 17' --dry-run", 0, "/counts/person", "Rehearsal"},
    {"erase person 000000000000 --reason 'request 17'", 3, "", "there is no person"},
    {"erase list", 0, "", "Doubt"},
    {"erase export erasures-$$.json", 0, "/erasures", "erasures written to"},
    {"erase again absent.json", 3, "", "absent.json"},
    {"retention --dry-run", 0, "/gone", "Rehearsal"},
    {"retention", 0, "/gone", "Nothing has had its time"},
    {"plugin list", 0, "/3/id", "vaccination_portal"},
    {"plugin describe rset", 3, "", "rest"},
    {"units find 14758", 0, "/1/made_of/0", "Đông Thọ"},
    {"units find 'P. Hàm Rồng, TP. Thanh Hóa'", 0, "/0/became/0", "14755"},
    {"units find 14758 --as-of 2025-06-30", 0, "/0/became/0", "Đông Thọ"},
    {"units find Atlantis", 5, "", ""},
    {"store check", 0, "/rows", "0 problem(s)"},
    {"store refold person --dry-run", 0, "/0/fields", "Of several sources"},
    {"store refold person", 2, "", "--reason"},
    {"store refold person --reason 'Công văn 12' --by 'Lan'", 0, "/0/run", "person"},
    {"store refold persn --dry-run", 3, "", "person"},
    {"runs", 0, "/0/counts", "Ledger"},
    {"runs refold.person --limit 1", 0, "/0/message", "Lan: Công văn 12"},
    {"runs 1", 0, "/0/flow", "read "},
    {"runs 999999", 3, "", "lienthong runs"},
    {"runs portal_injection", 3, "", "portal_injections"},
    {"store dump", 0, "/person/0/full_name", "# immunization"},
    {"store dump facility", 0, "/facility/0/code", "# facility"},
    {"store backup backup-$$.db", 0, "/tables/0/hash", "the same at both ends"},
    {"store move moved-$$.db", 0, "/tables/0/rows", "into hub.yaml"},
    {"store move postgresql://hub:secret@db/lienthong", 3, "", ".pgpass"},
    {"store restore absent.db", 3, "", "no such file"},
    {"store migrate", 0, "/done", "nothing was to do"},
    {"store compact", 0, "/compacted", "nothing left of deleted rows"},
    {"run portal_injections --dry-run --samples 1", 0, "/counts/read", "Rehearsal"},
    {"run portal_injection", 3, "", "portal_injections"},
    {"run app_persons", 0, "/counts/due", "app_persons"},
    {"run app_persons ministry_lists", 0, "/1/counts/read", "ministry_lists"},
    {"run app_persons ministry_list", 3, "", "ministry_lists"},
};

std::string with_number(std::string words, const std::string& number) {
  return std::regex_replace(words, std::regex("NUMBER"), number);
}

void check_answers(const Installation& hub, const Asked& asked, const std::string& number) {
  const std::string words = with_number(asked.words, number);
  INFO(words);
  const Ended table = hub.shell("lienthong --lang en " + words);
  INFO(table.out << table.err);
  CHECK(table.exit_code == asked.exit);
  CHECK((table.out + table.err).find(asked.says) != std::string::npos);

  const Ended document = hub.shell("lienthong --json " + words);
  INFO(document.out << document.err);
  CHECK(document.exit_code == asked.exit);
  const bool answered = asked.exit == 0 || asked.exit == 5;
  if (!answered) {
    CHECK_FALSE(document.err.empty());
    return;
  }
  std::error_code error;
  const json::value answer = json::parse(document.out, error);
  REQUIRE_FALSE(error);
  CHECK(answer.find_pointer(asked.pointer, error) != nullptr);
}

// What stands between backticks and is a command for this hub.
std::vector<std::string> commands_of(const char* page) {
  const std::string readme = read_text(page);
  const std::regex command("`((?:lienthong|curl) [^`]+)`");
  std::vector<std::string> found;
  for (std::sregex_iterator i(readme.begin(), readme.end(), command), end; i != end; ++i) found.push_back((*i)[1]);
  return found;
}

// The letter's record as it might look after a call to the health station.
std::string mended(const json::value& letter) {
  json::object record = json::parse(text(letter, "/payload")).as_object();
  const json::object right = {
      {"full_name", "TRẦN THỊ HOÀ"}, {"birth_date", "02/03/1990"},      {"sex", 1},
      {"priority_group", 13},        {"phone", "0912345678"},           {"identity_number", "999190000002"},
      {"ward_code", "14758"},        {"dose_1_vaccine", "AstraZeneca"}, {"dose_1_date", "01/08/2021"}};
  for (const auto& [field, value] : right) record[field] = value;
  return json::serialize(record);
}

}  // namespace

TEST_CASE("every question has an answer for people and one for programs, with the documented exit code") {
  Installation hub({.seed = 38, .records = records});
  work(hub);
  const std::string number = someone(hub);
  for (const auto& asked : questions) check_answers(hub, asked, number);
}

TEST_CASE("every shipped connector is listed, describes its settings and passes the contract's own tests") {
  const Installation hub({.records = 100});
  const json::value list = hub.ask({"plugin", "list"}, 0);
  std::set<std::string> ids;
  for (const auto& plugin : list.as_array()) ids.insert(text(plugin, "/id"));
  for (const auto& folder : std::filesystem::directory_iterator(LT_SOURCE_DIR "/connectors")) {
    if (!folder.is_directory()) continue;
    const std::string id = folder.path().filename();
    INFO(id);
    REQUIRE(ids.contains(id));
    CHECK(text(hub.ask({"plugin", "describe", id}, 0), "/settings_schema/type") == "object");
    CHECK(hub.run({"plugin", "describe", id}).out.starts_with(id + " "));
    const json::value promises = hub.ask({"plugin", "test", id}, 0);
    CHECK(promises.as_array().size() > 5);
    for (const auto& promise : promises.as_array()) CHECK(text(promise, "/verdict") != "failed");
  }
}

TEST_CASE("a store may lie in the folder in which the hub is started, with its keys beside it") {
  const Installation hub({.records = 100});
  write_text(hub.config("hub.yaml"), "store: ../here.db\n");
  const Ended ended = hub.shell("lienthong --config config store migrate");
  INFO(ended.out << ended.err);
  CHECK(ended.exit_code == 0);
  CHECK(std::filesystem::exists(hub.folder() / "here.db"));
  CHECK(std::filesystem::exists(hub.folder() / "dead_letter_keys"));
}

TEST_CASE("a system that is down is told apart from those that answer, and the exit code says so") {
  const Installation hub({.records = 100});
  replace_in(hub.config("systems/smart_thanh_hoa.yaml"), hub.twins_url("app"), "http://127.0.0.1:1");
  const json::value systems = hub.ask({"systems", "check"}, 4);
  for (const auto& system : systems.as_array()) {
    const bool down = text(system, "/system") == "smart_thanh_hoa";
    INFO(json::serialize(system));
    if (text(system, "/state") == "off") continue;
    CHECK(at(system, "/reachable").as_bool() == !down);
    if (!down) continue;
    CHECK(text(system, "/state") == "unavailable");
    CHECK(text(system, "/message").find("127.0.0.1:1") != std::string::npos);
  }
  hub.ask({"systems", "check", "national_vaccination"}, 0);
}

TEST_CASE("serve refuses a wrong configuration with file and line before it makes anything") {
  struct Wrong {
    const char* file;
    const char* from;
    const char* to;
    const char* said;
  };
  const Wrong wrongs[] = {
      {"systems/smart_thanh_hoa.yaml", "connector: citizen_app", "connector: citizen_ap", "citizen_app"},
      {"flows/app_persons.yaml", "every: 5s", "every: soon", "soon"},
      {"mappings/ministry_list.yaml", "reasons: [bad_date, bad_phone", "reasons: [bad_phone", "bad_date"},
  };
  Installation hub({.records = 100});
  for (const auto& wrong : wrongs) {
    INFO(wrong.file);
    hub.start_over();
    replace_in(hub.config(wrong.file), wrong.from, wrong.to);
    const Ended ended = hub.run({"serve"});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 3);
    CHECK(std::regex_search(ended.err, std::regex(std::string(wrong.file) + ":[0-9]+: ")));
    CHECK(ended.err.find(wrong.said) != std::string::npos);
    for (const auto& made : std::filesystem::recursive_directory_iterator(hub.folder() / "var")) {
      CHECK(made.path() == hub.lists());
    }
  }
}

TEST_CASE("every command that the README shows does what it says, in its order") {
  Installation hub({.seed = 38, .records = records});
  work(hub);
  write_text(hub.folder() / "mended.json", mended(hub.ask({"dead-letters", "show", "2"}, 0)));
  const auto numbers = people(hub);
  const std::string port = hub.twins_url("portal").substr(hub.twins_url("portal").rfind(':') + 1);
  const auto commands = commands_of(LT_SOURCE_DIR "/README.md");
  CHECK(commands.size() >= 9);
  for (const auto& command : commands) {
    INFO(command);
    std::string line = std::regex_replace(with_number(command, numbers[0]), std::regex("PORT"), port);
    line = std::regex_replace(line, std::regex("OTHER"), numbers[1]);
    const Ended ended = hub.shell(line.starts_with("curl ") ? "curl -fsS" + line.substr(4) : line);
    INFO(ended.out << ended.err);
    CHECK((ended.exit_code == 0 || ended.exit_code == 5));
    CHECK_FALSE(ended.out.empty());
  }
  CHECK(text(hub.ask({"dead-letters", "show", "2"}, 0), "/state") == "replayed");
  CHECK(text(hub.ask({"run", "portal_injections"}, 4), "/error") == "unavailable");  // the bad day's fault
  CHECK(read_text(hub.folder() / "report.pdf").starts_with("%PDF-"));
}

TEST_CASE("the first page in Vietnamese shows the same commands") {
  CHECK(commands_of(LT_SOURCE_DIR "/README.vi.md") == commands_of(LT_SOURCE_DIR "/README.md"));
}
