// The province's information site shows what the store says and nobody's name: daily aggregates and the nine lists.
#include "harness/strikes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <map>

using namespace lt::scenario;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

// How a value of the store stands on the site.
enum class As { text, day, number, word };

struct Member {
  const char* name;   // on the site
  const char* field;  // in the store
  As as = As::text;
};

struct List {
  const char* flow;
  const char* path;
  const char* entity;
  std::multimap<std::string, std::string> where;  // field → one of the values that it must have
  std::vector<Member> members;
};

const std::vector<Member> of_a_place{{"Mã xã", "old_commune_code"},
                                     {"Mã xã mới", "commune_code"},
                                     {"Địa chỉ", "address"},
                                     {"Vĩ độ", "latitude", As::number},
                                     {"Kinh độ", "longitude", As::number}};
const std::vector<Member> of_an_area{of_a_place[0], of_a_place[1]};

std::vector<Member> with(std::vector<Member> members, const std::vector<Member>& more) {
  members.insert(members.end(), more.begin(), more.end());
  return members;
}

std::vector<Member> of_a_facility() {
  return with(of_a_place, {{"Mã khu cách ly", "code"},
                           {"Tên khu cách ly", "name"},
                           {"Sức chứa", "capacity", As::number},
                           {"Đang cách ly", "occupied", As::number},
                           {"Đơn vị quản lý", "agency"},
                           {"Ngày mở", "opened_on", As::day},
                           {"Ngày đóng", "closed_on", As::day}});
}

const List lists[] = {
    {"site_concentrated_quarantine",
     "/api/lists/1",
     "quarantine_facility",
     {{"kind", "concentrated"}},
     of_a_facility()},
    {"site_medical_quarantine", "/api/lists/2", "quarantine_facility", {{"kind", "medical"}}, of_a_facility()},
    {"site_checkpoints",
     "/api/lists/3",
     "checkpoint",
     {},
     with(of_a_place, {{"Mã chốt", "code"},
                       {"Tên chốt", "name"},
                       {"Loại chốt", "kind", As::word},
                       {"Tuyến đường", "road"},
                       {"Đơn vị phụ trách", "agency"},
                       {"Ngày lập", "opened_on", As::day},
                       {"Ngày bỏ", "closed_on", As::day}})},
    {"site_visited_places",
     "/api/lists/4",
     "visited_place",
     {{"announced", "1"}},
     with(of_a_place,
          {{"Nơi đến", "name"}, {"Đến lúc", "arrived_at"}, {"Rời lúc", "left_at"}, {"Việc cần làm", "advice"}})},
    {"site_lockdown_areas",
     "/api/lists/5",
     "lockdown_area",
     {},
     with(of_a_place, {{"Mã vùng", "code"},
                       {"Tên vùng", "name"},
                       {"Biện pháp", "measure", As::word},
                       {"Số quyết định", "decision_number"},
                       {"Số hộ", "households", As::number},
                       {"Số dân", "population", As::number},
                       {"Từ ngày", "started_on", As::day},
                       {"Dự kiến đến ngày", "planned_end_on", As::day},
                       {"Ngày dỡ bỏ", "ended_on", As::day}})},
    {"site_f1_by_locality",
     "/api/lists/6",
     "daily_summary",
     {{"measure", "contacts"}, {"category", "F1"}},
     {{"Ngày", "day", As::day},
      {"Mã xã", "old_area_code"},
      {"Mã xã mới", "area_code"},
      {"Số F1", "count", As::number}}},
    {"site_patient_homes",
     "/api/lists/7",
     "infection_case",
     {{"level", "F0"}},
     with(of_an_area, {{"Ngày phát hiện", "detected_on", As::day}})},
    {"site_home_quarantine",
     "/api/lists/8",
     "quarantine_stay",
     {{"kind", "home"},
      {"status", ""},
      {"status", "planned"},
      {"status", "active"},
      {"status", "completed"},
      {"status", "moved"}},
     with(of_an_area, {{"Lý do", "reason", As::word},
                       {"Từ ngày", "started_on", As::day},
                       {"Đến ngày", "planned_end_on", As::day},
                       {"Ngày kết thúc", "ended_on", As::day}})},
    {"site_cases",
     "/api/lists/9",
     "infection_case",
     {{"level", "F0"}, {"level", "F1"}, {"level", "F2"}},
     with(of_an_area, {{"Mức", "level"},
                       {"Nơi phát hiện", "origin", As::word},
                       {"Ngày phát hiện", "detected_on", As::day},
                       {"Hình thức cách ly", "isolation", As::word},
                       {"Tình trạng", "status", As::word}})}};

const List daily{"site_daily",
                 "/api/daily",
                 "daily_summary",
                 {},
                 {{"date", "day"},
                  {"areaCode", "area_code"},
                  {"oldAreaCode", "old_area_code"},
                  {"measure", "measure"},
                  {"category", "category"},
                  {"count", "count", As::number},
                  {"value", "value", As::number}}};

// Canonical words as people read them, of every table that the lists go through.
const std::map<std::string, std::string> words{{"road", "Đường bộ"},
                                               {"lockdown", "Phong tỏa"},
                                               {"F0", "F0"},
                                               {"F1", "F1"},
                                               {"F2", "F2"},
                                               {"arrival", "Về từ vùng dịch"},
                                               {"community", "Cộng đồng"},
                                               {"home", "Tại nhà"},
                                               {"medical", "Cơ sở y tế"},
                                               {"active", "Đang điều trị"},
                                               {"suspected", "Nghi ngờ"}};

std::string plain(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", number);
  return text;
}

std::string shown(const Member& member, const std::string& value) {
  switch (member.as) {
    case As::text:
      return value;
    case As::day:
      return value.substr(8, 2) + "/" + value.substr(5, 2) + "/" + value.substr(0, 4);
    case As::number:
      return plain(std::stod(value));
    case As::word:
      return words.at(value);
  }
  return value;
}

std::string field(const json::value& row, const char* name) {
  const auto* found = row.as_object().if_contains(name);
  return found ? std::string(found->as_string()) : "";
}

bool belongs(const List& list, const json::value& row) {
  for (auto at = list.where.begin(); at != list.where.end(); at = list.where.upper_bound(at->first)) {
    const auto [first, last] = list.where.equal_range(at->first);
    if (std::none_of(first, last, [&](const auto& one) { return one.second == field(row, at->first.c_str()); }))
      return false;
  }
  return true;
}

using Rows = std::vector<std::string>;  // one text a row, members by name; sorted

std::string text_of(const std::map<std::string, std::string>& row) {
  std::string text;
  for (const auto& [name, value] : row) text.append(name).append("=").append(value).append("; ");
  return text;
}

class Province : public Installation {
 public:
  static constexpr const char* systems[] = {
      "test_results",        "home_quarantine",        "quarantine_cameras", "information_site",
      "list_checkpoints",    "list_visited_places",    "list_cases",         "list_lockdown_areas",
      "list_f1_by_locality", "list_medical_quarantine"};

  Province() : Installation({.seed = 38, .records = 400, .people = 400, .cases_a_day = 3}) {
    configure();
    drop("checkpoints",
         "Mã chốt;Tên chốt;Loại chốt;Tuyến đường;Chốt trưởng;Điện thoại;Mã xã;Vĩ độ;Kinh độ;Ngày lập\n"
         "C1;Chốt Dốc Xây;Quốc lộ;Quốc lộ 1A;Lê Văn Trưởng;0900000111;14815;20.0771;105.8612;20/07/2021\n"
         "C2;Chốt Mường Lát;Đường bộ;;;;14845;;;21/07/2021\n");
    drop("visited_places",
         "Mã ca;Nơi đến;Địa chỉ;Mã xã;Đến lúc;Rời lúc;Việc cần làm;Đã công bố\n"
         "BN-9001;Chợ Vườn Hoa;Phường Đông Thọ;14758;20/07/2021 07:30;20/07/2021 08:15;Khai báo y tế;x\n"
         "BN-9001;Quán trà đêm khuya;;14758;20/07/2021 21:30;;;\n");
    drop("cases",
         "Mã ca;Mức;Mã ca nguồn;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Số điện thoại;Địa chỉ;Mã xã;Nơi phát hiện;"
         "Ngày phát hiện;Hình thức cách ly;Tình trạng;Thông tin dịch tễ\n"
         "BN-9001;F0;;LÊ VĂN KHÔNG;04/05/1985;Nam;999085000001;0900000222;Số 7 ngõ Kín;14755;Cộng đồng;"
         "21/07/2021;Cơ sở y tế;Đang điều trị;Bán hàng ở chợ\n"
         "F1-9002;F1;BN-9001;LÊ THỊ KHÔNG;04/05/1995;Nữ;999195000002;0900000333;Số 7 ngõ Kín;14755;;22/07/2021;"
         "Tại nhà;Nghi ngờ;Vợ của BN-9001\n"
         "F1-9003;F1;BN-9001;;;;;;;14758;;22/07/2021;Tại nhà;Nghi ngờ;\n"
         "F2-9004;F2;F1-9002;;;;;;;14758;;23/07/2021;;;\n");
    drop("lockdown_areas",
         "Tên vùng;Biện pháp;Số quyết định;Mã xã;Số hộ;Số dân;Từ ngày;Dự kiến đến ngày\n"
         "Khu phố Hạc Thành;Phong tỏa;12/QĐ-UBND;14947;40;160;22/07/2021;05/08/2021\n");
    drop("f1_by_locality", "Ngày;Mã xã;Số F1\n22/07/2021;14755;5\n23/07/2021;14758;7\n");
    drop("medical_quarantine",
         "Mã khu cách ly;Tên khu cách ly;Sức chứa;Người phụ trách;Điện thoại;Mã xã\n"
         "Y1;Bệnh viện Phổi;200;Lê Văn Trực;0900000444;14758\n");
    bring_in();
    fs::copy(folder() / "var", folder() / "prepared", fs::copy_options::recursive);
  }

  void begin_again() {
    start_over();
    configure();
    fs::remove_all(folder() / "var");
    fs::copy(folder() / "prepared", folder() / "var", fs::copy_options::recursive);
  }

  void bring_in() const {
    for (const auto* flow :
         {"test_samples", "test_results", "home_stays", "camera_facilities", "list_checkpoints", "list_visited_places",
          "list_cases", "list_lockdown_areas", "list_f1_by_locality", "list_medical_quarantine", "derived_cases",
          "derived_daily_cases", "derived_daily_f1", "derived_daily_tests"}) {
      const Ended ended = run({"run", flow});
      INFO(flow << ": " << ended.out << ended.err);
      CHECK((ended.exit_code == done || ended.exit_code == attention));
    }
  }

  json::array stored(const std::string& entity) const {
    return at(ask({"store", "dump", entity}, done), "/" + entity).as_array();
  }

  // What the site should hold by the store.
  Rows expected(const List& list) const {
    Rows rows;
    for (const auto& row : stored(list.entity)) {
      if (!belongs(list, row)) continue;
      std::map<std::string, std::string> made;
      for (const auto& member : list.members)
        if (const auto value = field(row, member.field); !value.empty()) made[member.name] = shown(member, value);
      rows.push_back(text_of(made));
    }
    std::sort(rows.begin(), rows.end());
    return rows;
  }

  Rows held(const List& list) {
    Rows rows;
    for (const auto& [id, item] : held_json(list)) {
      std::map<std::string, std::string> made;
      for (const auto& [name, value] : item.as_object())
        made[name] = value.is_string() ? std::string(value.get_string()) : plain(value.to_number<double>());
      rows.push_back(text_of(made));
    }
    std::sort(rows.begin(), rows.end());
    return rows;
  }
  json::object held_json(const List& list) {
    return json::parse(twins().command("information_site", "GET", std::string("/twin/records") + list.path))
        .as_object();
  }

 private:
  void configure() {
    conclude_too();
    for (const auto* system : systems) enable(system);
    for (const auto* list :
         {"checkpoints", "visited_places", "cases", "lockdown_areas", "f1_by_locality", "medical_quarantine"}) {
      replace_in(config(std::string("systems/list_") + list + ".yaml"), "stable_seconds: 5", "stable_seconds: 0");
    }
  }
  void drop(const std::string& list, const std::string& csv) const {
    const fs::path place = folder() / "var/health_lists" / list;
    fs::create_directories(place);
    write_text(place / "danh_sach.csv", csv);
  }
};

}  // namespace

TEST_CASE("the site holds each list and each day's numbers as the store says them, and takes up what changes") {
  Province hub;
  const auto publish = [&](const List& list) {
    INFO(list.flow);
    const json::value sent = hub.ask({"run", list.flow}, done);
    CHECK(number(sent, "/counts/dead") == 0);
    const Rows expected = hub.expected(list);
    CHECK_FALSE(expected.empty());
    CHECK(hub.held(list) == expected);
    return number(sent, "/counts/delivered");
  };
  for (const auto& list : lists) CHECK(publish(list) == static_cast<std::int64_t>(hub.expected(list).size()));
  publish(daily);

  // The commune's own number stands, of 14755 as well, where the hub counted one; where it told none, the hub's does.
  const auto reported = hub.expected(lists[5]);
  CHECK(reported == Rows{"Mã xã=14755; Ngày=22/07/2021; Số F1=5; ", "Mã xã=14758; Ngày=22/07/2021; Số F1=1; ",
                         "Mã xã=14758; Ngày=23/07/2021; Số F1=7; "});

  // Nothing is sent that is as it was.
  for (const auto& list : lists) {
    const auto before = hub.twins().requests("information_site", list.path);
    CHECK(number(hub.ask({"run", list.flow}, done), "/counts/delivered") == 0);
    CHECK(hub.twins().requests("information_site", list.path) == before);
  }

  for (const auto* twin : {"test_results", "home_quarantine", "quarantine_cameras"})
    hub.twins().command(twin, "POST", "/twin/advance");
  hub.bring_in();
  std::int64_t changed = publish(daily);
  for (const auto& list : lists) changed += publish(list);
  CHECK(changed > 0);
  CHECK(unbalanced(hub.status()).empty());
}

TEST_CASE("what reaches the site names no person, no number, no home and no case") {
  Province hub;
  std::string all;
  for (const auto& list : lists) {
    hub.ask({"run", list.flow}, done);
    all += json::serialize(hub.held_json(list));
  }
  hub.ask({"run", daily.flow}, done);
  all += json::serialize(hub.held_json(daily));
  CHECK(all.find("Chợ Vườn Hoa") != std::string::npos);
  CHECK(all.find("Quán trà đêm khuya") == std::string::npos);  // not announced

  const std::map<std::string, std::vector<const char*>> secret{
      {"person", {"full_name", "citizen_id", "old_citizen_id", "insurance_number", "phone", "address"}},
      {"infection_case", {"case_code", "address", "cluster", "epidemiology"}},
      {"quarantine_stay", {"stay_code", "address", "supervisor_name", "supervisor_phone"}},
      {"quarantine_facility", {"contact_name", "contact_phone"}},
      {"checkpoint", {"contact_name", "contact_phone"}}};
  for (const auto& [entity, fields] : secret) {
    std::size_t looked_for = 0;
    for (const auto& row : hub.stored(entity))
      for (const auto* name : fields) {
        const std::string value = field(row, name);
        if (value.empty()) continue;
        ++looked_for;
        INFO(entity << "." << name << " " << value);
        if (all.find(value) != std::string::npos) FAIL_CHECK("it stands on the site");
      }
    CHECK(looked_for > 0);
  }
}

TEST_CASE("whatever the site does wrong, each list arrives whole and each day's numbers arrive once") {
  Province hub;
  std::vector<List> all(std::begin(lists), std::end(lists));
  all.push_back(daily);
  std::vector<Rows> expected;
  expected.reserve(all.size());
  for (const auto& list : all) expected.push_back(hub.expected(list));
  for (const auto& fault : faults_on_writing()) {
    hub.begin_again();
    hub.twins().command("information_site", "POST", "/twin/reset");
    for (const auto& list : all) {
      INFO(list.flow << " " << fault.kind);
      hub.twins().fault("information_site", std::string("path=") + list.path + ";count=1;kind=" + fault.kind);
      const json::value met = hub.ask({"run", list.flow}, fault.exit);
      CHECK((met.as_object().contains("error") ? text(met, "/error") : "") == fault.error);
    }
    CHECK(unbalanced(hub.status()).empty());
    hub.twins().clear_faults("information_site");
    for (std::size_t i = 0; i < all.size(); ++i) {
      INFO(all[i].flow << " after " << fault.kind);
      hub.ask({"run", all[i].flow}, done);
      CHECK(hub.held(all[i]) == expected[i]);
    }
    CHECK(unbalanced(hub.status()).empty());
    const auto inbox = at(hub.twin_state("information_site"), "/inboxes").at(daily.path);
    CHECK(number(inbox, "/redeliveredSameContent") == 0);
  }
}
