// What persons do with dead letters over the API, and the jobs that this begins.
#include "api_world.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

std::string address(std::int64_t letter, const char* deed = "") {
  return "/api/v1/dead-letters/" + std::to_string(letter) + deed;
}

Reply post(World& world, const std::string& target, const json::object& body, const std::string& user = "clerk") {
  return world.ask("POST", target, {.user = user}, json::serialize(body));
}

store::LetterState state_of(World& world, std::int64_t letter) {
  return world.store().reader().dead_letter(letter)->state;
}

constexpr const char* good = R"({ "key": "P7", "id": "990085000441", "name": "Phạm Văn Chín", "born": "1985-01-02" })";

}  // namespace

TEST_CASE("a mended record stands beside the original, masked, with today's mapping's word on it and who made it") {
  World world;
  const Reply still = post(world, address(world.letter, "/mend"), {{"payload", R"({"key":"P7","born":"31/02/1985"})"}});
  REQUIRE(still.status == 200);
  CHECK(still.body.at("outcome") == "dead");
  CHECK_FALSE(still.body.at("reasons").as_array().empty());
  CHECK(json::serialize(still.body).find("31/02/1985") == std::string::npos);

  const Reply mended = post(world, address(world.letter, "/mend"), {{"payload", good}, {"note", "theo phiếu giấy"}});
  REQUIRE(mended.status == 200);
  CHECK(mended.body.at("outcome") == "mapped");
  const json::value& letter = mended.body.at("letter");
  CHECK(letter.at("mended") == true);
  CHECK(letter.at("payload").is_null());
  CHECK(letter.at("mended_payload").is_null());
  CHECK(letter.at("events").as_array().back().at("who") == "clerk");
  CHECK(world.last_deed() == "clerk letter_mend dead-letter/" + std::to_string(world.letter) + " theo phiếu giấy");
  const auto kept = world.store().reader().dead_letter(world.letter);
  CHECK(kept->mended.value().find("1985-01-02") != std::string::npos);
  CHECK(kept->payload.find("1985-01-02") == std::string::npos);

  CHECK(post(world, address(world.letter, "/mend"), {{"payload", good}}).status == 422);  // as it is
  CHECK(post(world, address(world.letter, "/mend"), {{"payload", "no JSON"}}).status == 422);
  CHECK(post(world, address(999'999, "/mend"), {{"payload", good}}).status == 404);
}

TEST_CASE("a letter that is closed is neither mended nor dismissed again, and a dismissal can be taken back") {
  World world;
  const json::object dismissal{{"letters", {world.letter}}, {"reason", "bản ghi thử của nguồn"}};
  CHECK(post(world, "/api/v1/dead-letters/dismiss", {{"letters", {world.letter}}, {"reason", "  "}}).status == 422);
  CHECK(state_of(world, world.letter) == store::LetterState::waiting);
  const Reply dismissed = post(world, "/api/v1/dead-letters/dismiss", dismissal);
  REQUIRE(dismissed.status == 200);
  CHECK(dismissed.body.at("dismissed") == 1);
  CHECK(world.last_deed() ==
        "clerk letter_dismiss dead-letter/" + std::to_string(world.letter) + " 1: bản ghi thử của nguồn");
  CHECK(world.get(address(world.letter)).body.at("closed_reason") == "bản ghi thử của nguồn");
  CHECK(post(world, address(world.letter, "/mend"), {{"payload", good}}).status == 409);
  CHECK(post(world, "/api/v1/dead-letters/dismiss", dismissal).status == 422);

  const Reply reopened = post(world, address(world.letter, "/reopen"), {});
  REQUIRE(reopened.status == 200);
  CHECK(reopened.body.at("state") == "waiting");
  CHECK(post(world, address(world.letter, "/reopen"), {}).status == 409);
}

TEST_CASE("a cause is dismissed as a whole, and nothing of another flow with it") {
  World world;
  const Reply causes = world.get("/api/v1/dead-letters/causes?flow=hospital_people");
  const json::value cause = causes.body.at("items").as_array().front().at("cause");
  CHECK(
      post(world, "/api/v1/dead-letters/dismiss", {{"cause", cause}, {"reason", "đã nhập tay"}}).body.at("dismissed") ==
      3);
  CHECK(world.get("/api/v1/dead-letters?flow=hospital_people").body.at("items").as_array().empty());
  CHECK(world.get("/api/v1/dead-letters?flow=portal_people").body.at("items").as_array().size() == 3);
}

TEST_CASE("a replay is a job that sends what was mended through today's mapping and tells what came of it") {
  World world;
  REQUIRE(post(world, address(world.letter, "/mend"), {{"payload", good}}).status == 200);
  const Reply begun = post(world, "/api/v1/dead-letters/replay", {{"flow", "portal_people"}, {"rate", 5000}});
  REQUIRE(begun.status == 202);
  CHECK(begun.body.at("kind") == "replay");
  CHECK(begun.body.at("subject") == "flow/portal_people");
  CHECK(begun.body.at("total") == 3);
  CHECK(world.last_deed() == "clerk letter_replay flow/portal_people 3");
  const std::int64_t id = begun.body.at("id").as_int64();
  REQUIRE(world.jobs().wait(id));
  const Reply job = world.get("/api/v1/jobs/" + std::to_string(id));
  INFO(json::serialize(job.body));
  CHECK(job.body.at("state") == "done");
  CHECK(job.body.at("done") == 3);
  CHECK(job.body.at("who") == "clerk");
  const json::value& run = job.body.at("result").at("runs").as_array().front();
  CHECK(run.at("counts").at("created") == 1);
  CHECK(run.at("counts").at("dead") == 2);  // nobody mended those
  CHECK(state_of(world, world.letter) == store::LetterState::replayed);
  CHECK(state_of(world, world.letter + 1) == store::LetterState::waiting);
}

TEST_CASE("a replay names exactly one of letters, cause and flow, and letters that wait") {
  World world;
  const std::string target = "/api/v1/dead-letters/replay";
  CHECK(post(world, target, {}).status == 422);
  CHECK(post(world, target, {{"flow", "portal_people"}, {"letters", {world.letter}}}).status == 422);
  CHECK(post(world, target, {{"flow", "nowhere"}}).status == 404);
  CHECK(post(world, target, {{"cause", "ffffffffff"}}).status == 422);
  CHECK(post(world, target, {{"letters", {999'999}}}).status == 422);
  CHECK(post(world, target, {{"letters", {"1"}}}).status == 400);
  CHECK(post(world, target, {{"flow", "portal_people"}, {"rate", 0}}).status == 422);
  const json::array many(1'001, json::value(world.letter));
  CHECK(post(world, target, {{"letters", many}}).status == 422);
  CHECK(world.get("/api/v1/jobs").body.at("items").as_array().size() == 1);
}

TEST_CASE("a job is cancelled once, and seen by those who see its systems") {
  World world;
  const std::string portal = "/api/v1/jobs/" + std::to_string(world.job);
  CHECK(world.get(portal, "portal.team").status == 200);
  const Reply begun = post(world, "/api/v1/dead-letters/replay", {{"flow", "hospital_people"}, {"rate", 5000}});
  const std::string hospital = "/api/v1/jobs/" + std::to_string(begun.body.at("id").as_int64());
  CHECK(world.get(hospital).status == 200);
  CHECK(world.get(hospital, "portal.team").status == 404);
  CHECK(world.get("/api/v1/jobs", "portal.team").body.at("items").as_array().size() == 1);

  CHECK(world.ask("DELETE", portal, {.user = "clerk"}).status == 204);
  CHECK(world.last_deed() == "clerk job_cancel job/" + std::to_string(world.job) + " run portal_people");
  CHECK(world.jobs().wait(world.job)->state == app::JobState::cancelled);
  CHECK(world.ask("DELETE", portal, {.user = "clerk"}).status == 409);
}

TEST_CASE("no more than eight jobs are under way at once") {
  World world;
  for (std::size_t i = 1; i < app::Jobs::most_at_once; ++i)
    world.jobs().start({.kind = "run", .subject = "x", .systems = {}, .who = {}, .total = {}},
                       [](const app::Jobs::Progress&, const std::stop_token& stop) -> app::JobResult {
                         while (!stop.stop_requested()) std::this_thread::yield();
                         return {};
                       });
  const Reply refused = post(world, "/api/v1/dead-letters/replay", {{"flow", "hospital_people"}});
  CHECK(refused.status == 503);
  CHECK(world.jobs().cancel(world.job));
  REQUIRE(world.jobs().wait(world.job));
}
