// Who is who over the API: what is said, taken back, asked and answered, and what a row's history tells.
#include "api_world.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

Reply post_judgement(World& world, const std::string& target, const json::object& body,
                     const std::string& user = "clerk") {
  return world.ask("POST", "/api/v1/" + target, {.user = user}, json::serialize(body));
}

std::string person(store::RowId row, const std::string& deed = {}) {
  return "records/person/" + std::to_string(row) + deed;
}

std::size_t people(World& world) { return world.get("/api/v1/records/person").body.at("items").as_array().size(); }

}  // namespace

TEST_CASE("two rows that are said to be one are one until that is taken back") {
  World world;
  REQUIRE(people(world) == 3);
  const Reply merged =
      post_judgement(world, person(world.binh, "/merge"), {{"other", "990095000333"}, {"reason", "cùng một thẻ"}});
  REQUIRE(merged.status == 200);
  CHECK(merged.body.at("saying") == "same");
  CHECK(merged.body.at("by") == "clerk");
  CHECK(merged.body.at("stands") == true);
  CHECK(people(world) == 2);
  const std::string id = std::to_string(merged.body.at("id").as_int64());
  CHECK(world.last_deed() == "clerk record_merge person/" + std::to_string(world.binh) + " person/" +
                                 std::to_string(world.other_binh) + " judgement/" + id);

  REQUIRE(post_judgement(world, "judgements/" + id + "/undo", {{"reason", "hai thẻ"}}).status == 200);
  CHECK(people(world) == 3);
  CHECK(post_judgement(world, "judgements/" + id + "/undo", {{"reason", "lần nữa"}}).status == 409);
  CHECK(post_judgement(world, "judgements/99/undo", {{"reason", "không có"}}).status == 404);
  const Reply log = world.get("/api/v1/judgements");
  CHECK(log.body.at("items").as_array().size() == 2);
  CHECK(log.body.at("items").as_array().front().at("undone") == merged.body.at("id"));
  const Reply page = world.get("/api/v1/judgements?limit=1");
  const std::string next(page.body.at("next").as_string());
  CHECK(world.get("/api/v1/judgements?limit=1&cursor=" + next).body.at("items").as_array().front().at("id") ==
        merged.body.at("id"));
}

TEST_CASE("what is said needs a reason and two rows, and names nobody in the log or in a refusal") {
  World world;
  CHECK(post_judgement(world, person(world.binh, "/merge"), {{"other", "990095000333"}, {"reason", " "}}).status ==
        422);
  const Reply nobody =
      post_judgement(world, person(world.binh, "/merge"), {{"other", "990099999999"}, {"reason", "x"}});
  CHECK(nobody.status == 404);
  CHECK(json::serialize(nobody.body).find("990099999999") == std::string::npos);
  CHECK(post_judgement(world, person(999'999, "/merge"), {{"other", "990095000333"}, {"reason", "x"}}).status == 404);
  CHECK(post_judgement(world, person(world.binh, "/merge"), {{"other", std::to_string(world.binh)}, {"reason", "x"}})
            .status == 422);
  REQUIRE(
      post_judgement(world, person(world.an, "/never"), {{"other", "990090000222"}, {"reason", "hai anh em"}}).status ==
      200);
  CHECK(world.last_deed().find("9900") == std::string::npos);
  const Reply contrary =
      post_judgement(world, person(world.an, "/merge"), {{"other", "990090000222"}, {"reason", "x"}});
  CHECK(contrary.status == 422);
}

TEST_CASE("a source record that is not of its row gets its own") {
  World world;
  const json::object order{
      {"system", "hospital"}, {"stream", "people"}, {"key", "990085000111"}, {"reason", "gõ nhầm số"}};
  const Reply split = post_judgement(world, person(world.an, "/split"), order);
  REQUIRE(split.status == 200);
  CHECK(json::serialize(split.body).find("990085000111") == std::string::npos);
  CHECK(people(world) == 4);
}

TEST_CASE("a question shows both rows and the weights without the persons, and one answer closes it") {
  World world;
  const std::string review = "reviews/" + std::to_string(world.review);
  const Reply shown = world.get("/api/v1/" + review, "chief");
  REQUIRE(shown.status == 200);
  CHECK(shown.body.at("weights").as_array().size() == 2);
  CHECK(shown.body.at("bits") == 4.5);
  const std::string text = json::serialize(shown.body);
  for (const char* secret : {"Bình", "1990-01-31", "990090000222"}) CHECK(text.find(secret) == std::string::npos);
  bool same_name = false;
  for (const auto& field : shown.body.at("fields").as_array())
    if (field.at("field") == "full_name") same_name = field.at("same").as_bool();
  CHECK(same_name);

  CHECK(post_judgement(world, review + "/answer", {{"answer", "assign"}, {"to", "mai"}}).body.at("assigned_to") ==
        "mai");
  CHECK(post_judgement(world, review + "/answer", {{"answer", "merge"}}).status == 422);
  const Reply answered = post_judgement(world, review + "/answer", {{"answer", "never"}, {"reason", "khác ngày sinh"}});
  REQUIRE(answered.status == 200);
  CHECK(answered.body.at("judgement") == 1);
  CHECK(world.last_deed() == "clerk review_never review/" + std::to_string(world.review) + " judgement/1");
  CHECK(post_judgement(world, review + "/answer", {{"answer", "merge"}, {"reason", "nghĩ lại"}}).status == 409);
  CHECK(world.get("/api/v1/reviews").body.at("items").as_array().empty());
  CHECK(world.get("/api/v1/reviews/999").status == 404);
}

TEST_CASE("a row's history tells what was heard, said and disclosed, the latest first and masked") {
  World world;
  REQUIRE(
      post_judgement(world, person(world.an, "/never"), {{"other", "990090000222"}, {"reason", "hai anh em"}}).status ==
      200);
  const Reply reply = world.get("/api/v1/" + person(world.an, "/timeline"));
  REQUIRE(reply.status == 200);
  std::map<std::string, int> seen;
  std::string before = "9";
  for (const auto& moment : reply.body.at("items").as_array()) {
    ++seen[std::string(moment.at("what").as_string())];
    const std::string at = moment.at("at").is_null() ? "" : std::string(moment.at("at").as_string());
    CHECK(at <= before);
    before = at;
  }
  CHECK(seen["heard"] == 2);  // the portal and the hospital
  CHECK(seen["judged"] == 1);
  CHECK(seen["disclosed"] == 1);
  CHECK(json::serialize(reply.body).find("990085000111") == std::string::npos);
  CHECK(world.get("/api/v1/" + person(999'999, "/timeline")).status == 404);
}

TEST_CASE("a page of questions, or of what left of a row, begins behind the one before") {
  World world;
  {
    const int entity = world.store().entity("person");
    auto transaction = world.store().begin();
    transaction.put_question(entity, world.an, world.binh, 0.1, "{}");
    transaction.put_question(entity, world.an, world.other_binh, -7, "{}");
    const store::DisclosedFields fields{"app_people", "app", "care", {"person.full_name"}};
    for (const std::int64_t hash : {1, 2}) {
      const store::Disclosure sent{world.an, 1, hash};
      transaction.put_disclosures(world.run, fields, std::span(&sent, 1));
    }
    transaction.commit();
  }
  for (const std::string& list : {std::string("reviews"), person(world.an, "/disclosures")}) {
    INFO(list);
    const Reply whole = world.get("/api/v1/" + list);
    REQUIRE(whole.body.at("items").as_array().size() == 3);
    json::array paged;
    std::string cursor;
    for (int page = 0; page < 4; ++page) {
      const Reply reply = world.get("/api/v1/" + list + "?limit=1" + cursor);
      REQUIRE(reply.status == 200);
      for (const auto& item : reply.body.at("items").as_array()) paged.push_back(item);
      if (reply.body.at("next").is_null()) break;
      cursor = "&cursor=" + std::string(reply.body.at("next").as_string());
    }
    CHECK(paged == whole.body.at("items").as_array());
  }
}

TEST_CASE("a cursor that nobody gave is refused or leads nowhere, never beyond") {
  World world;
  for (const std::string cursor : {"2d39", "32313437343833363437", "78"})  // -9, 2147483647, x
    for (const std::string list : {"/api/v1/reviews", "/api/v1/reports", "/api/v1/judgements"}) {
      INFO(list << " " << cursor);
      CHECK(world.get(list + "?cursor=" + cursor).status == 200);
    }
  CHECK(world.get("/api/v1/" + person(world.an, "/disclosures?cursor=2d39")).status == 200);
}
