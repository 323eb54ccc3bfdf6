// A plugin that this process never loads: its description comes from a runner, its functions are there.
#include "base/error.hpp"
#include "plugin_host/call_error.hpp"
#include "plugin_host/plugin.hpp"
#include "plugin_host/runner.hpp"

namespace lt::plugin_host {
namespace {

struct Described {
  Description description;
  lt_plugin table{};
};

lt_bytes bytes_of(const std::optional<std::string>& text) {
  return text ? lt_bytes{text->data(), text->size()} : lt_bytes{nullptr, 0};
}

// That a function is there, for the checks that every table passes; calls go to the runner.
void mark_functions(lt_plugin& table, std::int64_t bits) {
  const auto has = [bits](int place) { return ((bits >> place) & 1) != 0; };
  if (has(0)) table.open = [](const lt_host*, lt_bytes, lt_session**) -> lt_status { return LT_FAILED; };
  if (has(1)) table.close = [](lt_session*) {};
  if (has(2)) table.check = [](lt_session*, const lt_host*) -> lt_status { return LT_FAILED; };
  if (has(3)) table.streams = [](lt_session*, const lt_host*, const lt_sink*) -> lt_status { return LT_FAILED; };
  if (has(4)) table.read = [](lt_session*, const lt_host*, lt_bytes, lt_bytes) -> lt_status { return LT_FAILED; };
  if (has(5)) {
    table.write = [](lt_session*, const lt_host*, lt_bytes, const lt_record*, size_t) -> lt_status {
      return LT_FAILED;
    };
  }
  if (has(6)) {
    table.receive = [](lt_session*, const lt_host*, const lt_request*, const lt_reply*) -> lt_status {
      return LT_FAILED;
    };
  }
  if (has(7)) {
    table.call = [](lt_session*, const lt_host*, lt_bytes, lt_bytes, const lt_sink*) -> lt_status { return LT_FAILED; };
  }
}

void fill_table(Described& described) {
  const Description& description = described.description;
  lt_plugin& table = described.table;
  table.size = description.size;
  table.abi_minor = description.abi_minor;
  table.roles = description.roles;
  table.id = bytes_of(description.id);
  table.version = bytes_of(description.version);
  table.vendor = bytes_of(description.vendor);
  table.summary = bytes_of(description.summary);
  table.settings_schema = bytes_of(description.settings_schema);
  mark_functions(table, description.functions);
}

}  // namespace

std::shared_ptr<const Plugin> Plugin::load_in_runner(const std::filesystem::path& file, const Trust& trust,
                                                     const RunnerLimits& limits) {
  require_trust(file, trust);
  const auto runner = std::make_shared<Runner>(file, limits);
  const auto described = std::make_shared<Described>();
  runner->start({}, {}, &described->description)->end();
  fill_table(*described);
  from_table(described->table, file);  // throws what is wrong with it
  const std::shared_ptr<Plugin> plugin(new Plugin(described->table, file));
  plugin->runner_ = runner;
  plugin->kept_ = described;
  return plugin;
}

}  // namespace lt::plugin_host
