// lienthong plugin: the connectors at hand, what each wants, and whether it keeps the contract.
#include "plugin_host/plugin.hpp"

#include "app/command_line.hpp"
#include "app/plugin_words.hpp"
#include "app/table.hpp"
#include "base/suggest.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <conformance/conformance.hpp>

#include <ostream>

namespace lt::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// Plugins are looked at before there is any configuration, so a folder without one is no fault.
HubSettings hub_settings(const CommandLine& line) {
  Violations violations;
  HubSettings settings = HubSettings::load(line.config / "hub.yaml", violations);
  violations.raise();
  return settings;
}

// The configuration as a whole may be faulty or absent here.
bool vietnamese(const CommandLine& line, const HubSettings& settings) {
  return (line.language.empty() ? settings.language : line.language) == "vi";
}

std::string roles_text(const plugin_host::Plugin& plugin) {
  std::string text;
  const std::pair<std::uint32_t, const char*> roles[] = {
      {LT_ROLE_READ, "read"}, {LT_ROLE_WRITE, "write"}, {LT_ROLE_RECEIVE, "receive"}, {LT_ROLE_CALL, "call"}};
  for (const auto& [role, name] : roles) {
    if (plugin.has_role(role)) text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return text;
}

json::object plugin_json(const plugin_host::Plugin& plugin, bool in_vietnamese) {
  const PluginWords words = words_of(plugin);
  return {{"id", plugin.id()},
          {"version", plugin.version()},
          {"vendor", plugin.vendor()},
          {"title", in_vietnamese ? words.label.vi : words.label.en},
          {"summary", in_vietnamese ? words.about.vi : words.about.en},
          {"roles", roles_text(plugin)},
          {"file", plugin.file().string()}};
}

Exit list_plugins(CommandLine& line) {
  const HubSettings settings = hub_settings(line);
  json::array rows;
  for (const auto& [id, file] : find_connectors(settings.connectors)) {
    try {
      rows.push_back(plugin_json(*plugin_host::Plugin::load(file, settings.trust), vietnamese(line, settings)));
    } catch (const Error& e) {
      rows.push_back({{"id", id}, {"file", file.string()}, {"summary", e.what()}});
    }
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
    return Exit::done;
  }
  static constexpr Column columns[] = {{"id", "Bộ kết nối", "Connector"},   {"title", "Tên", "Name"},
                                       {"version", "Phiên bản", "Version"}, {"vendor", "Nhà cung cấp", "Vendor"},
                                       {"roles", "Vai trò", "Roles"},       {"summary", "Tóm tắt", "Summary"}};
  print_table(line.out, rows, columns, vietnamese(line, settings), 80);
  return Exit::done;
}

fs::path file_of(const std::string& name, const HubSettings& settings) {
  if (fs::exists(name)) return name;
  const auto connectors = find_connectors(settings.connectors);
  const auto found = connectors.find(name);
  if (found != connectors.end()) return found->second;
  std::vector<std::string> names;
  names.reserve(connectors.size());
  for (const auto& [id, file] : connectors) names.push_back(id);
  throw Error(ErrorKind::misconfigured, "there is no connector '" + name + "'" + suggestion(name, names));
}

Exit describe(CommandLine& line, const std::string& name) {
  const HubSettings settings = hub_settings(line);
  const auto plugin = plugin_host::Plugin::load(file_of(name, settings), settings.trust);
  const bool in_vietnamese = vietnamese(line, settings);
  json::object description = plugin_json(*plugin, in_vietnamese);
  description["settings_schema"] = json::parse(plugin->settings_schema());
  if (line.json) {
    line.out << json::serialize(description) << '\n';
    return Exit::done;
  }
  line.out << plugin->id() << ' ' << plugin->version() << " (" << plugin->vendor() << ")\n"
           << cell_text(description["summary"]) << "\n\n";
  json::array rows;
  const json::object& schema = description["settings_schema"].as_object();
  if (const auto* properties = schema.if_contains("properties")) {
    for (const auto& [setting, rule] : properties->as_object()) {
      const json::object& object = rule.as_object();
      const auto text = [&](const char* member) {
        const auto* value = object.if_contains(member);
        return value ? cell_text(*value) : std::string();
      };
      rows.push_back({{"setting", setting},
                      {"type", text("type")},
                      {"default", text("default")},
                      {"description", word_of(object, "description", in_vietnamese)}});
    }
  }
  static constexpr Column columns[] = {{"setting", "Cài đặt", "Setting"},
                                       {"type", "Kiểu", "Type"},
                                       {"default", "Mặc định", "Default"},
                                       {"description", "Ý nghĩa", "Meaning"}};
  print_table(line.out, rows, columns, in_vietnamese, 90);
  return Exit::done;
}

Exit test(CommandLine& line, const std::string& name) {
  const HubSettings settings = hub_settings(line);
  const std::vector<conformance::Result> results = conformance::run(file_of(name, settings));
  json::array rows;
  bool all = true;
  for (const auto& result : results) {
    all = all && result.verdict != conformance::Verdict::failed;
    rows.push_back({{"promise", result.name}, {"verdict", to_string(result.verdict)}, {"detail", result.detail}});
  }
  if (line.json) {
    line.out << json::serialize(rows) << '\n';
  } else {
    static constexpr Column columns[] = {
        {"verdict", "Kết quả", "Verdict"}, {"promise", "Cam kết", "Promise"}, {"detail", "Lý do", "Why"}};
    print_table(line.out, rows, columns, vietnamese(line, settings), 100);
  }
  return all ? Exit::done : Exit::attention;
}

using PluginAction = Exit (*)(CommandLine&, const std::string&);

void add_one(CLI::App& plugin, CommandLine& line, const char* name, const char* help, const char* footer,
             PluginAction action) {
  auto* command = plugin.add_subcommand(name, help);
  auto file = std::make_shared<std::string>();
  command->add_option("plugin", *file, "Its id, or the path of a .so file")->required();
  command->footer(footer);
  command->callback([&line, file, action] { line.action = [&line, file, action] { return action(line, *file); }; });
}

}  // namespace

void add_plugin(CLI::App& parser, CommandLine& line) {
  auto* plugin = parser.add_subcommand("plugin", "Connectors");
  plugin->require_subcommand(1);
  auto* list_command = plugin->add_subcommand("list", "Every connector that the hub can load");
  list_command->footer("Example: lienthong plugin list");
  list_command->callback([&line] { line.action = [&line] { return list_plugins(line); }; });
  add_one(*plugin, line, "describe", "What a connector is and which settings it takes",
          "Example: lienthong plugin describe rest", describe);
  add_one(*plugin, line, "test", "Hold a connector against the plugin contract",
          "Examples:\n  lienthong plugin test rest\n  lienthong plugin test ./build/release/connectors/rest.so", test);
}

}  // namespace lt::app
