// Promises of the routes that change the configuration's files.
#include "api_world.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace lt;
using namespace lt::app::test;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

const std::string files = "/api/v1/settings/files/";
const std::string flow = files + "flows%2Fportal_people.yaml";

void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

std::string body_with(const std::string& text, const std::string& reason = "") {
  return json::serialize(json::object{{"text", text}, {"reason", reason}});
}

Reply put(World& world, const std::string& target, const std::string& text, const std::string& tag,
          const std::string& reason = "") {
  return world.ask("PUT", target, {.user = "boss", .headers = {{"If-Match", "\"" + tag + "\""}}},
                   body_with(text, reason));
}

std::string member(const Reply& reply, const char* name) { return std::string(reply.body.at(name).as_string()); }

json::array changes(World& world) { return world.get("/api/v1/settings/changes").body.at("items").as_array(); }

}  // namespace

TEST_CASE("a file is written by who knows its present text, and then the hub is told and both logs hold it") {
  World world;
  Reply first = world.get(flow);
  REQUIRE(first.status == 200);
  CHECK(first.headers["ETag"] == "\"" + member(first, "etag") + "\"");
  const std::string text = replaced(member(first, "text"), "every: 15m", "every: 20m");
  CHECK(world.ask("PUT", flow, {.user = "boss"}, body_with(text)).status == 428);
  CHECK(put(world, flow, text, "0000000000000000").status == 412);
  CHECK(world.ask("PUT", flow, {.user = "boss", .headers = {{"If-None-Match", "*"}}}, body_with(text)).status == 412);
  CHECK_FALSE(world.renewal.wait(std::chrono::milliseconds(0), {}));
  const Reply written = put(world, flow, text, member(first, "etag"), "nguồn chậm");
  REQUIRE(written.status == 200);
  CHECK(read(world.folder() / "config/flows/portal_people.yaml") == text);
  CHECK(world.renewal.wait(std::chrono::milliseconds(0), {}));
  CHECK(member(world.get(flow), "etag") == member(written, "etag"));
  CHECK(put(world, flow, text, member(written, "etag")).body.at("change").is_null());
  REQUIRE(changes(world).size() == 1);
  const auto lines = world.access().audit().lines({.act = "settings_write"});
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().who == "boss");
  CHECK(lines.front().subject == "flows/portal_people.yaml");
  CHECK(lines.front().detail == "change 1: nguồn chậm");
}

TEST_CASE("a text that makes the configuration wrong is refused with file and line, and nothing is written") {
  World world;
  const Reply first = world.get(flow);
  const std::string text = replaced(member(first, "text"), "fresh_within", "fresh_witin");
  Reply refused = put(world, flow, text, member(first, "etag"));
  REQUIRE(refused.status == 422);
  const auto& violations = refused.body.at("violations").as_array();
  REQUIRE(violations.size() == 1);
  CHECK(violations.front().at("file") == "flows/portal_people.yaml");
  CHECK(violations.front().at("line") == 9);
  CHECK(violations.front().at("message") == "unknown key 'fresh_witin'; did you mean 'fresh_within'?");
  const Reply checked = world.ask("POST", "/api/v1/settings/check", {.user = "boss"},
                                  json::serialize(json::object{{"path", "flows/portal_people.yaml"}, {"text", text}}));
  CHECK(checked.body.at("violations") == refused.body.at("violations"));
  CHECK(read(world.folder() / "config/flows/portal_people.yaml") == member(first, "text"));
  CHECK(changes(world).empty());
  CHECK_FALSE(world.renewal.wait(std::chrono::milliseconds(0), {}));
  // Wrong in another file: it is told there.
  const Reply without =
      world.ask("DELETE", files + "mappings%2Fpeople.yaml", {.user = "boss", .headers = {{"If-Match", "*"}}});
  REQUIRE(without.status == 422);
  CHECK(without.body.at("violations").at(0).at("file").as_string().starts_with("flows/"));
  CHECK(fs::exists(world.folder() / "config/mappings/people.yaml"));
}

TEST_CASE("a configuration that is wrong already is mended file by file, and made worse by nothing") {
  World world;
  const fs::path folder = world.folder() / "config/flows";
  const std::string portal = read(folder / "portal_people.yaml");
  const std::string hospital = read(folder / "hospital_people.yaml");
  write(folder / "portal_people.yaml", replaced(portal, "direction: in", "direction: inn"));
  write(folder / "hospital_people.yaml", replaced(hospital, "direction: in", "direction: inn"));
  const auto tag = [&](const std::string& target) { return member(world.get(target), "etag"); };
  const std::string other = files + "flows%2Fhospital_people.yaml";
  CHECK(put(world, files + "flows%2Fapp_people.yaml", "flow: [\n", tag(files + "flows%2Fapp_people.yaml")).status ==
        422);
  CHECK(put(world, flow, portal, tag(flow)).status == 200);
  CHECK(put(world, other, hospital, tag(other)).status == 200);
}

TEST_CASE("a change tells what differs and is taken back while nothing came after it") {
  World world;
  const std::string before = member(world.get(flow), "text");
  const std::string second = replaced(before, "every: 15m", "every: 20m");
  const std::string third = replaced(second, "fresh_within: 1h", "fresh_within: 2h");
  REQUIRE(put(world, flow, second, member(world.get(flow), "etag")).status == 200);
  REQUIRE(put(world, flow, third, member(world.get(flow), "etag")).status == 200);
  const Reply change = world.get("/api/v1/settings/changes/1");
  CHECK(member(change, "before") == before);
  CHECK(member(change, "after") == second);
  CHECK(member(change, "diff").find("\n-schedule: {every: 15m}\n+schedule: {every: 20m}\n") != std::string::npos);
  const std::string why = R"({"reason":"nhầm"})";
  CHECK(world.ask("POST", "/api/v1/settings/changes/1/undo", {.user = "boss"}, why).status == 409);
  CHECK(world.ask("POST", "/api/v1/settings/changes/2/undo", {.user = "boss"}, why).status == 200);
  CHECK(read(world.folder() / "config/flows/portal_people.yaml") == second);
  CHECK(world.ask("POST", "/api/v1/settings/changes/1/undo", {.user = "boss"}, why).status == 200);
  CHECK(read(world.folder() / "config/flows/portal_people.yaml") == before);
  CHECK(changes(world).at(0).at("kind") == "undo");
  CHECK(world.get("/api/v1/settings/changes/99").status == 404);
}

TEST_CASE("an edit of the files themselves is put down as made outside, and can be taken back") {
  World world;
  const fs::path file = world.folder() / "config/flows/portal_people.yaml";
  const std::string before = read(file);
  write(file, replaced(before, "every: 15m", "every: 30m"));
  fs::create_directory(world.folder() / "config/reference");
  write(world.folder() / "config/reference/colours.yaml", "{}\n");
  const auto seen = changes(world);
  REQUIRE(seen.size() == 2);
  for (const auto& each : seen) {
    CHECK(each.at("kind") == "outside");
    CHECK(each.at("who") == "");
  }
  CHECK(changes(world).size() == 2);
  const std::string id =
      std::to_string(seen.at(seen.at(0).at("path") == "flows/portal_people.yaml" ? 0 : 1).at("id").as_int64());
  CHECK(world.ask("POST", "/api/v1/settings/changes/" + id + "/undo", {.user = "boss"}, R"({"reason":"x"})").status ==
        200);
  CHECK(read(file) == before);
}

TEST_CASE("nothing outside of the configuration and no secret is ever read, written or removed") {
  World world;
  fs::create_symlink("../../secrets.yaml", world.folder() / "config/systems/link.yaml");
  write(world.folder() / "outside.yaml", "outside: 1\n");
  const std::string secrets = read(world.folder() / "secrets.yaml");
  for (const std::string path :
       {"..%2Fsecrets.yaml", "systems%2F..%2F..%2Fsecrets.yaml", "systems%2Flink.yaml", "%2Fetc%2Fpasswd",
        "secrets.yaml", "..%2Foutside.yaml", "systems%2F.hidden.yaml", "systems%2Fa%2Fb.yaml", "systems%2Fa.yaml%00",
        "systems%2F", "report%2Fstyle.css", "systems%2Fa.yaml%2F..%2F..%2Fhub.yaml", "SYSTEMS%2Fa.yaml",
        "systems%5Ca.yaml", "systems%2F%E2%80%A6.yaml"}) {
    INFO(path);
    const Reply got = world.get(files + path);
    CHECK((got.status == 404 || got.status == 400));
    CHECK(json::serialize(got.body).find("of-the-world") == std::string::npos);
    for (const auto& condition : {api::HttpHeader{"If-Match", "*"}, api::HttpHeader{"If-None-Match", "*"}}) {
      const Reply written =
          world.ask("PUT", files + path, {.user = "boss", .headers = {condition}}, body_with("a: 1\n"));
      CHECK(written.status >= 400);
      CHECK(written.status < 500);
      CHECK(world.ask("DELETE", files + path, {.user = "boss", .headers = {condition}}).status >= 400);
    }
  }
  CHECK(read(world.folder() / "secrets.yaml") == secrets);
  CHECK(fs::exists(world.folder() / "outside.yaml"));
  CHECK_FALSE(fs::exists(world.folder() / "config/secrets.yaml"));
  const Reply list = world.get("/api/v1/settings");
  for (const auto& item : list.body.at("items").as_array()) CHECK(item.at("path") != "systems/link.yaml");
}

TEST_CASE("what was refused on the disk is told with the configuration that serves") {
  World world;
  world.renewal.taken(world.clock.now());
  CHECK(world.get("/api/v1/settings/state").body.at("refused").is_null());
  world.renewal.refused(world.clock.now(), {{"flows/x.yaml", 3, "unknown key"}});
  const Reply state = world.get("/api/v1/settings/state");
  CHECK(state.body.at("refused").at("violations").at(0).at("line") == 3);
  CHECK(state.body.at("writable") == true);
}

TEST_CASE("a mapping's text is tried on its examples: what came beside what should, faults with their lines") {
  World world;
  const Reply mapping = world.get("/api/v1/mappings/people");
  REQUIRE(mapping.status == 200);
  REQUIRE(mapping.body.at("results").as_array().size() == 1);
  CHECK(mapping.body.at("results").at(0).at("passed") == true);
  CHECK(mapping.body.at("flows") == json::array{"hospital_people", "portal_people"});
  const auto tried = [&](const std::string& text) {
    return world
        .ask("POST", "/api/v1/mappings/try", {.user = "clerk"},
             json::serialize(json::object{{"path", "mappings/people.yaml"}, {"text", text}}))
        .body;
  };
  const json::value other = tried(replaced(member(mapping, "text"), "full_name: /name", "full_name: /name | upper"));
  CHECK(other.at("violations").as_array().empty());
  const auto& result = other.at("results").at(0);
  CHECK(result.at("passed") == false);
  CHECK(result.at("line") == 13);
  CHECK(json::parse(result.at("result").as_string()).at("entities").at("person").at("full_name") == "NGUYỄN VĂN AN");
  CHECK(json::parse(result.at("expected").as_string()).at("entities").at("person").at("full_name") == "Nguyễn Văn An");
  CHECK(json::parse(result.at("source").as_string()).at("name") == "Nguyễn Văn An");
  CHECK(result.at("differences").at(0) == "person.full_name: expected 'Nguyễn Văn An', came 'NGUYỄN VĂN AN'");
  const json::value broken = tried(replaced(member(mapping, "text"), "full_name: /name", "full_nam: /name"));
  CHECK(broken.at("results").as_array().empty());
  CHECK(broken.at("violations").at(0).at("file") == "mappings/people.yaml");
  CHECK(broken.at("violations").at(0).at("line") == 8);
  CHECK(read(world.folder() / "config/mappings/people.yaml") == member(mapping, "text"));
}
