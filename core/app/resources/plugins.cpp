// /api/v1/plugins: the connectors that this hub can load.
#include "api/problem.hpp"
#include "app/plugin_trial.hpp"
#include "app/plugin_words.hpp"
#include "app/resources/answers.hpp"
#include "plugin_host/plugin.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;

constexpr std::string_view trial = "plugin-test";  // the kind of its job

const std::vector<api::Member> plugin_members = {
    {"id", "string"},
    {"version", "string"},
    {"vendor", "string"},
    {"summary", "string", "As the library itself says it, in English"},
    {"label", "Label"},
    {"about", "Label"},
    {"roles", "string[]"},
    {"file", "string"},
    {"systems", "string[]", "That use it"},
    {"problem", "string?", "Why it cannot be loaded"},
    {"conformance", "Conformance?", "Null: not tested since the hub began"}};

json::array roles_json(const plugin_host::Plugin& plugin) {
  static constexpr std::pair<std::uint32_t, const char*> roles[] = {
      {LT_ROLE_READ, "read"}, {LT_ROLE_WRITE, "write"}, {LT_ROLE_RECEIVE, "receive"}, {LT_ROLE_CALL, "call"}};
  json::array names;
  for (const auto& [role, name] : roles)
    if (plugin.has_role(role)) names.emplace_back(name);
  return names;
}

json::object described(const std::string& id, const std::filesystem::path& file, const plugin_host::Trust& trust) {
  json::object object{{"id", id},           {"version", ""},           {"vendor", ""},
                      {"summary", ""},      {"roles", json::array()},  {"file", file.string()},
                      {"problem", nullptr}, {"schema", json::object()}};
  object["label"] = label_json({id, id});
  object["about"] = label_json({});
  try {
    const auto plugin = plugin_host::Plugin::load(file, trust);
    object["version"] = plugin->version();
    object["vendor"] = plugin->vendor();
    object["summary"] = plugin->summary();
    const PluginWords words = words_of(*plugin);
    object["label"] = label_json(words.label);
    object["about"] = label_json(words.about);
    object["roles"] = roles_json(*plugin);
    object["schema"] = json::parse({plugin->settings_schema().data(), plugin->settings_schema().size()});
  } catch (const Error& error) {
    object["problem"] = error.what();
  }
  return object;
}

// A loaded library stays, so each is asked once.
class Plugins {
 public:
  const std::map<std::string, json::object>& all(const Configuration& configuration) {
    std::call_once(once_, [&] {
      for (const auto& [id, file] : find_connectors(configuration.hub().connectors)) {
        json::object object = described(id, file, configuration.hub().trust);
        json::array systems;
        for (const auto& [name, system] : configuration.systems())
          if (system.definition.connector == id) systems.emplace_back(json::string(name));
        object["systems"] = std::move(systems);
        described_.emplace(id, std::move(object));
      }
    });
    return described_;
  }

  // Throws Refusal not_found.
  const json::object& asked(const Call& call, const Configuration& configuration) {
    const auto& known = all(configuration);
    const auto found = known.find(call.text("plugin"));
    if (found == known.end())
      refuse_unknown("bộ kết nối '" + call.text("plugin") + "'", "connector '" + call.text("plugin") + "'");
    return found->second;
  }

 private:
  std::once_flag once_;
  std::map<std::string, json::object> described_;
};

std::int64_t count_of(const json::array& promises, std::string_view verdict) {
  return std::ranges::count_if(promises,
                               [&](const json::value& each) { return each.at("verdict").as_string() == verdict; });
}

JobResult tried(const json::object& plugin, const std::filesystem::path& config, const std::stop_token& stop) {
  json::array promises = try_plugin(std::filesystem::path(plugin.at("file").as_string().c_str()), config, stop);
  json::object result{{"plugin", plugin.at("id")}, {"version", plugin.at("version")}};
  for (const char* verdict : {"passed", "failed", "skipped"}) result[verdict] = count_of(promises, verdict);
  result["promises"] = std::move(promises);
  return {.result = std::move(result)};
}

// What the latest test of it said that came to its end.
json::value conformance_of(const Jobs& jobs, std::string_view plugin) {
  const auto all = jobs.list();
  const auto found = std::ranges::find_if(
      all, [&](const Job& job) { return job.kind == trial && job.subject == plugin && job.state == JobState::done; });
  if (found == all.end()) return nullptr;
  json::object said = found->result.as_object();
  said["job"] = found->id;
  said["at"] = time_json(found->ended);
  said.erase("plugin");
  said.erase("promises");
  return said;
}

void keep_to(const access::Identity& who, json::object& plugin) {
  json::array seen;
  for (const auto& system : plugin["systems"].as_array())
    if (who.sees(std::string_view(system.as_string()))) seen.push_back(system);
  plugin["systems"] = std::move(seen);
}

}  // namespace

void add_plugin_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"Conformance",
                           "How a connector kept the plugin contract when it was last tested",
                           {{"job", "integer", "Whose result names each promise"},
                            {"at", "time"},
                            {"version", "string"},
                            {"passed", "integer"},
                            {"failed", "integer"},
                            {"skipped", "integer"}}});
  table.schemas.push_back({"Plugin", "A connector", plugin_members});
  api::Schema detail{"PluginDetail", "A connector with the JSON Schema of its settings", plugin_members};
  detail.members.push_back({"schema", "object"});
  table.schemas.push_back(std::move(detail));
  const auto plugins = std::make_shared<Plugins>();
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/plugins",
                             .operation = "listPlugins",
                             .tag = "plugins",
                             .summary = "The connectors at hand",
                             .answers = "Plugin[]",
                             .handler = [hub, plugins](const Call& call) {
                               json::array items;
                               for (const auto& [id, known] : plugins->all(hub.configuration)) {
                                 json::object plugin = known;
                                 keep_to(call.who, plugin);
                                 plugin.erase("schema");
                                 plugin["conformance"] = conformance_of(hub.jobs, id);
                                 items.push_back(std::move(plugin));
                               }
                               return api::page_of(std::move(items));
                             }});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/plugins/{plugin}",
                             .operation = "getPlugin",
                             .tag = "plugins",
                             .summary = "One connector with the JSON Schema of its settings",
                             .answers = "PluginDetail",
                             .handler = [hub, plugins](const Call& call) -> Outcome {
                               json::object plugin = plugins->asked(call, hub.configuration);
                               keep_to(call.who, plugin);
                               plugin["conformance"] = conformance_of(hub.jobs, call.text("plugin"));
                               return {.body = std::move(plugin)};
                             }});
  table.endpoints.push_back(
      {.method = "POST",
       .path = "/api/v1/plugins/{plugin}/test",
       .right = Right::operate,
       .operation = "testPlugin",
       .tag = "plugins",
       .summary =
           "Hold a connector against the plugin contract, in a process of its own that reaches no network; the "
           "result of the job is {plugin, version, passed, failed, skipped, promises: [{promise, verdict, detail}]}",
       .answers = "Job",
       .handler = [hub, plugins](const Call& call) -> Outcome {
         const json::object& plugin = plugins->asked(call, hub.configuration);
         // What the hub does not trust does not run in its name either, in whatever process.
         if (const json::value& problem = plugin.at("problem"); !problem.is_null())
           throw api::Refusal(api::Trouble::conflict,
                              {"hệ thống không nạp bộ kết nối này nên không thử nó; xem 'problem'",
                               "the hub does not load this connector, so it does not test it; see 'problem'"});
         Outcome begun =
             begin_job(call, hub, job_about(trial, call.text("plugin")),
                       [plugin, config = hub.configuration.folder()](
                           const Jobs::Progress&, const std::stop_token& stop) { return tried(plugin, config, stop); });
         log_deed(call, hub, "plugin_test", "plugin/" + call.text("plugin"));
         return begun;
       }});
}

}  // namespace lt::app
