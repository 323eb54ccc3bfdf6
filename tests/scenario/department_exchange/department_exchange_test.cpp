// A department's tables and files through the real hub, killed at random moments: nothing is lost, nothing comes twice.
#include "harness/installation.hpp"

#include <catch2/catch.hpp>
#include <databases/mariadb_server.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>

using namespace lt::scenario;
namespace fs = std::filesystem;
namespace json = boost::json;
using std::chrono::milliseconds;

namespace {

constexpr int files = 6, rows_of_a_file = 2'000, kills = 10;

class Department {
 public:
  Department() {
    hub.enable("department_database");
    hub.enable("file_exchange");
    replace_in(hub.config("systems/file_exchange.yaml"), "stable_seconds: 5", "stable_seconds: 0");
    for (const auto* flow : {"department_immunizations", "exchange_immunizations"}) {
      replace_in(hub.config(std::string("flows/") + flow + ".yaml"), "batch: 1000", "batch: 50");
    }
    fs::create_directories(folder("in"));
    fs::create_directories(folder("out"));
    sqlite3_open((hub.folder() / "var/department.db").c_str(), &database);
    sql(read_text(LT_SOURCE_DIR "/connectors/sql_table/testdata/department.sql"));
    sql("DELETE FROM workplaces");
  }
  ~Department() { sqlite3_close(database); }

  fs::path folder(const std::string& name) const { return hub.folder() / "var/exchange" / name; }

  void sql(const std::string& text) const {
    char* error = nullptr;
    if (sqlite3_exec(database, text.c_str(), nullptr, nullptr, &error) != SQLITE_OK) throw std::runtime_error(error);
  }
  /// The first columns of a query as texts.
  std::vector<std::string> column(const std::string& query) const {
    std::vector<std::string> all;
    const auto take = [](void* to, int, char** values, char**) {
      static_cast<std::vector<std::string>*>(to)->emplace_back(values[0] ? values[0] : "");
      return 0;
    };
    if (sqlite3_exec(database, query.c_str(), take, &all, nullptr) != SQLITE_OK) throw std::runtime_error(query);
    return all;
  }

  /// Runs the flow and kills it, so often; then to its end.
  void run_through_kills(const std::string& flow) {
    const char* given = std::getenv("LT_KILL_SEED");
    const auto seed = given ? std::strtoull(given, nullptr, 10) : std::random_device()();
    WARN(flow << ": moments from seed " << seed << "; LT_KILL_SEED repeats them");
    std::mt19937_64 random(seed);
    int life = 1'200;  // of a run, as far as is known
    for (int killed = 0; killed < kills;) {
      const int moment = std::uniform_int_distribution<int>(5, life)(random);
      Child child = hub.start({"run", flow});
      if (child.wait(milliseconds(moment))) {
        life = std::max(10, moment * 4 / 5);
        continue;
      }
      child.signal(SIGKILL);
      killed += child.must_end(std::chrono::seconds(10)).signal == SIGKILL ? 1 : 0;
    }
    const Ended ended = hub.run({"run", flow});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == 0);
  }

  Installation hub{lt::twins::TwinsOptions{.seed = 38, .records = 10}};
  sqlite3* database = nullptr;
};

std::string code(int number) { return "DN" + std::to_string(100'000 + number); }

}  // namespace

TEST_CASE_METHOD(Department, "files and tables of workplaces come in whole and once, however often the hub is killed") {
  for (int file = 0; file < files; ++file) {
    const bool csv = file % 2 == 0;
    std::ofstream out(folder("in") / ("workplaces_" + std::to_string(file) + (csv ? ".csv" : ".jsonl")));
    if (csv) out << "code,name,employees\n";
    for (int i = 0; i < rows_of_a_file; ++i) {
      const auto one = code(file * rows_of_a_file + i);
      const auto name = "Nhà máy " + one;
      if (csv) {
        out << one << ",\"" << name << "\"," << i << "\n";
      } else {
        out << json::serialize(json::object{{"code", one}, {"name", name}, {"employees", i}}) << "\n";
      }
    }
  }
  run_through_kills("exchange_workplaces");
  CHECK(hub.rows_of("workplace") == files * rows_of_a_file);
  CHECK(hub.run({"run", "exchange_workplaces"}).exit_code == 0);
  CHECK(std::distance(fs::directory_iterator(folder("in/processed")), {}) == files);

  sql("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11999) INSERT INTO workplaces "
      "SELECT 'SQ' || (100000 + i), 'Xưởng ' || i, NULL, NULL, i, '2026-11-20 08:00:00' FROM n");
  run_through_kills("department_workplaces");
  CHECK(hub.rows_of("workplace") == files * rows_of_a_file + 12'000);
  sql("UPDATE workplaces SET name = 'Xưởng đổi tên', updated_at = '2026-11-20 09:00:00' WHERE code = 'SQ100007'");
  CHECK(hub.run({"run", "department_workplaces"}).exit_code == 0);
  CHECK_THAT(hub.dump(), Catch::Contains("Xưởng đổi tên"));
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, 0), "/problems").as_array().empty());
}

TEST_CASE_METHOD(Department,
                 "a broken line and a refused row wait as dead letters with their place, and stop no other") {
  std::ofstream(folder("in") / "workplaces.csv") << "code,name\nDN1,Một\nDN2,\"Hai\nDN3,Ba\n";
  CHECK(hub.run({"run", "exchange_workplaces"}).exit_code == 5);
  CHECK(hub.rows_of("workplace") == 2);
  const auto letters = hub.ask({"dead-letters", "list", "--flow", "exchange_workplaces"}, 0);
  REQUIRE(letters.as_array().size() == 1);
  CHECK_THAT(json::serialize(letters), Catch::Contains("workplaces.csv:3"));
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE_METHOD(Department, "a file is taken when it is whole, and goes to processed, or to failed as a whole") {
  std::ofstream(folder("in") / "workplaces_1.csv") << "code,name\nDN1,Một\n";
  std::ofstream(folder("in") / "workplaces_2.jsonl") << R"({"code":"DN2","name":"Hai"})" << "\n";
  std::ofstream(folder("in") / "workplaces_3.csv") << std::string(
      "\xFF\xFE"
      "c\0o\0d\0e\0",
      10);  // UTF-16
  std::ofstream(folder("in") / "workplaces_4.csv.part") << "code,name\nDN4,";
  std::ofstream(folder("in") / "notes.txt") << "not for the hub";
  CHECK(hub.run({"run", "exchange_workplaces"}).exit_code == 5);
  CHECK(hub.rows_of("workplace") == 2);
  CHECK(hub.run({"run", "exchange_workplaces"}).exit_code == 0);
  CHECK(fs::exists(folder("in/processed") / "workplaces_1.csv"));
  CHECK(fs::exists(folder("in/processed") / "workplaces_2.jsonl"));
  CHECK(fs::exists(folder("in/failed") / "workplaces_3.csv"));
  CHECK(fs::exists(folder("in") / "workplaces_4.csv.part"));
  CHECK(fs::exists(folder("in") / "notes.txt"));
  const auto letters = hub.ask({"dead-letters", "list", "--flow", "exchange_workplaces"}, 0);
  REQUIRE(letters.as_array().size() == 1);
  CHECK_THAT(json::serialize(letters), Catch::Contains("workplaces_3.csv"));

  std::ofstream(folder("in") / "workplaces_4.csv.part", std::ios::app) << "Bốn\n";
  fs::rename(folder("in") / "workplaces_4.csv.part", folder("in") / "workplaces_4.csv");
  CHECK(hub.run({"run", "exchange_workplaces"}).exit_code == 0);
  CHECK(hub.rows_of("workplace") == 3);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE_METHOD(Department, "doses go out as CSV with the headers that the settings name, each once") {
  replace_in(
      hub.config("systems/file_exchange.yaml"), "immunizations: {folder: out, hub_key: id}",
      "immunizations: {folder: out, format: csv, hub_key: id, separator: semicolon, columns: [{field: id, header: Mã}, "
      "{field: full_name, header: Họ tên}, {field: vaccine_code, header: Vắc xin}]}");
  lt::twins::write_list({.seed = 38, .portal_records = 10, .rows = 200, .bad = 0}, hub.lists() / "people.xlsx");
  CHECK(hub.run({"run", "ministry_lists"}).exit_code == 0);
  const json::value sent = hub.ask({"run", "exchange_immunizations"}, 0);
  std::int64_t lines = 0;
  for (const auto& entry : fs::directory_iterator(folder("out"))) {
    CHECK(entry.path().extension() == ".csv");
    std::ifstream in(entry.path());
    std::string line;
    std::getline(in, line);
    CHECK_THAT(line, Catch::Contains("Mã;Họ tên;Vắc xin"));
    while (std::getline(in, line)) ++lines;
  }
  CHECK(lines > 50);
  CHECK(lines == number(sent, "/counts/delivered"));
  CHECK(number(hub.ask({"run", "exchange_immunizations"}, 0), "/counts/delivered") == 0);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE_METHOD(Department, "doses go out whole and once into files and tables, however often the hub is killed") {
  lt::twins::write_list({.seed = 38, .portal_records = 10, .rows = 1'500, .bad = 0}, hub.lists() / "people.xlsx");
  CHECK(hub.run({"run", "ministry_lists"}).exit_code == 0);
  run_through_kills("exchange_immunizations");
  run_through_kills("department_immunizations");

  std::map<std::string, int> lines;
  for (const auto& entry : fs::directory_iterator(folder("out"))) {
    CHECK(entry.path().extension() == ".jsonl");
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) ++lines[text(json::parse(line), "/id")];
  }
  const auto rows = column("SELECT id FROM immunizations ORDER BY id");
  CHECK(rows.size() > 500);
  CHECK(lines.size() == rows.size());
  for (const auto& id : rows) {
    INFO(id);
    CHECK(lines[id] == 1);
  }
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE_METHOD(Department,
                 "a MariaDB that is killed within every flow is read by its watermark and written whole and once") {
  using lt::test_databases::MariadbServer;
  auto* const server = MariadbServer::running();
  if (!server) {
    WARN("MariaDB is not installed (scripts/setup): nothing was tried");
    return;
  }
  replace_in(hub.config("systems/department_database.yaml"), "kind: sqlite3\n  database: var/department.db",
             "kind: mysql\n  host: 127.0.0.1\n  port: " + std::to_string(server->port()) +
                 "\n  database: hub\n  user: hub\n  password: department_password");
  replace_in(hub.config("systems/department_database.yaml"), "{table: workplaces, key",
             "{query: \"SELECT * FROM workplaces WHERE employees >= 0\", columns: [code, name, employees, updated_at], "
             "types: {employees: integer}, key");
  const auto secrets = hub.folder() / "var/secrets.yaml";
  write_text(secrets, std::string("department_password: '") + lt::test_databases::mariadb_password + "'\n");
  fs::permissions(secrets, fs::perms::owner_read | fs::perms::owner_write);
  server->sql(
      "CREATE TABLE workplaces (code VARCHAR(20) PRIMARY KEY, name VARCHAR(200) NOT NULL, employees INT, updated_at "
      "DATETIME(6) NOT NULL);"
      "CREATE TABLE immunizations (id VARCHAR(60) PRIMARY KEY, citizen_id CHAR(12), full_name VARCHAR(14), "
      "vaccine_code VARCHAR(20) NOT NULL, dose_number SMALLINT, injected_on DATE, lot VARCHAR(60));"
      "INSERT INTO workplaces SELECT CONCAT('SQ', 100000 + seq), CONCAT('Xưởng ', seq), seq, '2026-11-20 08:00:00' "
      "FROM "
      "seq_1_to_12000");

  // Killed as soon as it has given or taken something; what a run says then is that its partner does not answer.
  const auto through_deaths = [&](const std::string& flow, const std::function<bool()>& begun, int exit) {
    Child child = hub.start({"run", flow});
    for (bool ended = false; !ended && !begun();) ended = child.wait(milliseconds(1)).has_value();
    server->kill();
    const Ended met = child.must_end(std::chrono::seconds(60));
    INFO(flow << met.out << met.err);
    CHECK((met.exit_code == 4 || met.exit_code == 0));
    CHECK(hub.run({"run", flow}).exit_code == 4);
    CHECK(unbalanced(hub.status()).empty());
    server->start();
    const Ended ended = hub.run({"run", flow});
    INFO(ended.out << ended.err);
    CHECK(ended.exit_code == exit);
  };
  through_deaths(
      "department_workplaces", [&] { return server->cells("SHOW PROCESSLIST").find("hub\t127") != std::string::npos; },
      0);
  CHECK(hub.rows_of("workplace") == 12'000);
  server->sql(
      "UPDATE workplaces SET name = 'Xưởng đổi tên', updated_at = '2026-11-20 09:00:00.5' WHERE code = 'SQ100007'");
  const json::value changed = hub.ask({"run", "department_workplaces"}, 0);
  CHECK(number(changed, "/counts/updated") == 1);
  server->sql("INSERT INTO workplaces VALUES ('SQ1', 'Xưởng mới', 1, '2026-11-20 09:00:00')");
  // From the watermark on, and the minute before it: the row that was changed and the new one, not all 12,000.
  const json::value since = hub.ask({"run", "department_workplaces"}, 0);
  CHECK(number(since, "/counts/created") == 1);
  CHECK(number(since, "/counts/read") == 2);

  lt::twins::write_list({.seed = 38, .portal_records = 10, .rows = 1'500, .bad = 0}, hub.lists() / "people.xlsx");
  CHECK(hub.run({"run", "ministry_lists"}).exit_code == 0);
  const auto due = number(hub.ask({"run", "department_immunizations", "--dry-run"}, 0), "/counts/pending");
  CHECK(due > 500);
  // A column that is too narrow: what does not fit waits as a dead letter with the database's reason, until it is
  // mended.
  through_deaths(
      "department_immunizations", [&] { return server->cells("SELECT COUNT(*) FROM immunizations") != "0\n"; }, 5);
  const auto rows = "SELECT COUNT(*), COUNT(DISTINCT citizen_id, vaccine_code, injected_on) FROM immunizations";
  const auto twice = [](std::int64_t count) { return std::to_string(count) + "\t" + std::to_string(count) + "\n"; };
  const auto letters = hub.ask({"dead-letters", "list", "--flow", "department_immunizations", "--limit", "5000"}, 0);
  CHECK_THAT(json::serialize(letters), Catch::Contains("Data too long for column 'full_name'"));
  CHECK(server->cells(rows) == twice(due - static_cast<std::int64_t>(letters.as_array().size())));
  CHECK(unbalanced(hub.status()).empty());
  server->sql("ALTER TABLE immunizations MODIFY full_name VARCHAR(200)");
  CHECK(hub.run({"dead-letters", "replay", "--flow", "department_immunizations"}).exit_code == 0);
  CHECK(server->cells(rows) == twice(due));
  CHECK(number(hub.ask({"run", "department_immunizations"}, 0), "/counts/delivered") == 0);
  CHECK(unbalanced(hub.status()).empty());
}
