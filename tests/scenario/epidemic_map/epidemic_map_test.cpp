// An epidemic on the map: what the map holds, what the hub serves and what the store says are one, on good days and
// bad.
#include "harness/serving.hpp"
#include "harness/strikes.hpp"
#include "map_province.hpp"

#include <catch2/catch.hpp>
#include <twins/map_layer.hpp>

#include <csignal>
#include <functional>
#include <set>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

const std::vector<std::string> layers{"cases",       "risks",          "lockdown_areas",   "quarantine_facilities",
                                      "checkpoints", "visited_places", "vaccination_sites"};
const std::string hidden = "Nguyễn Văn Kín";  // in charge of a checkpoint, and nobody's business
// Clockwise, as RFC 7946 does not want it; as a cell of CSV.
constexpr const char* square =
    R"("{""type"":""Polygon"",""coordinates"":[[[105.7,19.7],[105.7,19.9],[105.9,19.9],[105.9,19.7],[105.7,19.7]]]}")";

void fill_lists(const MapProvince& hub) {
  hub.communes();
  hub.list("lockdown_areas",
           "Mã vùng,Tên vùng,Biện pháp,Mã xã,Vĩ độ,Kinh độ,Số hộ,Từ ngày,Ngày dỡ bỏ\n"
           "PT1,Thôn 3,Phong tỏa,14758,19.812345678,105.77,40,20/08/2021,\n"
           "PT2,Thôn 4,Phong tỏa,14758,19.81,105.78,30,20/08/2021,30/08/2021\n"
           "PT3,Thôn 5,Chỉ thị 16,14758,,,20,21/08/2021,\n"
           "PT4,Thôn 6,Phong tỏa,14758,51.5,-0.12,10,21/08/2021,\n");
  hub.list("visited_places",
           "Mã ca,Nơi đến,Mã xã,Vĩ độ,Kinh độ,Đến lúc,Việc cần làm,Đã công bố\n"
           "BN-12,Chợ Vườn Hoa,14758,19.8,105.77,20/08/2021 07:30,Liên hệ trạm y tế,x\n"
           "BN-12,Quán ăn,14758,19.81,105.77,20/08/2021 11:30,,\n");
  hub.list("checkpoints",
           "Mã chốt,Tên chốt,Loại chốt,Chốt trưởng,Điện thoại,Mã xã,Vĩ độ,Kinh độ,Ngày bỏ\n"
           "C1,Chốt Dốc Xây,Quốc lộ," +
               hidden +
               ",0900000002,14758,20.1,105.9,\n"
               "C2,Chốt cũ,Quốc lộ," +
               hidden + ",0900000003,14758,20.2,105.8,01/09/2021\n");
}

// Numbers as the store writes them.
std::set<std::string> values(const std::vector<Row>& rows, const std::string& field,
                             const std::function<bool(const Row&)>& wanted) {
  std::set<std::string> found;
  for (const Row& row : rows)
    if (wanted(row)) found.insert(row.at(field));
  return found;
}

std::set<std::string> keys(const std::map<std::string, json::object>& features) {
  std::set<std::string> found;
  for (const auto& [key, feature] : features) found.insert(key);
  return found;
}

// Longitude and latitude of a feature are those of its row.
void check_place(const json::object& feature, const Row& row) {
  const json::value& geometry = feature.at("geometry");
  if (row.at("longitude").empty()) {
    CHECK(geometry.is_null());
    return;
  }
  CHECK(at(geometry, "/coordinates/0").to_number<double>() == Approx(std::stod(row.at("longitude"))).margin(1e-6));
  CHECK(at(geometry, "/coordinates/1").to_number<double>() == Approx(std::stod(row.at("latitude"))).margin(1e-6));
}

void check_against_store(MapProvince& hub, const std::string& layer, const std::string& entity, const std::string& key,
                         const std::function<bool(const Row&)>& wanted) {
  INFO(layer);
  const auto rows = hub.rows(entity);
  const auto features = by(hub.layer_at_map(layer), key);
  CHECK(keys(features) == values(rows, key, wanted));
  for (const Row& row : rows) {
    if (const auto found = features.find(row.at(key)); found != features.end()) check_place(found->second, row);
  }
}

std::int64_t sum(const json::value& layer, const std::string& property) {
  std::int64_t total = 0;
  for (const auto& feature : at(layer, "/features").as_array()) total += number(feature, "/properties/" + property);
  return total;
}

// What the hub serves to anybody.
std::string served_layer(const MapProvince& hub, const std::string& url, const std::string& layer) {
  std::string line = "curl -sS ";
  line.append(url).append("/").append(layer).append(".geojson");
  return hub.shell(line).out;
}

// A map that refuses the content of a layer refuses all of it.
std::vector<Fault> faults_on_layers() {
  auto faults = faults_on_writing();
  for (const char* status : {"400", "409", "422"}) faults.push_back({status, failed, "failed"});
  return faults;
}

}  // namespace

TEST_CASE("what the map holds, what the hub serves and what the store says are one") {
  MapProvince hub;
  hub.begin_again();
  fill_lists(hub);
  hub.run_all({"portal_injections", "test_samples", "test_results", "camera_facilities", "vaccination_sites",
               "list_communes", "list_lockdown_areas", "list_visited_places", "list_checkpoints"});
  hub.conclude();
  hub.publish(layers);

  const auto filled = [](const std::string& field) { return [=](const Row& row) { return !row.at(field).empty(); }; };
  check_against_store(hub, "checkpoints", "checkpoint", "code",
                      [](const Row& row) { return row.at("closed_on").empty(); });
  check_against_store(hub, "quarantine_facilities", "quarantine_facility", "code", filled("code"));
  check_against_store(hub, "cases", "commune", "commune_code", filled("cases"));
  check_against_store(hub, "visited_places", "visited_place", "name",
                      [](const Row& row) { return row.at("announced") == "1"; });
  check_against_store(hub, "lockdown_areas", "lockdown_area", "code",
                      [](const Row& row) { return row.at("code") != "PT4" && row.at("ended_on").empty(); });
  CHECK(by(hub.layer_at_map("quarantine_facilities"), "code").size() == 12);
  CHECK(by(hub.layer_at_map("risks"), "commune_code").size() == 166);
  CHECK(keys(by(hub.layer_at_map("risks"), "commune_code")) ==
        values(hub.rows("risk_assessment"), "area_code", filled("area_code")));
  check_against_store(hub, "vaccination_sites", "facility", "code",
                      [](const Row& row) { return row.at("kind") == "vaccination_site"; });

  // One area is said to lie in another country: it waits with its reason, and the others are on the map.
  const json::value letters = hub.ask({"dead-letters", "list", "--flow", "map_lockdown_areas"}, done);
  REQUIRE(letters.as_array().size() == 1);
  INFO(json::serialize(letters));
  CHECK(json::serialize(letters).find("lies outside of the map") != std::string::npos);
  CHECK(unbalanced(hub.status()).empty());

  Child serving = hub.start({"serve"});
  const std::string url = address_of(serving) + "/hooks/epidemic_map/layers";
  const json::value index = json::parse(hub.shell("curl -sS " + url).out);
  CHECK(at(index, "/layers").as_array().size() == layers.size());
  std::string all;
  for (const auto& layer : layers) {
    INFO(layer);
    const std::string served = served_layer(hub, url, layer);
    CHECK(served == hub.document_at_map(layer));
    CHECK(lt::twins::fault_of_layer(json::parse(served).as_object()).empty());
    all += served;
  }
  // What the mappings give is of the class open alone; names and numbers of persons are nowhere.
  for (const std::string& secret : {hidden, std::string("900000002"), std::string("BN-12"), std::string("Quán ăn")}) {
    INFO(secret);
    CHECK(all.find(secret) == std::string::npos);
  }
  CHECK(hub.shell("curl -sS -o /dev/null -w '%{http_code}' " + url + "/persons.geojson").out == "404");
  CHECK(hub.shell("curl -sS -o /dev/null -w '%{http_code}' -X POST " + url + "/cases.geojson").out == "405");
  serving.signal(SIGTERM);
  CHECK(serving.must_end(std::chrono::seconds(20)).exit_code == done);
}

TEST_CASE("a positive test becomes a case, and the case a number on the map, day by day and back again") {
  MapProvince hub;
  hub.begin_again();
  hub.twins().command("test_results", "POST", "/twin/reset");
  const std::vector<std::string> day{"test_samples", "test_results", "derived_cases", "derived_commune_cases",
                                     "map_cases"};
  const auto in_store = [&] {
    return static_cast<std::int64_t>(values(hub.rows("infection_case"), "person", [](const Row& row) {
                                       return row.at("level") == "F0" && !row.at("commune_code").empty();
                                     }).size());
  };
  hub.run_all(day);
  const auto first = sum(hub.layer_at_map("cases"), "cases");
  CHECK(first > 0);
  CHECK(first == in_store());
  hub.twins().command("test_results", "POST", "/twin/advance");
  hub.run_all(day);
  const auto second = sum(hub.layer_at_map("cases"), "cases");
  CHECK(second > first);
  CHECK(second == in_store());
  CHECK(sum(hub.layer_at_map("cases"), "active_cases") == second);
  const auto puts = hub.twins().requests("epidemic_map", "/api/layers/cases", 200);
  hub.run_all(day);
  CHECK(hub.twins().requests("epidemic_map", "/api/layers/cases", 200) == puts);

  // No test is positive any more: the cases are withdrawn, and the map is told so.
  replace_in(hub.config("mappings/derived.positive_samples.yaml"), "filter: result == positive and",
             "filter: result == positive and sampled_on < 1900-01-01 and");
  replace_in(hub.config("mappings/derived.positive_samples.yaml"), "examples:", "was:");
  const std::string file = read_text(hub.config("mappings/derived.positive_samples.yaml"));
  write_text(hub.config("mappings/derived.positive_samples.yaml"), file.substr(0, file.find("was:")));
  hub.run_all(day);
  CHECK(hub.rows("infection_case").empty());
  CHECK(at(hub.layer_at_map("cases"), "/features").as_array().empty());
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("a commune changes its colour on the map when cases appear and when other criteria come into force") {
  MapProvince hub;
  hub.begin_again();
  hub.list("communes",
           std::string("Mã xã,Dân số,Dân số từ 18 tuổi,Bảo đảm thu dung điều trị,Vĩ độ,Kinh độ,Ranh giới\n") +
               "14758,8000,6000,Có,19.8,105.78," + square + "\n14797,8000,6000,Có,19.81,105.77,\n");
  hub.run_all({"list_communes"});
  hub.conclude();
  hub.publish({"risks"});
  const auto commune = [&](const std::string& code) {
    return by(hub.layer_at_map("risks"), "commune_code").at(code).at("properties");
  };
  CHECK(text(commune("14758"), "/level") == "1");
  CHECK(text(commune("14758"), "/colour") == "#0FA57F");
  CHECK(text(commune("14758"), "/criteria") == "QD_4800");
  const auto drawn = by(hub.layer_at_map("risks"), "commune_code");
  CHECK(text(drawn.at("14758").at("geometry"), "/type") == "Polygon");
  CHECK(at(drawn.at("14758").at("geometry"), "/coordinates/0/1") == json::parse("[105.9,19.7]"));
  CHECK(text(drawn.at("14797").at("geometry"), "/type") == "Point");

  std::string cases = "Mã ca,Mức,Nơi phát hiện,Ngày phát hiện,Mã xã\n";
  for (int number = 1; number <= 6; ++number)
    cases += "BN-" + std::to_string(number) + ",F0,cộng đồng," + days_ago(1) + ",14755\n";
  hub.list("cases", cases);
  hub.run_all({"list_cases"});
  hub.conclude();
  hub.publish({"risks"});
  // 75 cases of 100,000 a week, and nobody is vaccinated.
  CHECK(text(commune("14758"), "/level") == "3");
  CHECK(text(commune("14758"), "/colour") == "#F28E12");
  CHECK(at(commune("14758"), "/cases_per_100k").to_number<double>() == 75);
  CHECK(text(commune("14797"), "/level") == "1");

  // A new decision: in force since the day before yesterday, with other bounds.
  const auto criteria = hub.config("reference/risk_criteria.yaml");
  const auto iso = [](const std::string& day) {
    return day.substr(6) + "-" + day.substr(3, 2) + "-" + day.substr(0, 2);
  };
  write_text(criteria, read_text(criteria) + "  - from: " + iso(days_ago(2)) +
                           "\n    source: QĐ mới\n    rows:\n      - {gives: {level: \"4\", name: Nguy cơ rất cao, "
                           "name_en: Very high risk, colour: \"#DA4711\", criteria: QD_MOI}}\n");
  hub.conclude();
  hub.publish({"risks"});
  CHECK(text(commune("14758"), "/level") == "4");
  CHECK(text(commune("14797"), "/criteria") == "QD_MOI");
  CHECK(unbalanced(hub.status()).empty());
  CHECK(at(hub.ask({"store", "check"}, done), "/problems").as_array().empty());
}

TEST_CASE("whatever the map does wrong, its layer is whole once it is well, and no feature stands there twice") {
  MapProvince hub;
  const auto prepare = [](Installation& again) {
    auto& province = static_cast<MapProvince&>(again);
    province.begin_again();
    province.communes();
    province.run_all({"list_communes", "derived_risks"});
  };
  strike_writing(hub, {"epidemic_map", "map_risks", "/api/layers/risks", 0, prepare}, faults_on_layers(), 166);
}
