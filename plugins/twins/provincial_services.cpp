// Paths, credentials, paging and fields of the seven systems.
#include "twins/provincial_services.hpp"

#include "twins/epidemic_rows.hpp"
#include "twins/map_layer.hpp"
#include "twins/writing.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr const char* map_layers[] = {"cases",       "risks",          "lockdown_areas",   "quarantine_facilities",
                                      "checkpoints", "visited_places", "vaccination_sites"};

// A record that was taken comes out of a list again, under a number of the partner's own.
auto echo_as(std::string prefix, std::string reference, json::object more, int hour) {
  return [=](const std::string& id, const std::string& data, std::uint64_t sequence, int day) {
    json::object made = more;
    made["id"] = prefix + std::to_string(sequence);
    made[reference] = id;
    made["received"] = json::parse(data);
    const auto at = iso_time(Epidemic::moment(day, hour) + static_cast<std::int64_t>(sequence % 3'600));
    made["updatedAt"] = at;
    return ExchangeRow{at, json::serialize(made), false};
  };
}

}  // namespace

std::vector<ExchangeService> provincial_services(const Epidemic& epidemic) {
  const auto list = [&](std::string path, Rows (*rows)(const Epidemic&, int)) {
    return ExchangeList{std::move(path), [epidemic, rows](int day) { return rows(epidemic, day); }};
  };
  const auto none = [](int) { return Rows{}; };
  std::vector<ExchangeInbox> layers;
  for (const char* layer : map_layers) {
    layers.push_back({.path = "/api/layers/" + std::string(layer), .required = {}, .whole = true});
    layers.back().list = "features";
    layers.back().judge = fault_of_layer;
  }
  std::vector<ExchangeInbox> published{{"/api/daily", {"date"}}};
  for (int n = 1; n <= 9; ++n) published.push_back({"/api/lists/" + std::to_string(n), {}, true});
  return {
      {"test_results",
       "Lấy mẫu và kết quả xét nghiệm",
       "bearer",
       "page",
       {list("/api/samples", sample_rows), list("/api/results", result_rows)},
       {{"/api/orders", {"fullName", "reason"}}}},
      {"home_quarantine",
       "Giám sát cách ly tại nhà",
       "apikey",
       "cursor",
       {list("/api/stays", home_stay_rows),
        list("/api/checkins", home_checkin_rows),
        list("/api/breaches", home_breach_rows),
        {"/api/accepted", none}},
       {{"/api/subjects",
         {"fullName", "fromDate"},
         false,
         "/api/accepted",
         echo_as("TN", "subjectId", {{"status", "DA_TIEP_NHAN"}}, 22)}}},
      {"quarantine_cameras",
       "Camera giám sát khu cách ly",
       "basic",
       "offset",
       {list("/v1/facilities", facility_rows), list("/v1/stays", facility_stay_rows),
        list("/v1/events", camera_event_rows)},
       {},
       ExchangeWebhook{"twin-secret", "events"}},
      {"industrial_zones",
       "Truy vết khu công nghiệp",
       "oauth",
       "next",
       {list("/api/enterprises", enterprise_rows), list("/api/workers", worker_rows),
        list("/api/contacts", worker_contact_rows), list("/api/assessments", self_assessment_rows)}},
      {"information_site", "Trang thông tin và bảng điều hành của tỉnh", "bearer", "all", {}, std::move(published)},
      {"epidemic_map", "Bản đồ dịch tễ", "bearer", "all", {}, std::move(layers)},
      {"health_book",
       "Sổ sức khỏe điện tử",
       "oauth",
       "page",
       {{"/api/confirmations", none}},
       {{"/api/doses",
         {"fullName", "vaccine", "injectedOn"},
         false,
         "/api/confirmations",
         echo_as("XNH", "doseId", {{"status", "DA_GHI_SO"}}, 23)},
        {"/api/results", {"fullName", "result"}}}},
  };
}

}  // namespace lt::twins
