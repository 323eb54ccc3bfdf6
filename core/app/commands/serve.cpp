// lienthong serve: runs every flow when it is due until told to stop.
#include "app/command_line.hpp"
#include "app/hub.hpp"
#include "app/log_format.hpp"
#include "app/service_notice.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <ostream>

namespace lt::app {
namespace {

// What a running hub refuses only now, because it needs sessions or examples.
void check_deeply(const Configuration& configuration, const Clock& clock) {
  Violations violations;
  configuration.run_examples(violations);
  FlowRunner(configuration, clock).check_streams(violations);
  violations.raise();
}

void set_up_log(const HubSettings& settings) {
  spdlog::set_level(spdlog::level::from_str(settings.log_level));
  spdlog::set_formatter(log_formatter(settings.log_format == "json" ? LogFormat::json : LogFormat::text));
}

Exit serve(CommandLine& line) {
  const Configuration& configuration = line.configuration_with_secrets();
  check_deeply(configuration, line.clock);
  line.make_pass_key();
  set_up_log(configuration.hub());
  const ServiceNotice notice;
  const std::stop_token stop = line.stop();
  Hub hub(configuration, line.clock);
  hub.start();
  const auto& flows = configuration.flows();
  const auto& systems = configuration.systems();
  const std::string serving = fmt::format(
      "serving {} flows of {} systems",
      std::count_if(flows.begin(), flows.end(), [](const auto& flow) { return !flow.switched_off; }),
      std::count_if(systems.begin(), systems.end(), [](const auto& each) { return each.second.definition.enabled; }));
  spdlog::info("{}; store {}", serving, configuration.hub().store_name());
  notice.ready(serving);

  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  constexpr std::chrono::seconds between_looks(1);
  while (!stop.stop_requested()) {
    wake.wait_for(lock, stop, between_looks, [] { return false; });
    hub.look_for_changes();
    if (hub.alive()) notice.alive();
  }

  notice.stopping();
  const std::vector<std::string> stuck = hub.stop();
  if (stuck.empty()) {
    spdlog::info("stopped; every run ended and stands in the store");
    return Exit::done;
  }
  for (const auto& flow : stuck) spdlog::error("the run of flow {} would not end within 10 s and is abandoned", flow);
  spdlog::shutdown();
  std::_Exit(static_cast<int>(Exit::failed));
}

}  // namespace

void add_serve(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand("serve", "Run every flow when it is due, until SIGTERM or SIGINT");
  command->footer("Example: lienthong --config /etc/lienthong serve");
  command->callback([&line] { line.action = [&line] { return serve(line); }; });
}

}  // namespace lt::app
