// Promises of moving, backing up, restoring and migrating whole stores, between files and a server.
#include "store/transfer.hpp"

#include "base/error.hpp"
#include "databases/postgres_server.hpp"
#include "store/answer_log.hpp"
#include "store_world.hpp"

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <random>

using Catch::Matchers::Contains;
using lt::store::Access;
using lt::store::back_up_store;
using lt::store::move_store;
using lt::store::restore_store;
using lt::store::Store;
using lt::test_databases::PostgresServer;
using store_world::Said;
using store_world::World;

namespace {

Said person_with_birthday(int number, const std::string& system = "a", const std::string& phone = "") {
  const std::string digits = std::to_string(100000 + number);
  return {system, digits, 5, {"999" + digits, "", "NGUYỄN " + digits, "1990-01-02", phone, ""}, 0, ""};
}

Said dose(int number, int which) {
  Said said = person_with_birthday(number, "b");
  said.key += "/" + std::to_string(which);
  said.dose = which;
  said.vaccine = "VẮC XIN\t" + std::to_string(which);
  return said;
}

const lt::store::DisclosedFields sent{"app_persons", "app", "care", {"person.full_name"}};
const lt::store::DisclosedFields answered{"answer person", "checkpoints", "passage", {"person.full_name"}};

// Something in every table: rows of one source and of two, a removed row, a run, a dead letter, a delivery, disclosures
// of deliveries and of answers, a cursor.
void fill(const World& world, Store& store) {
  auto transaction = store.begin();
  const auto run = transaction.begin_run("people_in", lt::store::Direction::in, "schedule");
  std::vector<Said> said;
  for (int i = 0; i < 30; ++i) said.push_back(person_with_birthday(i));
  for (int i = 0; i < 20; ++i) said.push_back(dose(i, 1 + i % 2));
  for (int i = 0; i < 10; ++i) said.push_back(person_with_birthday(i, "registry", "0911000111"));
  world.tell(transaction, said);
  const std::vector<std::string_view> gone{"100029"};
  transaction.withdraw({"a", "people"}, world.model.find("person") == world.model.entities()[0].get() ? 0 : 1, gone);
  lt::store::DeadLetter letter;
  letter.flow = "people_in";
  letter.key = "bad";
  letter.step = "map";
  letter.reasons = {{"bad_phone", "phone", "/phone", "no phone"}};
  letter.payload = "{\"phone\":\"\\u0001 ' \\\" ề\"}";
  transaction.put_dead_letter(run, letter);
  lt::store::Delivery delivery;
  delivery.row = 1;
  delivery.hash = -5;
  delivery.remote_id = "remote";
  const std::vector<lt::store::Delivery> deliveries{delivery};
  transaction.put_deliveries("app_persons", deliveries);
  const std::vector<lt::store::Disclosure> disclosures{{1, 1, 77}, {2, 2, 78}};
  transaction.put_disclosures(run, sent, disclosures);
  transaction.set_cursor("people_in", "");
  lt::store::Counts counts;
  counts.read = counts.created = 30;
  transaction.end_run(run, lt::store::RunState::succeeded, counts, {});
  transaction.commit();
  const std::vector<lt::store::Disclosure> answers{{1, 1, 79}, {2, 2, 80}, {1, 1, 81}};
  store.log_answers(answered, answers);
  store.log_answers(sent, {answers.data(), 1});  // the same version of fields as in the store
}

// Everything that readers see, as text.
std::string seen(const World& world, Store& store) {
  auto reader = store.reader();
  std::string text = store_world::dump(store);
  for (const lt::store::RowId row : {1, 2}) {
    std::vector<std::string> lines;
    for (const auto& entry : reader.disclosures(row, 99))
      lines.push_back(entry.flow + " " + entry.destination + " " + entry.purpose + " " + entry.fields.at(0) + " " +
                      std::to_string(entry.run) + " " + std::to_string(entry.hash) + "\n");
    std::ranges::sort(lines);
    for (const auto& line : lines) text += line;
  }
  for (const auto& run : reader.runs({}))
    text += run.flow + std::to_string(run.id) + std::to_string(run.counts.created) + "\n";
  for (const auto& letter : reader.dead_letters({})) text += letter.payload + letter.reasons.at(0).code + "\n";
  const std::vector<lt::store::RowId> rows{1};
  for (const auto& delivery : reader.deliveries("app_persons", rows))
    text += delivery.remote_id + std::to_string(delivery.hash) + "\n";
  text += "cursor " + reader.cursor("people_in").value_or("none") + std::to_string(reader.last_seq()) + "\n";
  text += "rows " + std::to_string(reader.count(0)) + "\n";
  for (int entity = 0; entity < 2; ++entity) {
    lt::store::Rows all;
    lt::store::FeedQuery query;
    query.entity = entity;
    query.up_to = reader.last_seq();
    query.limit = 1000;
    reader.changes(query, all);
    for (const auto& row : all.rows)
      text += std::to_string(row.id) + " " + std::to_string(row.seq) + (row.removed ? " removed\n" : "\n");
  }
  CHECK(world.model.entities().size() == 2);
  return text;
}

std::string failure(const std::function<void()>& call, lt::ErrorKind kind) {
  try {
    call();
  } catch (const lt::Error& error) {
    CHECK(error.kind() == kind);
    return error.what();
  }
  return {};
}

std::int64_t rows_of(const std::vector<lt::store::TransferredTable>& tables, const std::string& name) {
  const auto found = std::ranges::find(tables, name, &lt::store::TransferredTable::name);
  return found == tables.end() ? -1 : found->content.rows;
}

}  // namespace

TEST_CASE("a store that moves from file to server and back is the same for its readers and goes on", "[server]") {
  if (!PostgresServer::running()) return;
  World file(false), server(true), back(false);
  std::string before;
  {
    auto store = file.open();
    fill(file, store);
    before = seen(file, store);
  }
  const auto moved = move_store(file.options(), server.options(), file.model, {});
  CHECK(rows_of(moved, "disclosure") == 6);
  CHECK(rows_of(moved, "disclosed_fields") == 2);
  CHECK(rows_of(moved, "person") == 29);
  {
    auto store = server.open();
    CHECK(seen(server, store) == before);
    CHECK(store_world::problems(store).empty());
    auto transaction = store.begin();
    CHECK(transaction.begin_run("people_in", lt::store::Direction::in, "schedule") == 2);
  }
  const auto again = move_store(server.options(), back.options(), file.model, {});
  CHECK(std::ranges::equal(moved, again, [](const auto& a, const auto& b) {
    return a.name == b.name && (a.content == b.content || a.name == "meta");
  }));
  auto original = file.open();
  auto store = back.open();
  CHECK(seen(back, store) == before);
  for (Store* const each : {&original, &store}) {
    const World& world = each == &store ? back : file;
    world.tell(*each, {person_with_birthday(40), person_with_birthday(3, "registry", "0911000222"), dose(41, 1)});
    each->log_answers(answered, std::vector<lt::store::Disclosure>{{1, 1, 82}});
  }
  CHECK(seen(back, store) == seen(file, original));
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("a move that was cut off is no store until it is repeated, and then the whole one", "[server]") {
  if (!PostgresServer::running()) return;
  World file(false), server(true);
  std::string before;
  {
    auto store = file.open();
    fill(file, store);
    before = seen(file, store);
  }
  std::stop_source stop;
  stop.request_stop();
  failure([&] { move_store(file.options(), server.options(), file.model, stop.get_token()); },
          lt::ErrorKind::cancelled);
  CHECK_THAT(failure([&] { server.open(); }, lt::ErrorKind::misconfigured), Contains("only a part"));
  CHECK_THAT(failure([&] { server.open(Access::read_only); }, lt::ErrorKind::misconfigured), Contains("only a part"));
  move_store(file.options(), server.options(), file.model, {});
  // As if it had been cut off later, and the source had changed since.
  server.connect(true)->execute(
      "INSERT INTO meta VALUES ('filled_from', 'x'); DELETE FROM source_record WHERE key > '100010'; "
      "DELETE FROM dose; UPDATE person SET full_name = 'X' WHERE _id = 1; "
      "INSERT INTO cursor VALUES ('zzz', 'gone meanwhile')");
  move_store(file.options(), server.options(), file.model, {});
  auto store = server.open();
  CHECK(seen(server, store) == before);
}

TEST_CASE("a move killed at any moment, again and again, ends with the whole store", "[server]") {
  if (!PostgresServer::running()) return;
  World file(false), server(true);
  std::string before;
  {
    auto store = file.open();
    fill(file, store);
    std::vector<Said> many;
    for (int i = 100; i < 20'000; ++i) many.push_back(person_with_birthday(i));
    file.tell(store, many);
    before = store_world::dump(store);
  }
  std::mt19937 random(7);
  int kills = 0;
  for (int attempt = 0; attempt < 12; ++attempt) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        move_store(file.options(), server.options(), file.model, {});
        ::_exit(0);
      } catch (...) {
        ::_exit(1);
      }
    }
    ::usleep(1000 + random() % 200'000);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) break;
    ++kills;
  }
  CHECK(kills > 0);
  try {
    move_store(file.options(), server.options(), file.model, {});
  } catch (const lt::Error& error) {  // the last of them came to its end
    CHECK_THAT(error.what(), Contains("holds rows already"));
  }
  auto store = server.open();
  CHECK(store_world::dump(store) == before);
  CHECK(store_world::problems(store).empty());
}

TEST_CASE("nothing moves over another store, from or into one that is served, or away from what is no store") {
  World one, other;
  auto served = one.open();
  one.tell(served, {person_with_birthday(1)});
  {
    auto another = other.open();
    other.tell(another, {person_with_birthday(2)});
    CHECK_THAT(failure([&] { move_store(one.options(), other.options(), one.model, {}); }, lt::ErrorKind::unavailable),
               Contains("served already"));
  }
  World third;
  CHECK_THAT(failure([&] { move_store(one.options(), third.options(), one.model, {}); }, lt::ErrorKind::unavailable),
             Contains("served already"));
  CHECK_THAT(failure([&] { move_store(other.options(), one.options(), one.model, {}); }, lt::ErrorKind::unavailable),
             Contains("served already"));
  {
    auto ended = std::move(served);
  }
  CHECK_THAT(failure([&] { move_store(other.options(), one.options(), one.model, {}); }, lt::ErrorKind::misconfigured),
             Contains("holds rows already"));
  auto store = one.open();
  CHECK(store.reader().count(0) == 1);
}

TEST_CASE("a backup is the store of one moment while a hub writes, and restores into a file and a server") {
  World world;
  const auto backup = world.folder.path / "backup" / "store.lienthong";
  std::filesystem::create_directory(backup.parent_path());
  auto store = world.open();
  fill(world, store);
  const std::string before = seen(world, store);
  {
    auto transaction = store.begin();
    world.tell(transaction, {person_with_birthday(50)});
    back_up_store(world.options(), backup, world.model, {});
    transaction.commit();
  }
  CHECK((std::filesystem::status(backup).permissions() & std::filesystem::perms(0777)) == std::filesystem::perms(0600));
  CHECK(std::distance(std::filesystem::directory_iterator(backup.parent_path()), {}) == 1);
  CHECK_THAT(failure([&] { back_up_store(world.options(), backup, world.model, {}); }, lt::ErrorKind::misconfigured),
             Contains("is there already"));
  for (const bool on_server : {false, true}) {
    if (on_server && !PostgresServer::running()) continue;
    World restored(on_server);
    restore_store(backup, restored.options(), world.model, {});
    auto again = restored.open();
    CHECK(seen(restored, again) == before);
    CHECK(store_world::problems(again).empty());
    restored.tell(again, {person_with_birthday(50)});
    CHECK(store_world::dump(again) == store_world::dump(store));
  }
  CHECK_THAT(failure([&] { restore_store(backup, world.options(), world.model, {}); }, lt::ErrorKind::unavailable),
             Contains("served already"));
}

TEST_CASE("a backup that fails leaves no file, and what is no store is not restored") {
  World world;
  auto store = world.open();
  fill(world, store);
  std::stop_source stop;
  stop.request_stop();
  const auto backup = world.folder.path / "backup";
  failure([&] { back_up_store(world.options(), backup, world.model, stop.get_token()); }, lt::ErrorKind::cancelled);
  for (const auto& entry : std::filesystem::directory_iterator(world.folder.path))
    CHECK_FALSE(entry.path().filename().string().starts_with("backup"));
  World other;
  std::ofstream(backup) << std::string(4096, 'x');
  CHECK_THAT(failure([&] { restore_store(backup, other.options(), world.model, {}); }, lt::ErrorKind::failed),
             Contains("restore it from a backup"));
  CHECK_THAT(failure([&] { restore_store(world.folder.path / "absent", other.options(), world.model, {}); },
                     lt::ErrorKind::misconfigured),
             Contains("no such file"));
}

TEST_CASE("answers of another store do not mix with a restored one", "[sqlite]") {
  World world, other;
  const auto backup = world.folder.path / "backup";
  {
    auto store = world.open();
    fill(world, store);
    back_up_store(world.options(), backup, world.model, {});
  }
  std::ofstream(lt::store::answer_log_file(other.file())) << "";
  CHECK_THAT(failure([&] { restore_store(backup, other.options(), world.model, {}); }, lt::ErrorKind::misconfigured),
             Contains("answers of another store"));
}

TEST_CASE("a migration says what it did, and nothing where nothing was to do") {
  World world;
  const auto first = lt::store::migrate_store(world.options(), world.model);
  CHECK(first.from == 0);
  CHECK(first.to == lt::store::migrate_store(world.options(), world.model).from);
  CHECK(std::ranges::find(first.done, "table person") != first.done.end());
  CHECK(lt::store::migrate_store(world.options(), world.model).done.empty());
  std::string wider = store_world::person_yaml;
  wider.replace(wider.find("  phone:"), 0, "  blood_group: {type: text}\n");
  const auto model = store_world::model_of(world.folder.path / "wider", {wider, store_world::dose_yaml});
  CHECK(lt::store::migrate_store(world.options(), model).done == std::vector<std::string>{"column person.blood_group"});
  auto served = world.open();
  CHECK_THAT(failure([&] { lt::store::migrate_store(world.options(), model); }, lt::ErrorKind::unavailable),
             Contains("served already"));
}
