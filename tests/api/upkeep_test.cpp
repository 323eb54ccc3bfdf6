// Looking after the store over the API: erasing, telling what was told, retention, backups, refolding, the log's head.
#include "api_world.hpp"
#include "app/backups.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace lt;
using namespace lt::app::test;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

constexpr const char* number = "990085000111";  // of Nguyễn Văn An

Reply post_upkeep(World& world, const std::string& target, const json::object& body = {},
                  const std::string& user = "boss") {
  return world.ask("POST", "/api/v1/" + target, {.user = user}, body.empty() ? "" : json::serialize(body));
}

std::int64_t people(const store::Store& store) { return store.reader().count(store.entity("person")); }

json::object whom(const std::string& id = number) { return {{"entity", "person"}, {"id", id}}; }

json::object order(const std::string& reason) {
  json::object body = whom();
  body["reason"] = reason;
  return body;
}

}  // namespace

TEST_CASE("a person is erased after a rehearsal that erases nothing, and neither proof nor log says who it was") {
  World world;
  const Reply rehearsed = post_upkeep(world, "erasures/dry-run", whom());
  REQUIRE(rehearsed.status == 200);
  CHECK(rehearsed.body.at("counts").at("person") == 1);
  CHECK(people(world.store()) == 3);
  CHECK(world.get("/api/v1/erasures", "inspector").body.at("items").as_array().empty());
  CHECK(world.last_deed() == "boss erase_dry_run person ");

  CHECK(post_upkeep(world, "erasures", order(" ")).status == 422);
  CHECK(post_upkeep(world, "erasures", order("theo đơn của 990085000111")).status == 422);
  CHECK(post_upkeep(world, "erasures", {{"entity", "persona"}, {"id", number}, {"reason", "đơn 17"}}).status == 404);
  CHECK(post_upkeep(world, "erasures", {{"entity", "person"}, {"id", "990000000000"}, {"reason", "đơn 17"}}).status ==
        404);
  CHECK(post_upkeep(world, "erasures", order("đơn số 17/2026"), "clerk").status == 403);
  CHECK(people(world.store()) == 3);

  const Reply erased = post_upkeep(world, "erasures", order("đơn số 17/2026"));
  REQUIRE(erased.status == 200);
  CHECK(erased.body.at("erasure") == 1);
  CHECK(erased.body.at("who") == "boss");
  CHECK(erased.body.at("counts") == rehearsed.body.at("counts"));
  CHECK(people(world.store()) == 2);
  CHECK(world.get("/api/v1/records/person/" + std::to_string(world.an)).status == 404);
  CHECK(post_upkeep(world, "erasures", order("đơn số 17/2026")).status == 404);

  const Reply proofs = world.get("/api/v1/erasures", "inspector");
  REQUIRE(proofs.body.at("items").as_array().size() == 1);
  CHECK(proofs.body.at("items").at(0) == erased.body);
  CHECK(proofs.body.at("items").at(0).at("holds") == true);
  CHECK(proofs.body.at("items").at(0).at("key_is_here") == true);
  CHECK(world.last_deed() == "boss erase erasure/1 " + std::string(erased.body.at("proof").as_string()));
  for (const auto& line : world.access().audit().lines({.limit = 1'000}))
    for (const std::string& text : {line.subject, line.detail}) {
      CHECK(text.find(number) == std::string::npos);
      CHECK(text.find("person/") == std::string::npos);
    }
}

TEST_CASE("proofs come page by page, the latest first") {
  World world;
  for (const std::string id : {"990085000111", "990090000222", "990095000333"}) {
    json::object body = whom(id);
    body["reason"] = "đơn số 17/2026";
    REQUIRE(post_upkeep(world, "erasures", body).status == 200);
  }
  const Reply first = world.get("/api/v1/erasures?limit=2");
  REQUIRE(first.body.at("items").as_array().size() == 2);
  CHECK(first.body.at("items").at(0).at("erasure") == 3);
  const Reply rest = world.get("/api/v1/erasures?limit=2&cursor=" + std::string(first.body.at("next").as_string()));
  REQUIRE(rest.body.at("items").as_array().size() == 1);
  CHECK(rest.body.at("items").at(0).at("erasure") == 1);
  CHECK(rest.body.at("next").is_null());
}

TEST_CASE("what left the hub about a person is told by system and purpose, by number or row, without a value of his") {
  World world;
  for (const std::string& id : {std::string(number), std::to_string(world.an)}) {
    const Reply told = post_upkeep(world, "disclosures", whom(id), "chief");
    INFO(told.bytes);
    REQUIRE(told.status == 200);
    CHECK(told.body.at("id") == world.an);
    CHECK(told.body.at("stands") == true);
    REQUIRE(told.body.at("groups").as_array().size() == 1);
    const json::value& group = told.body.at("groups").at(0);
    CHECK(group.at("system") == "app");
    CHECK(group.at("label").at("vi") == "Ứng dụng");
    CHECK(group.at("purpose") == "hồ sơ");
    CHECK(group.at("times") == 1);
    CHECK(group.at("fields") == json::array{"person.full_name"});
    for (const char* personal : {number, "Nguyễn", "An\""}) CHECK(told.bytes.find(personal) == std::string::npos);
  }
  CHECK(post_upkeep(world, "disclosures", whom("990090000222")).body.at("groups").as_array().empty());
  CHECK(post_upkeep(world, "disclosures", whom("990000000000")).status == 404);
  CHECK(post_upkeep(world, "disclosures", whom(), "portal.team").status == 403);
}

TEST_CASE("retention shows what has had its time and deletes it only when it is told to") {
  World world;
  json::value none = ended(world, post_upkeep(world, "retention/dry-run"));
  CHECK(none.at("state") == "done");
  CHECK(none.at("result").at("gone").as_array().empty());
  for (int i = 0; i < 3; ++i) {  // the last of a flow stays
    auto transaction = world.store().begin();
    transaction.end_run(transaction.begin_run("portal_people", store::Direction::in, "schedule"),
                        store::RunState::succeeded, {}, {}, "");
    transaction.commit();
  }
  world.clock.advance(Milliseconds{500} * 86'400'000);
  const std::size_t runs = world.store().reader().runs({.flow = "portal_people"}).size();
  const json::value shown = ended(world, post_upkeep(world, "retention/dry-run"));
  REQUIRE_FALSE(shown.at("result").at("gone").as_array().empty());
  CHECK(world.store().reader().runs({.flow = "portal_people"}).size() == runs);
  CHECK(world.last_deed() == "boss retention_dry_run retention.yaml ");
  const json::value done = ended(world, post_upkeep(world, "retention/run"));
  CHECK(done.at("result") == shown.at("result"));
  CHECK(world.store().reader().runs({.flow = "portal_people"}).size() < runs);
  CHECK(ended(world, post_upkeep(world, "retention/run")).at("result").at("gone").as_array().empty());
  CHECK(world.last_deed() == "boss retention retention.yaml ");
}

TEST_CASE("a backup is a whole store in a file of its own, which only the hub's user may read") {
  World world("backups: ../copies\n");
  CHECK(world.get("/api/v1/backups").body.at("items").as_array().empty());
  const json::value job = ended(world, post_upkeep(world, "backups"));
  INFO(json::serialize(job));
  REQUIRE(job.at("state") == "done");
  CHECK(world.last_deed() == "boss backup backups ");
  const std::string name(job.at("result").at("name").as_string());
  const fs::path file = world.folder() / "copies" / name;
  REQUIRE(fs::exists(file));
  for (const auto& path : {file, file.parent_path()})
    CHECK((fs::status(path).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  {
    const auto copy = store::Store::open({.path = file, .access = store::Access::read_only},
                                         world.configuration().model(), world.clock);
    CHECK(people(copy) == 3);
    CHECK(copy.reader().check().problems.empty());
  }
  const Reply listed = world.get("/api/v1/backups", "inspector");
  REQUIRE(listed.body.at("items").as_array().size() == 1);
  CHECK(listed.body.at("items").at(0).at("name") == json::string(name));
  CHECK(listed.body.at("items").at(0).at("bytes").to_number<std::uintmax_t>() == fs::file_size(file));
  // A second at the same moment would write over the first.
  CHECK(ended(world, post_upkeep(world, "backups")).at("state") == "failed");
  world.clock.advance(1'000);
  CHECK(ended(world, post_upkeep(world, "backups")).at("state") == "done");
  CHECK(world.get("/api/v1/backups").body.at("items").as_array().size() == 2);

  std::ofstream(world.folder() / "copies/other.db") << "x";
  for (const std::string other : {"other.db", "..%2Fhub.db", "lienthong-20260101T000000.db", "lienthong-.db"})
    CHECK(world.ask("DELETE", "/api/v1/backups/" + other, {.user = "boss"}).status == 404);
  CHECK(world.ask("DELETE", "/api/v1/backups/" + name, {.user = "inspector"}).status == 403);
  CHECK(world.ask("DELETE", "/api/v1/backups/" + name, {.user = "boss"}).status == 204);
  CHECK(world.last_deed() == "boss backup_remove backup/" + name + " ");
  CHECK_FALSE(fs::exists(file));
  CHECK(world.get("/api/v1/backups").body.at("items").as_array().size() == 1);
}

TEST_CASE("refolding is rehearsed, then a run that says who and why") {
  World world;
  const json::value shown = ended(world, post_upkeep(world, "records/person/refold/dry-run"));
  INFO(json::serialize(shown));
  REQUIRE(shown.at("state") == "done");
  CHECK(shown.at("result").at("rows") == 1);  // of two sources
  CHECK(shown.at("result").at("run").is_null());
  CHECK(post_upkeep(world, "records/person/refold", {{"reason", ""}}).status == 422);
  CHECK(post_upkeep(world, "records/persona/refold/dry-run").status == 404);
  const json::value done = ended(world, post_upkeep(world, "records/person/refold", {{"reason", "Công văn 123"}}));
  CHECK(done.at("state") == "done");
  CHECK(done.at("result").at("complete") == true);
  const auto run = world.store().reader().run(done.at("result").at("run").as_int64());
  REQUIRE(run);
  CHECK(run->flow == "refold.person");
  CHECK(world.last_deed() == "boss refold entity/person Công văn 123");
}

TEST_CASE("codes that an administrator switches on are asked for at the next sign-in, until he switches them off") {
  World world;
  const Reply made = post_upkeep(world, "users/clerk/code");
  REQUIRE(made.status == 200);
  CHECK(made.body.at("uri").as_string().starts_with("otpauth://totp/"));
  CHECK(world.last_deed() == "boss totp_on clerk ");
  const access::Attempt attempt{.user = "clerk", .password = password, .address = "127.0.0.1"};
  CHECK(world.access().sign_in(attempt).entry == access::Entry::code_wanted);
  CHECK(world.ask("DELETE", "/api/v1/users/clerk/code", {.user = "boss"}).status == 204);
  CHECK(world.access().sign_in(attempt).entry == access::Entry::welcome);
  CHECK(world.ask("POST", "/api/v1/users/nobody/code", {.user = "boss"}).status == 404);
}

TEST_CASE("no vendor sees work on the whole store") {
  World world;
  const json::value job = ended(world, post_upkeep(world, "backups"));
  const std::string address = "/api/v1/jobs/" + std::to_string(job.at("id").as_int64());
  CHECK(world.get(address, "chief").status == 200);
  CHECK(world.get(address, "portal.team").status == 404);
}

TEST_CASE("an end of the log that was kept elsewhere is asked for, and one that the log does not hold is a fault") {
  World world;
  const json::value before = world.get("/api/v1/audit/verdict").body;
  const std::string head(before.at("head").as_string());
  const std::string line = std::to_string(before.at("lines").as_int64());
  const auto verdict = [&](const std::string& query) {
    return world.get("/api/v1/audit/verdict?" + query, "inspector");
  };
  CHECK(verdict("line=" + line + "&hash=" + head).body.at("fault").is_null());
  CHECK(verdict("line=" + line + "&hash=" + std::string(64, '0')).body.at("fault").is_string());
  CHECK(verdict("line=999999&hash=" + head).body.at("fault").is_string());
  for (const std::string& query : {"line=" + line, "hash=" + head, "line=x&hash=" + head})
    CHECK(verdict(query).status == 400);
}
