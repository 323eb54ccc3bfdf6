// The hub as a server of GeoReport v2.
#include "open311_schemas.hpp"

#include <pugixml.hpp>

namespace json = boost::json;
using lt::plugin_testing::Received;
using open311::schemas;
using open311::valid;

namespace {

constexpr const char* settings = R"({url: 'https://1022.vn/v2', serve: {api_key: k, jurisdiction_id: th, services: [
  {code: vaccination, name: Tiêm chủng, days: 3, notice: Sẽ gọi lại},
  {code: quarantine, name: Cách ly, group: dịch, attributes: [
    {variable: true, code: KIND, datatype: singlevaluelist, required: true, values: [{key: a, name: 'A & B'}]}]}]}})";

struct Desk : lt::plugin_testing::Bench {
  Desk() : Bench(LT_CONNECTOR_FILE) {
    give_secret("k", "good");
    open(settings);
    answers().know("requests");
  }
  Received ask(const std::string& method, const std::string& rest, const std::string& body = "",
               const std::string& type = "application/x-www-form-urlencoded", const std::string& once = "") {
    return receive({.stream = "requests",
                    .method = method,
                    .target = "/hooks/bench/requests" + rest,
                    .headers = {{"content-type", type}, {"idempotency-key", once}},
                    .body = body,
                    .remote_address = "192.0.2.1"});
  }
  json::value get(const std::string& rest, int status = 200) {
    const Received received = ask("GET", rest);
    INFO(rest << " " << received.reply.body);
    CHECK(received.reply.status == status);
    return json::parse(received.reply.body);
  }
  std::string refused(const std::string& body, int status) {
    const Received received = ask("POST", "/requests.json", body);
    INFO(body << " " << received.reply.body);
    CHECK(received.reply.status == status);
    CHECK(received.emitted.records.empty());
    const json::value errors = json::parse(received.reply.body);
    CHECK(errors.at(0).at("code").to_number<int>() == status);
    return std::string(errors.at(0).at("description").as_string());
  }
  void hold(const std::string& number, const std::string& service, const std::string& status, std::int64_t age_days) {
    answers().give("requests", number,
                   json::serialize(json::object{{"service_request_id", number},
                                                {"status", status},
                                                {"service_code", service},
                                                {"requested_datetime", "2026-09-01T00:00:00Z"},
                                                {"lat", "19.5"},
                                                {"phone", "+84900000001"}}),
                   clock.now() - age_days * 86'400'000);
  }
};

constexpr const char* desk_form = "api_key=good&service_code=vaccination&lat=19.8&long=105.7&description=M%C5%A9i+2";

}  // namespace

TEST_CASE_METHOD(Desk, "the services and their definitions are the settings', valid by the convention's schemas") {
  const json::value services = get("/services.json");
  REQUIRE(services.as_array().size() == 2);
  for (const auto& service : services.as_array()) CHECK(valid(service, "service.json"));
  CHECK(services.at(1).at("metadata").as_bool());
  const json::value definition = get("/services/quarantine.json");
  CHECK(valid(definition, "service-definition.json"));
  CHECK(definition.at("attributes").at(0).at("code").as_string() == "KIND");
  CHECK(valid(get("/services/vaccination.json"), "service-definition.json"));
  get("/services/none.json", 404);
  get("/services.json?jurisdiction_id=other", 404);
  get("/elsewhere.json", 404);
  if (std::filesystem::exists(schemas)) CHECK_FALSE(valid(json::object{{"service_code", 1}}, "service.json"));
}

TEST_CASE_METHOD(Desk, "what is served as JSON is served as XML too") {
  pugi::xml_document xml;
  const Received services = ask("GET", "/services.xml");
  REQUIRE(xml.load_string(services.reply.body.c_str()));
  CHECK(std::string(xml.select_node("/services/service[2]/service_name").node().text().get()) == "Cách ly");
  REQUIRE(xml.load_string(ask("GET", "/services/quarantine.xml").reply.body.c_str()));
  CHECK(
      std::string(xml.select_node("/service_definition/attributes/attribute/values/value/name").node().text().get()) ==
      "A & B");
  const Received refusal = ask("POST", "/requests.xml", "api_key=good");
  CHECK(refusal.reply.status == 400);
  REQUIRE(xml.load_string(refusal.reply.body.c_str()));
  CHECK(std::string(xml.select_node("/errors/error/code").node().text().get()) == "400");
  const Received made = ask("POST", "/requests.xml", desk_form);
  REQUIRE(xml.load_string(made.reply.body.c_str()));
  CHECK(xml.select_node("/service_requests/request/service_request_id").node().text().get() ==
        made.emitted.records.at(0).key);
  hold("LT-1", "quarantine", "open", 1);
  REQUIRE(xml.load_string(ask("GET", "/requests/LT-1.xml?api_key=good").reply.body.c_str()));
  CHECK(std::string(xml.select_node("/service_requests/request/lat").node().text().get()) == "19.5");
}

TEST_CASE_METHOD(Desk, "a report is numbered, gets its deadline, is emitted and answered 201") {
  const Received received = ask("POST", "/requests.json", std::string(desk_form) + "&phone=0912345678");
  REQUIRE(received.reply.status == 201);
  const json::value reply = json::parse(received.reply.body);
  REQUIRE(received.emitted.records.size() == 1);
  const json::value record = json::parse(received.emitted.records[0].json);
  CHECK(valid(record, "request.json"));
  CHECK(record.at("service_request_id") == reply.at(0).at("service_request_id"));
  CHECK(reply.at(0).at("service_notice").as_string() == "Sẽ gọi lại");
  CHECK(record.at("description").as_string() == "Mũi 2");
  CHECK(record.at("requested_datetime").as_string().starts_with("2026-09-21T"));
  CHECK(record.at("expected_datetime").as_string().starts_with("2026-09-24T"));
  CHECK(record.at("lat").as_double() == 19.8);
  CHECK(record.at("phone").as_string() == "0912345678");
  CHECK_FALSE(record.as_object().contains("api_key"));
}

TEST_CASE_METHOD(Desk, "the same report again is the same by its key, and another without one") {
  const auto number = [&](const std::string& once) {
    return ask("POST", "/requests.json", desk_form, "application/x-www-form-urlencoded", once)
        .emitted.records.at(0)
        .key;
  };
  const std::string first = number("a");
  CHECK(number("a") == first);
  CHECK(number("b") != first);
  CHECK(number("") != number(""));
}

TEST_CASE_METHOD(Desk, "a report without key, service or place is refused with its reason, and nothing is kept") {
  CHECK_THAT(refused("service_code=vaccination&lat=1&long=1", 403), Catch::Contains("not provided"));
  CHECK_THAT(refused("api_key=bad&service_code=vaccination&lat=1&long=1", 403), Catch::Contains("not valid"));
  CHECK_THAT(refused("api_key=good", 400), Catch::Contains("service_code"));
  CHECK_THAT(refused("api_key=good&service_code=x&lat=1&long=1", 404), Catch::Contains("'x'"));
  CHECK_THAT(refused("api_key=good&service_code=vaccination", 400), Catch::Contains("location"));
  CHECK_THAT(refused("api_key=good&service_code=vaccination&lat=1", 400), Catch::Contains("together"));
  CHECK_THAT(refused("api_key=good&service_code=vaccination&lat=91&long=1", 400), Catch::Contains("lat"));
  CHECK_THAT(refused("api_key=good&service_code=vaccination&lat=nan&long=1", 400), Catch::Contains("lat"));
  CHECK_THAT(refused(std::string(desk_form) + "&media_url=javascript:1", 400), Catch::Contains("media_url"));
  CHECK_THAT(refused(std::string(desk_form) + "&description=" + std::string(4001, 'a'), 400), Catch::Contains("4000"));
  CHECK_THAT(refused("api_key=good&service_code=quarantine&address_id=1", 400), Catch::Contains("attribute[KIND]"));
  CHECK(ask("POST", "/requests.json", "api_key=good&service_code=quarantine&address_id=1&attribute%5BKIND%5D=a")
            .reply.status == 201);
  CHECK(ask("POST", "/requests.json", R"({"api_key":"good","service_code":"vaccination","address_string":"Thôn 3"})",
            "application/json")
            .reply.status == 201);
  CHECK(ask("POST", "/requests.json", "{", "application/json").reply.status == 400);
  CHECK(ask("DELETE", "/requests/1.json").reply.status == 405);
}

TEST_CASE_METHOD(Desk, "reports are looked up by number, time, service and status, valid and without personal data") {
  hold("LT-1", "vaccination", "open", 1);
  hold("LT-2", "quarantine", "closed", 2);
  hold("LT-3", "quarantine", "open", 89);
  hold("LT-4", "quarantine", "open", 120);
  const auto count = [&](const std::string& query) {
    const json::value found = get("/requests.json?api_key=good" + query);
    for (const auto& each : found.as_array()) {
      CHECK(valid(each, "request.json"));
      CHECK(each.at("lat").as_double() == 19.5);
      CHECK_FALSE(each.as_object().contains("phone"));
    }
    return found.as_array().size();
  };
  CHECK(count("") == 3);
  CHECK(count("&service_code=quarantine") == 2);
  CHECK(count("&service_code=quarantine,vaccination&status=open") == 2);
  CHECK(count("&start_date=2026-05-01T00:00:00Z&end_date=2026-06-01T00:00:00Z") == 1);
  CHECK(count("&page=2&page_size=2") == 1);
  CHECK(count("&service_request_id=LT-4,LT-9") == 1);
  CHECK(get("/requests/LT-2.json?api_key=good").at(0).at("status").as_string() == "closed");
  get("/requests/LT-9.json?api_key=good", 404);
  get("/requests/LT-2.json", 403);
  get("/requests.json?api_key=good&start_date=yesterday", 400);
  get("/requests.json?api_key=good&page=0", 400);
}
