// The promise of the document: every route answers as it says.
#include "api/endpoint.hpp"
#include "api_world.hpp"
#include "app/backups.hpp"
#include "base/encoding.hpp"
#include "examples.hpp"

#include <catch2/catch.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <set>

using namespace lt;
using namespace lt::app::test;
namespace json = boost::json;

namespace {

std::string kept_report(World& world) {
  const Reply made = world.ask("POST", "/api/v1/reports", {.user = "boss"}, R"({"kind":"daily"})");
  REQUIRE(made.status == 200);
  return std::string(made.body.at("id").as_string());
}

}  // namespace

std::vector<Example> lt::app::test::examples(World& world) {
  const std::string letter = "/api/v1/dead-letters/" + std::to_string(world.letter);
  const std::string an = "/api/v1/records/person/" + std::to_string(world.an);
  const std::string purpose = R"({"purpose":"người dân yêu cầu"})";
  const std::string binh = "/api/v1/records/person/" + std::to_string(world.binh);
  const std::string review = "/api/v1/reviews/" + std::to_string(world.review);
  const std::string because = R"(","reason":"theo thẻ căn cước"})";
  const std::string report = kept_report(world);
  const std::string backup = app::Backups(world.configuration()).make(world.clock.now(), {}).name;
  const std::string whom = R"({"entity":"person","id":"990085000111")";
  const std::string again = "/api/v1/settings/files/flows%2Fagain.yaml";
  const std::string streams =
      R"({"url":"http://127.0.0.1:9","streams":{"people":{"key":["/key"],"read":{"path":"/people"}}}})";
  return {{"getOpenApi", "/api/v1/openapi.json"},
          {"signIn", "/api/v1/session", std::string(R"({"user":"chief","password":")") + password + "\"}"},
          {"getSession", "/api/v1/session"},
          {"signOut", "/api/v1/session"},
          {"listSignInWays", "/api/v1/session/ways"},
          {"changePassword", "/api/v1/session/password",
           std::string(R"({"present":")") + password + R"(","chosen":"một mật khẩu khác"})"},
          {"listSystems", "/api/v1/systems"},
          {"getSystem", "/api/v1/systems/portal"},
          {"listFlows", "/api/v1/flows"},
          {"getFlow", "/api/v1/flows/portal_people"},
          {"runFlow", "/api/v1/flows/hospital_people/run", R"({"from_the_start":true})"},
          {"rehearseFlow", "/api/v1/flows/hospital_people/dry-run"},
          {"pauseFlow", "/api/v1/flows/portal_people/pause", R"({"reason":"nguồn bảo trì"})"},
          {"resumeFlow", "/api/v1/flows/portal_people/resume"},
          {"listen", "/api/v1/events"},
          {"listRuns", "/api/v1/runs"},
          {"getRun", "/api/v1/runs/" + std::to_string(world.run)},
          {"listCauses", "/api/v1/dead-letters/causes"},
          {"listLetters", "/api/v1/dead-letters"},
          {"getLetter", letter},
          {"unmaskLetter", letter + "/unmask", purpose},
          {"mendLetter", letter + "/mend", R"({"payload":"{\"key\":\"P9\"}","note":"theo phiếu giấy"})"},
          {"dismissLetters", "/api/v1/dead-letters/dismiss",
           R"({"letters":[)" + std::to_string(world.letter) + R"(],"reason":"bản ghi thử"})"},
          {"reopenLetter", letter + "/reopen", R"({"note":"nhầm"})"},
          {"replayLetters", "/api/v1/dead-letters/replay", R"({"flow":"hospital_people","rate":5000})"},
          {"listJobs", "/api/v1/jobs"},
          {"getJob", "/api/v1/jobs/" + std::to_string(world.job)},
          {"cancelJob", "/api/v1/jobs/" + std::to_string(world.job)},
          {"listEntities", "/api/v1/records"},
          {"findRecords", "/api/v1/records/person"},
          {"getRecord", an},
          {"unmaskRecord", an + "/unmask", purpose},
          {"getTimeline", an + "/timeline"},
          {"listDisclosures", an + "/disclosures"},
          {"listDeliveries", an + "/deliveries"},
          {"listReviews", "/api/v1/reviews"},
          {"getReview", review},
          {"answerReview", review + "/answer", R"({"answer":"assign","to":"clerk"})"},
          {"mergeRecords", binh + "/merge", R"({"other":")" + std::to_string(world.other_binh) + because},
          {"listJudgements", "/api/v1/judgements"},
          {"undoJudgement", "/api/v1/judgements/1/undo", R"({"reason":"hai thẻ khác nhau"})"},
          {"separateRecords", an + "/never", R"({"other":"990090000222)" + because},
          {"splitRecord", an + "/split", R"({"system":"hospital","stream":"people","key":"990085000111)" + because},
          {"listReports", "/api/v1/reports"},
          {"makeReport", "/api/v1/reports", R"({"kind":"weekly"})"},
          {"getReport", "/api/v1/reports/" + report},
          {"getReportFile", "/api/v1/reports/" + report + "/file?format=json"},
          {"sendReport", "/api/v1/reports/" + report + "/send", "{}"},
          {"verifyReport", "/api/v1/reports/verify",
           R"({"file":")" + to_base64(world.get("/api/v1/reports/" + report + "/file?format=json").bytes) + "\"}"},
          {"findUnits", "/api/v1/units?q=14758"},
          {"listPlugins", "/api/v1/plugins"},
          {"getPlugin", "/api/v1/plugins/rest"},
          {"testPlugin", "/api/v1/plugins/rest/test"},
          {"getFigures", "/api/v1/report"},
          {"listAuditLines", "/api/v1/audit"},
          {"verifyAudit", "/api/v1/audit/verdict"},
          {"listUsers", "/api/v1/users"},
          {"addUser", "/api/v1/users", R"({"name":"new","role":"vendor","systems":["portal"]})"},
          {"changeUser", "/api/v1/users/chief", R"({"disabled":true})"},
          {"resetPassword", "/api/v1/users/inspector/password"},
          {"addCode", "/api/v1/users/chief/code"},
          {"removeCode", "/api/v1/users/chief/code"},
          {"addToken", "/api/v1/users/clerk/tokens", R"({"label":"nightly","scopes":["look"],"days":30})"},
          {"listTokens", "/api/v1/tokens"},
          {"revokeToken", "/api/v1/users/clerk/tokens/nightly"},
          {"listSettings", "/api/v1/settings"},
          {"getSettingsState", "/api/v1/settings/state"},
          {"getSettings", "/api/v1/settings/files/flows%2Fportal_people.yaml"},
          {"putSettings",
           again,
           R"({"text":"flow: again\nlabel: {vi: Lần hai, en: Again}\ndirection: in\nsystem: )"
           R"(hospital\nstream: people\nmapping: people\nschedule: {every: 1h}\n)"
           R"(responsible: {vi: Bệnh viện, en: The hospital}\n","reason":"thử"})",
           {{"If-None-Match", "*"}}},
          {"deleteSettings", again + "?reason=thử", "", {{"If-Match", "*"}}},
          {"checkSettings", "/api/v1/settings/check", R"({"path":"flows/again.yaml","text":"flow: again\n"})"},
          {"listSettingsChanges", "/api/v1/settings/changes"},
          {"getSettingsChange", "/api/v1/settings/changes/1"},
          {"undoSettingsChange", "/api/v1/settings/changes/2/undo", R"({"reason":"vẫn cần"})"},
          {"addSystem", "/api/v1/systems", R"({"system":"ward","connector":"rest","settings":)" + streams + "}"},
          {"tryForm", "/api/v1/systems/test", R"({"system":"room","connector":"rest","settings":)" + streams + "}"},
          {"testSystem", "/api/v1/systems/clinic/test"},
          {"listStreams", "/api/v1/systems/clinic/streams"},
          {"getSample", "/api/v1/systems/clinic/streams/people/sample?limit=2"},
          {"unmaskSample", "/api/v1/systems/clinic/streams/people/sample/unmask", purpose},
          {"listMappings", "/api/v1/mappings"},
          {"getMapping", "/api/v1/mappings/people"},
          {"tryMapping", "/api/v1/mappings/try", R"({"path":"mappings/new.yaml","text":"direction: in\n"})"},
          {"listSecrets", "/api/v1/secrets"},
          {"putSecret", "/api/v1/secrets/clinic_token", R"({"value":"kept"})"},
          {"deleteSecret", "/api/v1/secrets/clinic_token"},
          {"findDisclosures", "/api/v1/disclosures", whom + "}"},
          {"rehearseErasure", "/api/v1/erasures/dry-run", whom + "}"},
          {"eraseRecord", "/api/v1/erasures", whom + R"(,"reason":"đơn số 17/2026"})"},
          {"listErasures", "/api/v1/erasures"},
          {"runRetention", "/api/v1/retention/run"},
          {"rehearseRetention", "/api/v1/retention/dry-run"},
          {"refoldRecords", "/api/v1/records/person/refold", R"({"reason":"Công văn 123"})"},
          {"rehearseRefold", "/api/v1/records/person/refold/dry-run"},
          {"listBackups", "/api/v1/backups"},
          {"removeBackup", "/api/v1/backups/" + backup},
          {"makeBackup", "/api/v1/backups"}};
}

namespace {

std::string faults_of(const json::object& document, const std::string& reference, const json::value& answer) {
  const json::value whole = {{"components", document.at("components")}, {"$ref", reference}};
  valijson::Schema compiled;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::BoostJsonAdapter(whole), compiled);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(compiled, valijson::adapters::BoostJsonAdapter(answer), &results);
  std::string faults;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const auto& step : error.context) faults += step;
    faults += ": " + error.description + "\n";
  }
  return faults;
}

const json::object& operation_of(const World& world, const api::Endpoint& endpoint) {
  std::string method = endpoint.method;
  for (char& letter : method) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return world.service().document().at("paths").at(endpoint.path).at(method).as_object();
}

}  // namespace

TEST_CASE("every route answers as the document says, and each has an example here") {
  World world;
  const auto all = examples(world);
  std::set<std::string> met;
  for (const Example& example : all) {
    INFO(example.operation);
    const auto& endpoints = world.service().table().endpoints;
    const auto endpoint = std::find_if(endpoints.begin(), endpoints.end(),
                                       [&](const api::Endpoint& each) { return each.operation == example.operation; });
    REQUIRE(endpoint != endpoints.end());
    met.insert(example.operation);
    // The guest's and the clerk's own routes: whoever changes his password must be able to sign in.
    const std::string user = endpoint->operation == "signIn"           ? ""
                             : endpoint->operation == "changePassword" ? "clerk"
                                                                       : "boss";
    const Reply reply =
        world.ask(endpoint->method, example.target, {.user = user, .headers = example.headers}, example.body);
    INFO(json::serialize(reply.body));
    const json::object& responses = operation_of(world, *endpoint).at("responses").as_object();
    if (!endpoint->media.empty()) {
      CHECK(reply.status == 200);
      CHECK(responses.at("200").at("content").as_object().contains(reply.headers.at("Content-Type")));
      continue;
    }
    if (endpoint->answers.empty()) {
      CHECK(reply.status == 204);
      CHECK(reply.body.is_null());
      CHECK(responses.contains("204"));
      continue;
    }
    REQUIRE(reply.status == endpoint->status);
    const json::string reference = responses.at(std::to_string(endpoint->status))
                                       .at("content")
                                       .at("application/json")
                                       .at("schema")
                                       .at("$ref")
                                       .as_string();
    CHECK(faults_of(world.service().document(), std::string(reference), reply.body) == "");
    // Lists of the world hold something, or nothing was held against the schema of their items.
    if (const auto* items = reply.body.as_object().if_contains("items");
        items && example.operation != std::string("listTokens"))
      CHECK_FALSE(items->as_array().empty());
  }
  for (const auto& endpoint : world.service().table().endpoints) {
    INFO(endpoint.operation);
    if (endpoint.sends_on) continue;  // oidc_test
    CHECK(met.contains(endpoint.operation));
  }
}

TEST_CASE("problems are as the document says, in the reader's language") {
  World world;
  const std::pair<const char*, int> asked[] = {{"/api/v1/runs/999999", 404},    {"/api/v1/nothing", 404},
                                               {"/api/v1/runs?limit=0", 400},   {"/api/v1/runs?limit=many", 400},
                                               {"/api/v1/runs?cursor=zz", 400}, {"/api/v1/runs?flwo=x", 400},
                                               {"/api/v1/runs?state=odd", 400}, {"/api/v1/units", 400}};
  for (const auto& [target, status] : asked) {
    INFO(target);
    Reply reply = world.get(target);
    CHECK(reply.status == status);
    CHECK(reply.headers["Content-Type"] == "application/problem+json; charset=utf-8");
    CHECK(reply.headers["Content-Language"] == "vi");
    CHECK(faults_of(world.service().document(), "#/components/schemas/Problem", reply.body) == "");
  }
  Reply english =
      world.ask("GET", "/api/v1/runs?flwo=x", {.user = "boss", .headers = {{"Accept-Language", "en-GB, vi;q=0.5"}}});
  CHECK(english.headers["Content-Language"] == "en");
  CHECK(english.body.at("detail") == "there is no parameter 'flwo'; did you mean 'flow'?");
  Reply method = world.ask("PATCH", "/api/v1/session", {.user = "boss"});
  CHECK(method.status == 405);
  CHECK(method.headers["Allow"] == "POST, GET, DELETE");
}

TEST_CASE("a read that changed nothing since is answered without a body") {
  World world;
  Reply first = world.get("/api/v1/flows/portal_people");
  REQUIRE(first.headers["ETag"].size() == 18);
  const Reply again = world.ask("GET", "/api/v1/flows/portal_people",
                                {.user = "boss", .headers = {{"If-None-Match", "W/\"x\", " + first.headers["ETag"]}}});
  CHECK(again.status == 304);
  CHECK(again.body.is_null());
  CHECK(world.ask("GET", "/api/v1/flows/portal_people", {.user = "boss", .headers = {{"If-None-Match", "\"x\""}}})
            .status == 200);
}

TEST_CASE("the document is written where it is asked for") {
  World world;
  const char* file = std::getenv("LT_OPENAPI_FILE");
  const std::string text = json::serialize(world.service().document());
  CHECK(text.find(R"("openapi":"3.1.0")") != std::string::npos);
  if (file != nullptr) std::ofstream(file) << text;
}
