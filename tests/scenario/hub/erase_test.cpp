// A citizen asks to be forgotten: while the hub serves, all that is of them goes, the app is told to delete it, the
// source that sends them again is told no, and the proof says so without saying of whom. On both databases.
#include "databases/postgres_server.hpp"
#include "harness/csv_list.hpp"
#include "harness/installation.hpp"
#include "harness/serving.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <functional>
#include <set>

using namespace lt::scenario;
namespace json = boost::json;
namespace fs = std::filesystem;
using lt::test_databases::PostgresServer;

namespace {

constexpr const char* an = "999090777001";
constexpr const char* an_row = "999090777001,Phùng Bạch Ngạc,1990-03-04,0912777001,AstraZeneca,2021-08-01\n";
constexpr const char* an_dose_again = "999090777001,Phùng Bạch Ngạc,1990-03-04,0912777001,AstraZeneca,2021-09-01\n";
constexpr const char* binh_row = "999090777002,Quách Thanh Khiêm,1990-03-05,0912777002,AstraZeneca,2021-08-01\n";
constexpr const char* chi_row = "999090777003,Lò Thị Ngoan,1990-03-06,0912777003,AstraZeneca,2021-08-01\n";

// Whatever of An may stand in a file: number, name, name without marks, phone, what only the second list said.
constexpr const char* traces_of_an[] = {an, "Phùng Bạch Ngạc", "phung bach ngac", "912777001", "Ngõ Trống Đồng"};

const CsvList doses{
    "station_doses", "number,name,born,phone,vaccine,day", R"(  - entity: immunization
    fields:
      person: {entity: person}
      vaccine_code: /vaccine | lookup(vaccines)
      injected_on: /day | date(yyyy-mm-dd)
  - entity: person
    key: citizen_id
    fields:
      citizen_id: /number | citizen_id
      full_name: /name
      birth_date: /born | date(yyyy-mm-dd)
      phone: /phone | phone
)",
    "input: {number: \"999095000001\", name: Nguyễn Văn An, born: 1995-05-04, phone: \"0912345678\", "
    "vaccine: AstraZeneca, day: 2021-08-01}, entities: {immunization: {vaccine_code: COV-AZ}, person: {}}"};
const CsvList addresses{"station_addresses", "code,number,name,born,address", R"(  - entity: person
    fields:
      citizen_id: /number | citizen_id
      full_name: /name
      birth_date: /born | date(yyyy-mm-dd)
      address: /address
)",
                        "input: {code: A1, number: \"999095000001\", name: Nguyễn Văn An, born: 1995-05-04, "
                        "address: Hàm Rồng}, entities: {person: {address: Hàm Rồng}}"};

std::set<std::string> traces_in(const std::string& bytes) {
  std::set<std::string> found;
  for (const std::string trace : traces_of_an)
    if (bytes.find(trace) != std::string::npos) found.insert(trace);
  return found;
}

// All files below a folder, one after the other.
std::string bytes_below(const fs::path& folder) {
  std::string all;
  for (const auto& file : fs::recursive_directory_iterator(folder))
    if (file.is_regular_file()) all += read_text(file.path());
  return all;
}

void serve_until(Serving& serving, const std::function<bool()>& seen) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (!seen()) {
    if (const auto early = serving.child().wait(std::chrono::milliseconds(50))) FAIL(early->err);
    if (std::chrono::steady_clock::now() > end) FAIL("serve did not get on and said: " << serving.child().err());
  }
}

class Erasure {
 public:
  // `on_server`: in the database of a server, which holds nothing else.
  explicit Erasure(PostgresServer* on_server) : server_(on_server), hub_({.records = 100}) {
    hub_.keep_flows({"app_persons", "app_immunizations"});
    for (const auto* flow : {"flows/app_persons.yaml", "flows/app_immunizations.yaml"})
      replace_in(hub_.config(flow), "at_most_every: 5s", "at_most_every: 100ms");
    for (const auto* list : {&doses, &addresses}) add_list(hub_, *list);
    if (!server_) return;
    ::setenv("PGPASSWORD", lt::test_databases::postgres_password, 1);
    replace_in(hub_.config("hub.yaml"), "store: ../var/lienthong.db", "store: " + url());
  }

  Installation& hub() { return hub_; }
  // As hub.yaml names it.
  std::string store() const { return server_ ? url() : "../var/lienthong.db"; }

  // An by two lists, with a dose, at the app, and once wrong; Khiêm beside.
  void two_citizens() {
    CHECK(number(say(hub_, doses, std::string(an_row) + binh_row), "/counts/created") == 2);
    const json::value told = say(hub_, addresses,
                                 std::string("A1,") + an + ",Phùng Bạch Ngạc,1990-03-04,Ngõ Trống Đồng\n" + "A2," + an +
                                     ",Phùng Bạch Ngạc,the fourth of March,Ngõ Trống Đồng\n");
    CHECK(number(told, "/counts/dead") == 1);
    for (const auto* flow : {"app_persons", "app_immunizations"})
      CHECK(number(hub_.ask({"run", flow}, 0), "/counts/delivered") == 2);
    CHECK(traces_in(stored()) == std::set<std::string>(std::begin(traces_of_an), std::end(traces_of_an)));
    CHECK(held().find(an) != std::string::npos);
  }

  // By a command beside the hub that serves, which tells the app.
  json::value erase_while_serving() {
    Serving serving(hub_);
    json::value proof = hub_.ask({"erase", "person", an, "--reason", "request 17", "--by", "lan"}, 0);
    const auto deleted = [&] {
      const json::value app = hub_.twin_state("app");
      return number(app, "/streams/persons/deleted") + number(app, "/streams/immunizations/deleted");
    };
    serve_until(serving, [&] { return deleted() == 2; });
    CHECK(traces_in(serving.child().err()).empty());
    CHECK(serving.stop().exit_code == 0);
    return proof;
  }

  void sent_again() {
    const json::value again = say(hub_, doses, std::string(an_row) + binh_row + chi_row);
    INFO(json::serialize(again));
    CHECK(number(again, "/counts/read") == 3);
    CHECK(number(again, "/counts/created") == 1);
    CHECK(number(again, "/counts/filtered") == 1);
    CHECK(number(again, "/counts/unchanged") == 1);
    CHECK(number(again, "/entities/person/erased") == 1);
    CHECK(number(again, "/entities/immunization/erased") == 1);
    const json::value other = say(hub_, doses, std::string(an_dose_again) + binh_row);
    CHECK(number(other, "/counts/filtered") == 1);
    for (const auto* flow : {"app_persons", "app_immunizations"})
      CHECK(number(hub_.ask({"run", flow}, 0), "/counts/delivered") == 1);
    CHECK(held().find(an) == std::string::npos);
    CHECK(hub_.rows_of("person") == 2);
    CHECK(unbalanced(hub_.status()).empty());
  }

  // Every byte that the database has on the disk, but a server's own log.
  std::string stored() const {
    if (server_) {
      sql("CHECKPOINT");
      return bytes_below(server_->data() / "base");
    }
    std::string all;
    for (const char* part : {"", "-wal", "-shm", ".answers", ".answers-wal"})
      if (fs::exists(hub_.store().string() + part)) all += read_text(hub_.store().string() + part);
    return all;
  }

  void sql(const std::string& statement) const {
    const std::string program =
        server_ ? "psql -q '" + url() + "' -c" : "sqlite3 -batch '" + hub_.store().string() + "'";
    const Ended ended = hub_.shell(program + " \"" + statement + "\"");
    INFO(ended.err);
    REQUIRE(ended.exit_code == 0);
  }

  // All that the app holds of people and doses.
  std::string held() {
    std::string all;
    for (const char* stream : {"persons", "immunizations"})
      all += hub_.twins().ask("app", "GET", "/twin/records", {{"stream", stream}}).second;
    return all;
  }

 private:
  std::string url() const { return "postgresql://hub@127.0.0.1:" + std::to_string(server_->port()) + "/postgres"; }

  PostgresServer* server_;
  Installation hub_;
};

// A backup from before holds An still, until the list of erasures is gone through again.
void restore_what_was_before(const Installation& hub, const std::string& store) {
  hub.ask({"erase", "export", "erasures.json"}, 0);
  CHECK(traces_in(read_text(hub.folder() / "erasures.json")).empty());
  replace_in(hub.config("hub.yaml"), "store: " + store, "store: ../var/restored.db");
  hub.ask({"store", "restore", "before.db"}, 0);
  hub.ask({"explain", "person", an}, 0);
  CHECK(at(hub.ask({"erase", "again", "erasures.json", "--by", "lan"}, 0), "/erased").as_array().size() == 1);
  CHECK(hub.run({"explain", "person", an}).exit_code == 3);
  CHECK(hub.ask({"erase", "list"}, 0).as_array().size() == 2);
  CHECK(at(hub.ask({"erase", "again", "erasures.json"}, 0), "/erased").as_array().empty());
  hub.ask({"store", "compact"}, 0);
  CHECK(traces_in(read_text(hub.folder() / "var/restored.db")).empty());
}

void forget_a_citizen(PostgresServer* on_server) {
  Erasure world(on_server);
  Installation& hub = world.hub();
  world.two_citizens();
  const std::int64_t row = number(hub.ask({"disclosures", "person", an}, 0), "/id");
  hub.ask({"store", "backup", "before.db"}, 0);
  const json::value rehearsed = hub.ask({"erase", "person", an, "--reason", "request 17", "--dry-run"}, 0);
  const json::value proof = world.erase_while_serving();
  CHECK(at(rehearsed, "/counts") == at(proof, "/counts"));
  for (const auto* table : {"person", "immunization", "dead_letter"})
    CHECK(number(proof, std::string("/counts/") + table) == 1);
  CHECK(number(proof, "/counts/source_record") == 3);
  CHECK(traces_in(json::serialize(proof)).empty());

  hub.ask({"store", "compact"}, 0);
  CHECK(traces_in(world.stored()) == std::set<std::string>());
  CHECK(world.stored().find("Quách Thanh Khiêm") != std::string::npos);
  CHECK(hub.run({"explain", "person", an}).exit_code == 3);
  CHECK(hub.run({"disclosures", "person", an}).exit_code == 3);
  CHECK(at(hub.ask({"disclosures", "person", std::to_string(row)}, 0), "/groups").as_array().size() == 2);
  CHECK(hub.ask({"dead-letters", "list"}, 0).as_array().empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());

  world.sent_again();
  hub.ask({"store", "compact"}, 0);
  CHECK(traces_in(world.stored()) == std::set<std::string>());

  CHECK(text(hub.ask({"erase", "list"}, 0), "/0/proof") == text(proof, "/proof"));
  world.sql("UPDATE erasure SET who = 'minh'");
  CHECK_FALSE(text(hub.ask({"erase", "list"}, 5), "/0/doubt").empty());
  world.sql("UPDATE erasure SET who = 'lan'");
  restore_what_was_before(hub, world.store());
}

}  // namespace

TEST_CASE("who asks to be forgotten is gone from the store's every byte and from the app, and stays away") {
  forget_a_citizen(nullptr);
}

TEST_CASE("on a server, too, who asks to be forgotten is gone from every table and from the app, and stays away") {
  if (auto* const server = PostgresServer::running()) forget_a_citizen(server);
}

TEST_CASE("a hub that serves lets go of what has had its time, and of nothing that waits for a person") {
  Erasure world(nullptr);
  Installation& hub = world.hub();
  say(hub, addresses, "A1,999090777001,,1990-03-04,Ngõ 1\nA2,999090777002,,1990-03-05,Ngõ 2\n");
  hub.ask({"dead-letters", "dismiss", "1", "--reason", "moved away"}, 0);
  hub.ask({"retention", "--dry-run"}, 0);
  CHECK(at(hub.ask({"retention"}, 0), "/gone").as_array().empty());
  replace_in(hub.config("retention.yaml"), "dead_letters: 180d", "dead_letters: 0s");
  CHECK(number(hub.ask({"retention", "--dry-run"}, 0), "/gone/0/count") == 1);
  Serving serving(hub);
  serve_until(serving, [&] {
    return serving.child().err().find("retention: dead_letters of station_addresses: 1 ") != std::string::npos;
  });
  CHECK(serving.stop().exit_code == 0);
  CHECK(hub.run({"dead-letters", "show", "1"}).exit_code == 3);
  CHECK(text(hub.ask({"dead-letters", "show", "2"}, 0), "/state") == "waiting");
  CHECK(unbalanced(hub.status()).empty());
}
