// /api/v1/systems: a new one by form, whether one answers, what its streams are and hold.
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/settings_desk.hpp"
#include "app/stream_sample.hpp"
#include "app/system_check.hpp"
#include "app/system_form.hpp"
#include "base/suggest.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

constexpr std::int64_t most_records = 20;

struct SystemDesk {
  HubView hub;
  std::shared_ptr<SettingsDesk> desk;
  std::shared_ptr<const FlowRunner> runner;
};

json::object check_json(const std::string& system, const SystemCheck& found) {
  return {{"system", system},
          {"reachable", found.reachable ? json::value(*found.reachable) : json::value()},
          {"state", found.state},
          {"message", found.message}};
}

std::string path_of_form(const Call& call) { return settings_path("systems/" + text_member(call, "system") + ".yaml"); }

Outcome add_system(const Call& call, const SystemDesk& place) {
  const std::string path = path_of_form(call);
  return place.desk->take_in(
      call, {.path = path, .text = system_file_text(call.body), .kind = {}, .reason = text_member(call, "reason")},
      [&](const std::optional<std::string>& present) {
        if (present)
          throw Refusal(Trouble::conflict, {"đã có tệp '" + path + "'", "there is a file '" + path + "' already"});
      });
}

// Reached from a configuration that holds the form, which is gone afterwards.
Outcome try_form(const Call& call, const SystemDesk& place) {
  const std::string name = text_member(call, "system");
  const SettingsDraft draft(place.desk->files().folder(), path_of_form(call), system_file_text(call.body));
  const auto configuration = Configuration::load(draft.folder(), draft.home());
  if (!configuration->violations().empty())
    throw Refusal(Trouble::not_acceptable_content,
                  {"hệ thống với cài đặt này bị từ chối", "the system is refused with these settings"},
                  draft.told(configuration->violations().list()));
  const FlowRunner runner(*configuration, place.hub.clock);
  return {.body = check_json(name, check_system(configuration->system(name), runner, call.stop))};
}

Outcome test_system(const Call& call, const SystemDesk& place) {
  const System& system = system_of(call, place.hub.configuration, call.text("system"));
  return {.body = check_json(system.definition.name, check_system(system, *place.runner, call.stop))};
}

Outcome list_streams(const Call& call, const SystemDesk& place) {
  const System& system = system_of(call, place.hub.configuration, call.text("system"));
  json::array items;
  for (const auto& stream : place.runner->open(system).streams(call.stop))
    items.push_back(json::object{{"name", stream.name},
                                 {"title", stream.title},
                                 {"readable", stream.readable},
                                 {"writable", stream.writable},
                                 {"key", json::array(stream.key.begin(), stream.key.end())},
                                 {"schema", stream.schema.empty() ? json::value() : json::parse(stream.schema)}});
  return api::page_of(std::move(items));
}

Outcome sample_stream(const Call& call, const SystemDesk& place, bool masked) {
  const System& system = system_of(call, place.hub.configuration, call.text("system"));
  const std::string& stream = call.text("stream");
  const std::int64_t most = call.integer("limit").value_or(5);
  if (most < 1 || most > most_records)
    throw Refusal(Trouble::bad_request, {"'limit' từ 1 đến 20", "'limit' is between 1 and 20"});
  plugin_host::Session session = place.runner->open(system);
  std::vector<std::string> names;
  for (const auto& each : session.streams(call.stop))
    if (each.readable) names.push_back(each.name);
  if (std::ranges::find(names, stream) == names.end())
    refuse_unknown("luồng đọc được '" + stream + "'", "stream '" + stream + "' to read" + suggestion(stream, names));
  if (!masked) log_unmasking(call, place.hub, system.definition.name + "/" + stream);
  StreamSample found = sample_of(session, stream, static_cast<std::size_t>(most), call.stop);
  if (masked)
    for (auto& record : found.records) record = masked_record(record);
  return {.body = json::object{
              {"stream", stream}, {"masked", masked}, {"records", std::move(found.records)}, {"more", found.more}}};
}

void add_system_deed_schemas(api::Table& table) {
  table.schemas.push_back({"SystemForm",
                           "A system to be described by a file of the configuration",
                           {{"system", "string", "Its name, and the file's"},
                            {"connector", "string"},
                            {"settings", "object", "By the connector's schema; secrets by their names"},
                            {"label", "object", "{vi, en}", true},
                            {"enabled", "boolean", "", true},
                            {"egress", "string[]", "Hosts that it may reach besides those of its settings", true},
                            {"isolation", "in_process|process", "", true},
                            {"proxy", "string", "", true},
                            {"reason", "string", "Why, for the history", true}}});
  table.schemas.push_back({"SystemTest",
                           "Whether a partner answers",
                           {{"system", "string"},
                            {"reachable", "boolean?", "Null: it is switched off"},
                            {"state", "ok|off|cancelled|unavailable|denied|misconfigured|unsupported|failed"},
                            {"message", "string"}}});
  table.schemas.push_back({"Stream",
                           "What a partner gives or takes",
                           {{"name", "string"},
                            {"title", "string"},
                            {"readable", "boolean"},
                            {"writable", "boolean"},
                            {"key", "string[]", "JSON pointers"},
                            {"schema", "object?", "JSON Schema of a record"}}});
  table.schemas.push_back({"StreamSample",
                           "The first records of a stream, as the partner sends them",
                           {{"stream", "string"},
                            {"masked", "boolean"},
                            {"records", "object[]"},
                            {"more", "boolean", "There were others"}}});
}

}  // namespace

void add_system_deeds(api::Table& table, const HubView& hub, const std::shared_ptr<SettingsDesk>& desk) {
  add_system_deed_schemas(table);
  const SystemDesk place{hub, desk, std::make_shared<const FlowRunner>(hub.configuration, hub.clock)};
  struct Line {
    const char* method;
    const char* path;
    Right right;
    const char* operation;
    const char* summary;
    const char* takes;
    const char* answers;
    Outcome (*handler)(const Call&, const SystemDesk&);
    std::vector<api::Parameter> query = {};
  };
  const std::vector<api::Parameter> limit = {
      {"limit", "integer", "At most so many records, 1 to 20; 5 where not given"}};
  const Line lines[] = {
      {"POST", "", Right::administer, "addSystem", "Describe a new partner by a file, and serve it", "SystemForm",
       "SettingsWritten", add_system},
      {"POST", "/test", Right::administer, "tryForm", "Reach a partner as a form describes it, and keep nothing",
       "SystemForm", "SystemTest", try_form},
      {"POST", "/{system}/test", Right::operate, "testSystem", "Reach a partner and change nothing there", "",
       "SystemTest", test_system},
      {"GET", "/{system}/streams", Right::look, "listStreams", "What a partner gives and takes", "", "Stream[]",
       list_streams},
      {"GET", "/{system}/streams/{stream}/sample", Right::operate, "getSample", "The first records of a stream, masked",
       "", "StreamSample", [](const Call& call, const SystemDesk& its) { return sample_stream(call, its, true); },
       limit},
      {"POST", "/{system}/streams/{stream}/sample/unmask", Right::unmask, "unmaskSample",
       "The first records of a stream as they are; logged with the purpose", "Purpose", "StreamSample",
       [](const Call& call, const SystemDesk& its) { return sample_stream(call, its, false); }, limit}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = line.method,
         .path = std::string("/api/v1/systems") + line.path,
         .right = line.right,
         .operation = line.operation,
         .tag = "systems",
         .summary = line.summary,
         .query = line.query,
         .takes = line.takes,
         .answers = line.answers,
         .handler = [place, handler = line.handler](const Call& call) { return handler(call, place); }});
}

}  // namespace lt::app
