// Two words in the schema of a connector's settings.
#include "plugin_host/outside_needs.hpp"

#include "plugin_host/schema_walk.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace lt::plugin_host {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

bool says(const json::value& schema, std::string_view word) {
  const auto* value = schema.is_object() ? schema.get_object().if_contains(word) : nullptr;
  return value && value->is_bool() && value->get_bool();
}

fs::path folder_of(const std::string& name) {
  std::error_code error;
  const fs::path path = fs::absolute(name).lexically_normal();
  return fs::is_directory(path, error) ? path : path.parent_path();
}

}  // namespace

std::vector<std::string> local_folders(std::string_view schema_json, std::string_view settings_json) {
  std::vector<std::string> folders;
  json::error_code error;
  const json::value schema = json::parse(schema_json, error);
  if (error) return folders;
  const json::value settings = json::parse(settings_json, error);
  if (error) return folders;
  walk(schema, &schema, settings, [&folders](const json::value& part, const json::value& value, const DocumentPath&) {
    if (!says(part, "local_path") || !value.is_string() || value.get_string().empty()) return;
    const fs::path folder = folder_of(std::string(value.get_string()));
    if (folder == folder.root_path() || std::ranges::find(folders, folder.string()) != folders.end()) return;
    folders.push_back(folder.string());
  });
  return folders;
}

bool has_own_network(std::string_view schema_json) {
  json::error_code error;
  const json::value schema = json::parse(schema_json, error);
  return !error && says(schema, "own_network");
}

}  // namespace lt::plugin_host
