// Loading a library and holding its table against the contract.
#include "plugin_host/plugin.hpp"

#include "base/error.hpp"
#include "plugin_host/call_host.hpp"

#include <boost/dll/shared_library.hpp>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>

namespace lt::plugin_host {
namespace {

bool is_snake_case(std::string_view text) {
  return !text.empty() && text[0] >= 'a' && text[0] <= 'z' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// What the table breaks of the contract; empty where nothing.
std::string fault_of(const lt_plugin& table) {
  if (!LT_HAS(&table, lt_plugin, call)) return "its table is shorter than that of version 1.0";
  for (const auto& text : {table.id, table.version, table.vendor, table.summary, table.settings_schema}) {
    if (!text.data || text.size == 0) return "its id, version, vendor, summary or settings_schema is empty";
  }
  if (!is_snake_case(view(table.id))) return "its id is not snake_case";
  if (!table.open || !table.close || !table.check || !table.streams) {
    return "open, close, check or streams is missing";
  }
  const std::pair<int, bool> roles[] = {{LT_ROLE_READ, table.read != nullptr},
                                        {LT_ROLE_WRITE, table.write != nullptr},
                                        {LT_ROLE_RECEIVE, table.receive != nullptr},
                                        {LT_ROLE_CALL, table.call != nullptr}};
  for (const auto& [role, has_function] : roles) {
    if ((table.roles & static_cast<std::uint32_t>(role)) != 0 && !has_function)
      return "it claims a role whose function is missing";
  }
  if (table.roles == 0) return "it has no role";
  return {};
}

// Under a name of its own: the loader gives the old library again when a path that it knows has a new content.
std::filesystem::path private_copy(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  const int memory = memfd_create(file.filename().c_str(), MFD_CLOEXEC);
  if (memory < 0 || write(memory, content.data(), content.size()) != static_cast<ssize_t>(content.size())) {
    if (memory >= 0) close(memory);
    throw Error(ErrorKind::unavailable, "no memory to load the new version of " + file.string());
  }
  return "/proc/self/fd/" + std::to_string(memory);  // stays open: its number is the name
}

Error refusal(ErrorKind kind, const std::filesystem::path& file, const std::string& why) {
  return {kind, "the plugin " + file.string() + " cannot be used: " + why};
}

// The library of this file with its present content; throws Error misconfigured where it does not load.
const boost::dll::shared_library& library_of(const std::filesystem::path& file) {
  namespace dll = boost::dll;
  static std::mutex mutex;
  // By path and digest. Never destroyed: threads, texts and tables of a library may outlive whoever used it.
  static auto& loaded = *new std::map<std::pair<std::string, std::string>, dll::shared_library>();
  const std::string digest = sha256_of_file(file);  // says so where there is no such file
  const std::string path = std::filesystem::canonical(file).string();
  const std::lock_guard lock(mutex);
  if (const auto known = loaded.find({path, digest}); known != loaded.end()) return known->second;
  const auto other = loaded.lower_bound({path, ""});
  const bool has_other = other != loaded.end() && other->first.first == path;
  dll::shared_library library;
  dll::fs::error_code error;
  library.load(has_other ? private_copy(file).string() : path, error,
               dll::load_mode::rtld_now | dll::load_mode::rtld_local);
  if (error) throw refusal(ErrorKind::misconfigured, file, error.message());
  return loaded.emplace(std::pair(path, digest), std::move(library)).first->second;
}

}  // namespace

std::shared_ptr<const Plugin> Plugin::load(const std::filesystem::path& file, const Trust& trust) {
  require_trust(file, trust);
  const auto& library = library_of(file);
  if (!library.has(LT_ENTRY_NAME)) {
    throw refusal(ErrorKind::misconfigured, file,
                  "it does not export " LT_ENTRY_NAME "; it is no connector or was built for another major version");
  }
  const lt_plugin* table = library.get<const lt_plugin*()>(LT_ENTRY_NAME)();
  if (!table) throw refusal(ErrorKind::failed, file, LT_ENTRY_NAME " gives nothing");
  return from_table(*table, file);
}

std::shared_ptr<const Plugin> Plugin::from_table(const lt_plugin& table, std::filesystem::path file) {
  if (const std::string fault = fault_of(table); !fault.empty()) {
    throw Error(ErrorKind::failed, "the plugin " + (file.empty() ? "in memory" : file.string()) +
                                       " breaks the contract of version 1: " + fault);
  }
  return std::shared_ptr<const Plugin>(new Plugin(table, std::move(file)));
}

std::string_view Plugin::id() const { return view(table_->id); }
std::string_view Plugin::version() const { return view(table_->version); }
std::string_view Plugin::vendor() const { return view(table_->vendor); }
std::string_view Plugin::summary() const { return view(table_->summary); }
std::string_view Plugin::settings_schema() const { return view(table_->settings_schema); }

}  // namespace lt::plugin_host
