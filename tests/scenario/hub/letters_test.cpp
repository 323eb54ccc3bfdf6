// A day at the desk where bad records wait: what they have in common, mending one, a spelling that mends a group,
// letting go and taking back, and a disk on which nothing of them can be read.
#include "harness/dead_letters.hpp"
#include "harness/installation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace lt::scenario;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t records = 5'000;

json::array causes(const Installation& hub, const std::string& flow) {
  return hub.ask({"dead-letters", "causes", "--flow", flow}, 0).as_array();
}

json::value cause_of_code(const Installation& hub, const std::string& code) {
  const auto all = causes(hub, "portal_injections");
  const auto found = std::ranges::find_if(all, [&](const json::value& cause) { return text(cause, "/code") == code; });
  REQUIRE(found != all.end());
  return *found;
}

json::array letters_of(const Installation& hub, const std::string& cause) {
  return hub.ask({"dead-letters", "list", "--cause", cause, "--limit", "10000"}, 0).as_array();
}

json::value show(const Installation& hub, const std::string& id) { return hub.ask({"dead-letters", "show", id}, 0); }

std::string id_of(const json::value& letter) { return std::to_string(number(letter, "/id")); }

// Every byte that the store has on the disk.
std::string bytes_of_store(const Installation& hub) {
  std::string all;
  for (const char* part : {"", "-wal"})
    if (fs::exists(hub.store().string() + part)) all += read_text(hub.store().string() + part);
  return all;
}

// The spellings that nobody knows become spellings of the first vaccine of the table.
void learn_spellings(const Installation& hub, const json::array& letters) {
  std::set<std::string> unknown;
  for (const auto& letter : letters)
    unknown.insert(text(json::parse(text(show(hub, id_of(letter)), "/payload")), "/vaccineName"));
  std::string added = "spellings: [";
  for (const auto& name : unknown) added += "\"" + name + "\", ";
  replace_in(hub.config("reference/vaccines.yaml"), "spellings: [", added);
}

}  // namespace

TEST_CASE("a record is mended in words, in a file or in an editor, beside the original, and goes when it is sent") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, 5);
  const json::value cause = cause_of_code(hub, "unknown_vaccine");
  const json::array letters = letters_of(hub, text(cause, "/cause"));
  REQUIRE(letters.size() >= 3);
  CHECK(static_cast<std::int64_t>(letters.size()) == number(cause, "/count"));
  CHECK(text(cause, "/system") == "national_vaccination");
  CHECK(text(cause, "/actor") == "hub");
  CHECK(std::ranges::any_of(letters, [&](const json::value& one) { return at(one, "/id") == at(cause, "/example"); }));
  const std::string id = id_of(letters[0]);
  const std::string original = text(show(hub, id), "/payload");

  const json::value wrong = hub.ask({"dead-letters", "mend", id, "/vaccineName=Vắc xin lạ", "--by", "lan"}, 5);
  CHECK(text(wrong, "/outcome") == "dead");
  CHECK(text(wrong, "/reasons/0/code") == "unknown_vaccine");
  const json::value right = hub.ask({"dead-letters", "mend", id, "/vaccineName=AstraZeneca", "--by", "minh"}, 0);
  CHECK(text(right, "/outcome") == "mapped");
  const json::value shown = show(hub, id);
  CHECK(text(shown, "/payload") == original);
  CHECK(text(json::parse(text(shown, "/mended_payload")), "/vaccineName") == "AstraZeneca");
  CHECK(text(shown, "/events/0/who") == "lan");
  CHECK(text(shown, "/events/1/who") == "minh");
  CHECK(text(shown, "/events/1/act") == "mended");

  write_text(hub.folder() / "editor.sh", R"(sed -i 's/"vaccineName": *"[^"]*"/"vaccineName": "AstraZeneca"/' "$1")");
  const std::string other = id_of(letters[1]);
  const Ended edited = hub.shell("VISUAL= EDITOR='sh editor.sh' lienthong --lang en dead-letters mend " + other);
  INFO(edited.out << edited.err);
  CHECK(edited.exit_code == 0);
  CHECK(edited.out.find("send it again with: lienthong dead-letters replay " + other) != std::string::npos);
  const Ended gone = hub.shell("VISUAL= EDITOR=false lienthong dead-letters mend " + id_of(letters[2]));
  CHECK(gone.exit_code == 1);
  CHECK_FALSE(at(show(hub, id_of(letters[2])), "/mended").as_bool());

  const std::int64_t doses = hub.rows_of("immunization");
  const json::value replay = hub.ask({"dead-letters", "replay", id, other}, 0);
  CHECK(number(replay, "/0/counts/created") == 2);
  CHECK(hub.rows_of("immunization") == doses + 2);
  CHECK(text(show(hub, id), "/state") == "replayed");
  CHECK(hub.run({"dead-letters", "mend", id, "/vaccineName=Pfizer"}).exit_code == 3);
}

TEST_CASE("a spelling that was learnt mends all letters of its cause at once, and no others go") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, 5);
  const json::value cause = cause_of_code(hub, "unknown_vaccine");
  const auto others = causes(hub, "portal_injections").size() - 1;
  const auto count = number(cause, "/count");
  learn_spellings(hub, letters_of(hub, text(cause, "/cause")));
  const std::int64_t doses = hub.rows_of("immunization");
  const json::value replay = hub.ask({"dead-letters", "replay", "--cause", text(cause, "/cause")}, 0);
  REQUIRE(replay.as_array().size() == 1);
  CHECK(number(replay, "/0/counts/read") == count);
  CHECK(number(replay, "/0/counts/dead") == 0);
  CHECK(hub.rows_of("immunization") == doses + count);
  CHECK(causes(hub, "portal_injections").size() == others);
  CHECK(unbalanced(hub.status()).empty());
  CHECK(hub.ask({"dead-letters", "replay", "--cause", text(cause, "/cause")}, 0).as_array().empty());
}

TEST_CASE("letting go needs a reason, keeps it with who and when, and can be taken back") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, 5);
  const json::value cause = cause_of_code(hub, "unknown_vaccine");
  const std::string name = text(cause, "/cause");
  CHECK(hub.run({"dead-letters", "dismiss", "--cause", name}).exit_code == 2);
  CHECK(hub.run({"dead-letters", "dismiss", "--cause", name, "--reason", "  "}).exit_code == 2);
  const json::value done = hub.ask(
      {"dead-letters", "dismiss", "--cause", name, "--reason", "trial vaccine, not counted here", "--by", "lan"}, 0);
  CHECK(static_cast<std::int64_t>(at(done, "/dismissed").as_array().size()) == number(cause, "/count"));
  CHECK(letters_of(hub, name).empty());
  const std::string id = std::to_string(at(done, "/dismissed/0").as_int64());
  const json::value reopened = hub.ask({"dead-letters", "reopen", id, "--by", "minh"}, 0);
  CHECK(at(reopened, "/reopened").as_array().size() == 1);
  CHECK(hub.run({"dead-letters", "reopen", id}).exit_code == 3);
  const json::value shown = show(hub, id);
  CHECK(text(shown, "/state") == "waiting");
  CHECK(text(shown, "/events/0/act") == "dismissed");
  CHECK(text(shown, "/events/0/who") == "lan");
  CHECK(text(shown, "/events/0/note") == "trial vaccine, not counted here");
  CHECK(text(shown, "/events/1/act") == "reopened");
  CHECK(text(shown, "/events/1/who") == "minh");
}

TEST_CASE("the disk tells nothing of a dead letter's record, without its key letters wait, and with it they are back") {
  Installation hub({.seed = 38, .records = records});
  hub.ask({"run", "portal_injections"}, 5);
  const json::value cause = cause_of_code(hub, "unknown_vaccine");
  const std::string id = std::to_string(number(cause, "/example"));
  const std::string payload = text(show(hub, id), "/payload");
  const std::string vaccine = text(json::parse(payload), "/vaccineName");
  const std::string bytes = bytes_of_store(hub);
  CHECK(bytes.find("/vaccineName") != std::string::npos);  // of the cause, which lies open
  CHECK(bytes.find("\"vaccineName\"") == std::string::npos);
  CHECK(bytes.find(vaccine) == std::string::npos);

  const fs::path keys = hub.store().parent_path() / "dead_letter_keys";
  CHECK((fs::status(keys).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
  fs::rename(keys, keys.string() + ".away");
  CHECK(text(hub.ask({"dead-letters", "show", id}, 5), "/unreadable").find("sealed with the key") == 0);
  CHECK(static_cast<std::int64_t>(letters_of(hub, text(cause, "/cause")).size()) == number(cause, "/count"));
  // A hub that writes makes itself a new key and goes on; what the old one sealed waits for it.
  const Ended refused = hub.run({"dead-letters", "replay", id});
  CHECK(refused.exit_code == 3);
  CHECK(refused.err.find("which is not in var/dead_letter_keys") != std::string::npos);
  CHECK(hub.run({"dead-letters", "mend", id, "/vaccineName=AstraZeneca"}).exit_code == 3);
  CHECK(hub.ask({"dead-letters", "replay", "--cause", text(cause, "/cause")}, 5).as_array().size() == 1);

  write_text(keys, read_text(keys) + read_text(keys.string() + ".away"));
  CHECK(text(show(hub, id), "/payload") == payload);
  hub.ask({"dead-letters", "mend", id, "/vaccineName=AstraZeneca"}, 0);
  // Opening to write has sealed all anew, so the old key is needed no more.
  const std::string both = read_text(keys);
  write_text(keys, both.substr(0, both.find("\n# ", 1) + 1));
  CHECK(text(show(hub, id), "/payload") == payload);
  hub.ask({"dead-letters", "replay", id}, 0);
  hub.ask({"run", "portal_injections", "--from-the-start"}, 5);

  const std::string moved = (hub.folder() / "elsewhere/hub.db").string();
  hub.ask({"store", "move", moved}, 0);
  replace_in(hub.config("hub.yaml"), "store: ../var/lienthong.db", "store: " + moved);
  CHECK(text(show(hub, id), "/payload") == payload);
}
