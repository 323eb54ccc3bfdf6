// The national vaccination portal (contracts/vaccination_portal.md): a REST system whose shape is known.
#include <lienthong/rest/preset.hpp>
#include <lienthong/rest/system.hpp>
#include <lienthong/sdk.hpp>

namespace {

using lt::rest::list_of_changes;
using lt::rest::paged_list;
using namespace lt::sdk;

// What the province tells: batches with a result for each record.
const json::object& told_batch() {
  static const json::object usual{{"records", "records"},
                                  {"id", "id"},
                                  {"idempotency_key", "idempotencyKey"},
                                  {"operation", "operation"},
                                  {"data", "data"},
                                  {"upsert", "upsert"},
                                  {"delete", "delete"},
                                  {"results", "/results"},
                                  {"result_id", "/id"},
                                  {"status", "/status"},
                                  {"good", json::array{"ok", "duplicate"}},
                                  {"remote_id", "/remoteId"},
                                  {"code", "/code"},
                                  {"message", "/error"}};
  return usual;
}

json::object told(const Settings& stream) {
  json::object write = lt::rest::answered_batch(stream.object("names").values(), told_batch());
  write["path"] = stream.text("path");
  write["batch"] = stream.integer_or("batch", 500);
  write["results"].as_object()["classes"] = stream.object("classes").values();
  return {{"write", std::move(write)}};
}

json::object public_record(const Settings& statistics, std::string_view setting, std::string_view path,
                           json::object read, json::array key) {
  read["path"] = statistics.text_or(setting, path);
  read["anonymous"] = true;
  return {{"key", std::move(key)}, {"read", std::move(read)}};
}

void add_public_streams(json::object& streams, const Settings& settings) {
  const Settings statistics = settings.object("statistics");
  const std::string base = "/api/public/dashboard/vaccination-statistics/";
  streams["statistics"] = public_record(statistics, "all_path", base + "all", {}, {"/provinceCode"});
  streams["statistics_latest"] =
      public_record(statistics, "latest_path", base + "get-detail-latest", {{"single", true}}, {"/allocatedDate"});
  streams["statistics_summary"] =
      public_record(statistics, "summary_path", base + "summary", {{"single", true}, {"fixed_key", "summary"}}, {});
  streams["provinces"] = public_record(statistics, "provinces_path", "/api/province/public/all", {}, {"/provinceCode"});

  const Settings locations = settings.object("locations");
  json::object query;
  for (const auto& [setting, parameter] :
       {std::pair("province_code", "provinceCode"), std::pair("district_code", "districtCode"),
        std::pair("ward_code", "wardCode")})
    if (locations.has(setting)) query[parameter] = locations.text(setting);
  streams["locations"] =
      paged_list(locations.values(), list_of_changes({{"path", "/api/public/dashboard/vaccination-location/search"},
                                                      {"pages", nullptr},
                                                      {"key", json::array{"/name", "/address"}},
                                                      {"records", "/content"},
                                                      {"updated_parameter", ""},
                                                      {"query", query},
                                                      {"anonymous", true}}));
}

// The portal's settings as those of any REST system.
Settings as_rest(const Settings& settings) {
  const std::string url = settings.text("url");
  json::object rest{{"url", url}};
  json::object streams;
  if (settings.has("client_id")) {
    json::object auth{{"type", "client_credentials"},
                      {"token_url", url + settings.text_or("token_path", "/token")},
                      {"client_id", settings.text("client_id")},
                      {"client_secret", settings.text("client_secret")},
                      {"credentials_in", settings.text_or("credentials_in", "basic")}};
    if (settings.has("lgsp_access_token"))
      auth["secret_headers"] = {{"lgspaccesstoken", settings.text("lgsp_access_token")}};
    rest["auth"] = std::move(auth);
    streams["injections"] =
        paged_list(settings.object("injections").values(), list_of_changes({{"path", "/api/vaccination/records"}}));
    for (const char* name : {"stock", "plans", "invitations"})
      if (settings.has(name))
        streams[name] = paged_list(settings.object(name).values(), list_of_changes({{"pages", nullptr}}));
    for (const char* name : {"corrections", "outcomes"})
      if (settings.has(name)) streams[name] = told(settings.object(name));
  }
  add_public_streams(streams, settings);
  rest["streams"] = std::move(streams);
  return Settings(std::move(rest));
}

class VaccinationPortal : public lt::rest::System {
 public:
  explicit VaccinationPortal(const Settings& settings) : System(as_rest(settings)) {}
};

}  // namespace

LT_CONNECTOR(VaccinationPortal, .version = "0.1.0", .vendor = "Liên Thông",
             .summary =
                 "Doses, stock, plans, invitations and statistics of the national vaccination portal; tells it "
                 "corrections and outcomes.");
