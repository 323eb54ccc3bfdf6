// Reports over the API: made once, downloaded as they were made, sent, verified.
#include "api_world.hpp"
#include "base/encoding.hpp"

#include <catch2/catch.hpp>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

Reply post_report(World& world, const std::string& target, const json::object& body,
                  const std::string& user = "clerk") {
  return world.ask("POST", "/api/v1/reports" + target, {.user = user}, json::serialize(body));
}

}  // namespace

TEST_CASE("a report that was made is kept, listed, and downloaded in every format as it was made") {
  World world;
  const Reply made = post_report(world, "", {{"kind", "daily"}, {"number", "12"}});
  REQUIRE(made.status == 200);
  const std::string id(made.body.at("id").as_string());
  CHECK(id.starts_with("daily-"));
  CHECK(world.last_deed() == "clerk report_make report/" + id + " " + std::string(made.body.at("sha256").as_string()));
  CHECK(post_report(world, "", {{"kind", "daily"}}).status == 409);
  CHECK(world.get("/api/v1/reports").body.at("items").as_array().size() == 1);

  const std::pair<const char*, const char*> files[] = {{"pdf", "%PDF-"}, {"xlsx", "PK"}, {"html", "<!"}, {"json", "{"}};
  for (const auto& [format, begin] : files) {
    INFO(format);
    Reply file = world.get("/api/v1/reports/" + id + "/file?format=" + format, "chief");
    REQUIRE(file.status == 200);
    CHECK(file.headers["Content-Disposition"] == "attachment; filename=\"" + id + "." + format + "\"");
    CHECK(file.bytes.starts_with(begin));
  }
  CHECK(world.get("/api/v1/reports/" + id + "/file?format=doc").status == 400);
  CHECK(world.get("/api/v1/reports/..").status != 200);
  CHECK(world.get("/api/v1/reports/daily-1999-01-01").status == 404);
}

TEST_CASE("a report's period is asked for by days that are") {
  World world;
  CHECK(post_report(world, "", {{"kind", "on-demand"}, {"from", "yesterday"}}).status == 422);
  CHECK(post_report(world, "", {{"kind", "on-demand"}, {"from", "2026-09-22"}, {"to", "2026-09-21"}}).status == 422);
  CHECK(post_report(world, "", {{"kind", "daily"}, {"to", "2026-09-21"}}).status == 422);
  CHECK(post_report(world, "", {{"kind", "yearly"}}).status == 400);
  CHECK(world.get("/api/v1/reports").body.at("items").as_array().empty());
}

TEST_CASE("a file is verified against the kept report, and a changed byte is seen") {
  World world;
  const std::string id(post_report(world, "", {{"kind", "daily"}}).body.at("id").as_string());
  std::string pdf = world.get("/api/v1/reports/" + id + "/file").bytes;
  const Reply whole = post_report(world, "/verify", {{"file", to_base64(pdf)}}, "chief");
  REQUIRE(whole.status == 200);
  CHECK(whole.body.at("finding") == "intact");
  CHECK(whole.body.at("report").as_string() == id);
  CHECK(whole.body.at("kept") == whole.body.at("sha256"));
  pdf[pdf.size() / 2] ^= 1;
  CHECK(post_report(world, "/verify", {{"file", to_base64(pdf)}}, "chief").body.at("finding") == "altered");
  CHECK(post_report(world, "/verify", {{"file", to_base64("no report")}}, "chief").status == 422);
  CHECK(post_report(world, "/verify", {{"file", "***"}}, "chief").status == 422);
}

TEST_CASE("a report is sent by a job that says where it could not go") {
  World world;
  const std::string id(post_report(world, "", {{"kind", "daily"}}).body.at("id").as_string());
  const Reply begun = post_report(world, "/" + id + "/send", json::object());
  REQUIRE(begun.status == 202);
  CHECK(begun.body.at("kind") == "send");
  CHECK(begun.body.at("total") == 1);
  const auto job = world.jobs().wait(begun.body.at("id").as_int64());
  REQUIRE(job);
  CHECK(job->state == app::JobState::failed);  // the mail's server of the test is nowhere
  CHECK_FALSE(job->error.empty());
  CHECK(world.last_deed() == "clerk report_send report/" + id + " mail");
}

TEST_CASE("reports are of the whole hub, so no vendor sees one") {
  World world;
  const std::string id(post_report(world, "", {{"kind", "daily"}}).body.at("id").as_string());
  CHECK(world.get("/api/v1/reports", "portal.team").body.at("items").as_array().empty());
  CHECK(world.get("/api/v1/reports/" + id, "portal.team").status == 404);
  CHECK(world.get("/api/v1/reports/" + id + "/file", "portal.team").status == 404);
}
