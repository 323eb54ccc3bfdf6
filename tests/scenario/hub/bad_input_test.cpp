// What no partner should send: files that are no workbooks, pages that are no pages. Nothing is lost, nothing else
// stops.
#include "file_content.hpp"
#include "harness/dead_letters.hpp"
#include "harness/installation.hpp"
#include "harness/result_column.hpp"

#include <catch2/catch.hpp>

using namespace lt::scenario;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t good_rows = 200;
constexpr std::int64_t records = 5'000;

struct BadFile {
  const char* name;
  const char* message;  // a part of what is said of it
};

const BadFile bad_files[] = {{"renamed.xls", "renamed.xls: the file is named .xls but is plain text"},
                             {"encrypted.xlsx", "encrypted.xlsx: the workbook is protected by a password"},
                             {"corrupt.xlsx", "corrupt.xlsx: "},
                             {"truncated.xlsx", "truncated.xlsx: the workbook is cut short or damaged"},
                             {"empty.xls", "empty.xls: the file is empty"}};

void put_files(const Installation& hub) {
  lt::twins::write_list({.portal_records = records, .rows = good_rows, .bad = 0}, hub.lists() / "good.xlsx");
  const std::string good = read_text(hub.lists() / "good.xlsx");
  std::string corrupt = good;
  for (std::size_t i = 200; i < corrupt.size() / 2; i += 50) corrupt[i] = static_cast<char>(~corrupt[i]);
  write_text(hub.lists() / "renamed.xls", "Họ và tên: Nguyễn Văn An\n");
  write_text(hub.lists() / "encrypted.xlsx", lt::spreadsheet::test::compound("EncryptedPackage", "x"));
  write_text(hub.lists() / "corrupt.xlsx", corrupt);
  write_text(hub.lists() / "truncated.xlsx", good.substr(0, good.size() / 2));
  write_text(hub.lists() / "empty.xls", "");
}

// file → what waits of it.
std::map<std::string, json::value> letters_of_files(const Installation& hub) {
  std::map<std::string, json::value> found;
  for (const auto& [key, letter] : letters(hub, "ministry_lists")) {
    const json::value shown = hub.ask({"dead-letters", "show", std::to_string(number(letter, "/id"))}, 0);
    found.emplace(text(json::parse(text(shown, "/payload")), "/_file"), letter);
  }
  return found;
}

void check_files(const Installation& hub) {
  const auto waiting = letters_of_files(hub);
  CHECK(waiting.size() == std::size(bad_files));
  for (const auto& bad : bad_files) {
    INFO(bad.name);
    REQUIRE(waiting.contains(bad.name));
    const json::value& letter = waiting.at(bad.name);
    INFO(json::serialize(letter));
    CHECK(text(letter, "/code") == "refused_by_connector");
    CHECK(text(letter, "/message").starts_with(bad.message));
    CHECK(number(letter, "/times_seen") == 1);
  }
  CHECK(hub.rows_of("person") == good_rows);
  const json::value status = hub.ask({"status"}, 5);
  CHECK(unbalanced(status).empty());
  CHECK(number(status, "/dead_waiting") == static_cast<std::int64_t>(std::size(bad_files)));
}

// Of the portal's third page of a thousand.
struct BadPage {
  const char* fault;
  int exit;
  const char* said;     // the code of the letter that it adds, or a part of the message of the run that it ends
  std::size_t payload;  // of the letter, at least so long; 0 where there is none
};

const BadPage bad_pages[] = {{"truncate", 4, "the page that the system sent is unusable", 0},
                             {"cut", 4, "the answer was cut off", 0},
                             {"huge_field", 5, "too_large", 5 << 20},
                             {"bad_utf8", 5, "bad_utf8", 200},
                             {"bomb", 5, "too_deep", 200'000}};

// The payloads that wait with this code.
std::vector<std::string> payloads(const Installation& hub, const std::string& code) {
  std::vector<std::string> found;
  for (const auto& [key, letter] : letters(hub, "portal_injections")) {
    if (!codes(letter).contains(code)) continue;
    const json::value shown = hub.ask({"dead-letters", "show", std::to_string(number(letter, "/id"))}, 0);
    found.push_back(text(shown, "/payload"));
  }
  return found;
}

}  // namespace

TEST_CASE("files that cannot be read wait with their name and reason, the good one beside them is stored whole") {
  Installation hub({.records = records});
  put_files(hub);
  const json::value run = hub.ask({"run", "ministry_lists"}, 5);
  INFO(json::serialize(run));
  CHECK(text(run, "/state") == "succeeded");
  CHECK(number(run, "/counts/created") == good_rows);
  CHECK(number(run, "/counts/dead") == static_cast<std::int64_t>(std::size(bad_files)));
  CHECK(number(run, "/counts/read") == good_rows + number(run, "/counts/dead"));
  check_files(hub);
  CHECK(result_column(hub.lists() / "good.ketqua.xlsx").size() == good_rows);

  const std::string before = hub.dump();
  CHECK(number(hub.ask({"run", "ministry_lists"}, 0), "/counts/read") == 0);
  check_files(hub);
  CHECK(difference(hub.dump(), before) == "");
}

TEST_CASE("a file that is mended and saved again is stored, and its dead letter can be let go") {
  Installation hub({.records = records});
  write_text(hub.lists() / "list.xlsx", "");
  hub.ask({"run", "ministry_lists"}, 5);
  lt::twins::write_list({.portal_records = records, .rows = good_rows, .bad = 0}, hub.lists() / "list.xlsx");
  CHECK(number(hub.ask({"run", "ministry_lists"}, 0), "/counts/created") == good_rows);
  const auto waiting = letters(hub, "ministry_lists");
  REQUIRE(waiting.size() == 1);
  const std::string id = std::to_string(number(waiting.begin()->second, "/id"));
  hub.ask({"dead-letters", "dismiss", id, "--reason", "the list was sent again"}, 0);
  CHECK(letters(hub, "ministry_lists").empty());
  CHECK(text(hub.ask({"dead-letters", "show", id}, 0), "/closed_reason") == "the list was sent again");
}

TEST_CASE("a page that is damaged ends the run before it or costs one record, which waits as it came") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, 5);
  const std::size_t always = letters(hub, "portal_injections").size();
  const std::string undisturbed = hub.dump();
  for (const auto& bad : bad_pages) {
    INFO(bad.fault);
    hub.start_over();
    hub.twins().fault("portal", std::string("path=/api/vaccination/records;after=2;count=1;kind=") + bad.fault);
    const json::value run = hub.ask({"run", "portal_injections"}, bad.exit);
    hub.twins().clear_faults("portal");
    INFO(json::serialize(run));
    if (bad.payload == 0) {
      CHECK(text(run, "/message").find(bad.said) != std::string::npos);
    } else {
      const auto waiting = payloads(hub, bad.said);
      REQUIRE(waiting.size() == 1);
      CHECK(waiting.front().size() >= bad.payload);
      CHECK(letters(hub, "portal_injections").size() == always + 1);
    }
    hub.ask({"run", "portal_injections", "--from-the-start"}, 5);
    CHECK(difference(hub.dump(), undisturbed) == "");
  }
}
