// lienthong serve: runs every flow when it is due until told to stop; takes its configuration anew when told to.
#include "app/checked_configuration.hpp"
#include "app/command_line.hpp"
#include "app/hub.hpp"
#include "app/log_format.hpp"
#include "app/secret_places.hpp"
#include "app/service_notice.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <utility>

namespace lt::app {
namespace {

void set_up_log(const HubSettings& settings) {
  spdlog::set_level(spdlog::level::from_str(settings.log_level));
  spdlog::set_formatter(log_formatter(settings.log_format == "json" ? LogFormat::json : LogFormat::text));
}

std::string what_serves(const Configuration& configuration) {
  const auto& flows = configuration.flows();
  const auto& systems = configuration.systems();
  return fmt::format(
      "serving {} flows of {} systems",
      std::count_if(flows.begin(), flows.end(), [](const auto& flow) { return !flow.switched_off; }),
      std::count_if(systems.begin(), systems.end(), [](const auto& each) { return each.second.definition.enabled; }));
}

void warn_of_open_secrets(const Configuration& configuration) {
  const auto kept = secrets_file(configuration.hub()).list();
  const auto open = std::ranges::count(kept, false, &plugin_host::KeptSecret::sealed);
  if (open > 0)
    spdlog::warn("{} secrets lie in the open in {}; run: lienthong secrets seal", open,
                 configuration.hub().secrets.string());
}

// A hub with one configuration after the other.
class Serving {
 public:
  Serving(const CommandLine& line, Renewal& renewal, const std::stop_token& stop)
      : folder_(line.config), clock_(line.clock), lasting_{.renewal = renewal, .jobs = Jobs(line.clock)}, stop_(stop) {}

  Exit run() {
    present_ = check_whole(folder_, clock_);
    present_->violations().raise();
    for (;;) {
      try {
        auto next = serve();
        if (!next) break;
        former_ = std::exchange(present_, std::move(next));
      } catch (const Error& error) {
        if (!former_) throw;
        refuse({{.file = folder_.string(), .line = 0, .message = error.what()}});
        present_ = std::move(former_);
        fell_back_ = true;
      }
    }
    spdlog::info("stopped; every run ended and stands in the store");
    return Exit::done;
  }

 private:
  // With the present configuration, until there is another; null: told to stop.
  std::unique_ptr<Configuration> serve() {
    present_->make_pass_key();
    set_up_log(present_->hub());
    Hub hub(*present_, clock_, lasting_);
    hub.start(socket_);
    socket_ = hub.socket();
    former_.reset();
    if (!std::exchange(fell_back_, false)) lasting_.renewal.taken(clock_.now());
    const std::string serving = what_serves(*present_);
    spdlog::info("{}; store {}", serving, present_->hub().store_name());
    warn_of_open_secrets(*present_);
    notice_.ready(serving);
    constexpr std::chrono::seconds between_looks(1);
    std::unique_ptr<Configuration> next;
    while (!next && !stop_.stop_requested()) {
      if (lasting_.renewal.wait(between_looks, stop_)) next = another();
      hub.look_for_changes();
      if (hub.alive()) notice_.alive();
    }
    next ? notice_.reloading() : notice_.stopping();
    end(hub);
    return next;
  }

  // What lies on the disk now; null where it is refused.
  std::unique_ptr<Configuration> another() {
    auto loaded = check_whole(folder_, clock_);
    if (loaded->violations().empty()) {
      spdlog::info("the configuration is taken anew");
      return loaded;
    }
    refuse(loaded->violations().list());
    return nullptr;
  }

  void refuse(const std::vector<Violation>& violations) {
    spdlog::error("the configuration on the disk is refused and the former serves on:\n{}", to_string(violations));
    lasting_.renewal.refused(clock_.now(), violations);
  }

  static void end(Hub& hub) {
    const std::vector<std::string> stuck = hub.stop();
    if (stuck.empty()) return;
    for (const auto& flow : stuck) spdlog::error("the run of flow {} would not end within 10 s and is abandoned", flow);
    spdlog::shutdown();
    std::_Exit(static_cast<int>(Exit::failed));
  }

  std::filesystem::path folder_;
  const Clock& clock_;
  Lasting lasting_;
  const std::stop_token& stop_;
  const ServiceNotice notice_;
  std::shared_ptr<const api::ListeningSocket> socket_;  // outlives each hub: clients wait for the next one
  std::unique_ptr<Configuration> present_;
  std::unique_ptr<Configuration> former_;  // until the present one is seen to serve
  bool fell_back_ = false;                 // the present one serves again, because another could not
};

Exit serve(CommandLine& line) {
  const auto renewal = std::make_shared<Renewal>();
  line.on_hangup([renewal] { renewal->ask(); });
  const std::stop_token stop = line.stop();  // before any connector's thread exists, which would get the signals
  return Serving(line, *renewal, stop).run();
}

}  // namespace

void add_serve(CLI::App& parser, CommandLine& line) {
  auto* command = parser.add_subcommand(
      "serve", "Run every flow when it is due, until SIGTERM or SIGINT; SIGHUP: take the configuration anew");
  command->footer("Example: lienthong --config /etc/lienthong serve");
  command->callback([&line] { line.action = [&line] { return serve(line); }; });
}

}  // namespace lt::app
