// The real plugin line over what the test gives.
#include "testing/bench.hpp"

#include "plugin_host/http_client.hpp"
#include "plugin_host/settings_check.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include <fstream>
#include <iterator>
#include <mutex>

namespace lt::plugin_testing {
namespace {

std::shared_ptr<const plugin_host::Plugin> load(const std::filesystem::path& library) {
  plugin_host::Trust trust;
  trust.any = true;
  return plugin_host::Plugin::load(library, trust);
}

}  // namespace

std::string text_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(ErrorKind::failed, file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Bench::Log {
  class LineSink : public spdlog::sinks::base_sink<std::mutex> {
   public:
    std::vector<std::string> lines() {
      const std::lock_guard lock(mutex_);
      return lines_;
    }

   protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
      const auto level = spdlog::level::to_string_view(message.level);
      lines_.push_back(std::string(level.data(), level.size()) + ": " +
                       std::string(message.payload.data(), message.payload.size()));
    }
    void flush_() override {}

   private:
    std::vector<std::string> lines_;
  };

  std::shared_ptr<LineSink> sink = std::make_shared<LineSink>();
  spdlog::logger logger{"bench", sink};
};

Bench::Bench(const std::filesystem::path& library) : Bench(load(library)) {}

Bench::Bench(std::shared_ptr<const plugin_host::Plugin> plugin)
    : plugin_(std::move(plugin)), log_(std::make_unique<Log>()) {
  log_->logger.set_level(spdlog::level::trace);
}

Bench::~Bench() = default;

void Bench::give_secret(std::string name, std::string value) { secret_values_[std::move(name)] = std::move(value); }

plugin_host::Session& Bench::open(std::string_view settings) { return open_over(checked(settings), http, tcp); }

plugin_host::Session& Bench::open_unchecked(std::string settings_json) {
  return open_over(std::move(settings_json), http, tcp);
}

plugin_host::Session& Bench::open_for_real(std::string_view settings) {
  session_.reset();
  real_http_ = std::make_unique<plugin_host::HttpClient>(clock);
  real_tcp_ = plugin_host::make_socket_transport();
  return open_over(checked(settings), *real_http_, *real_tcp_);
}

std::string Bench::checked(std::string_view settings) const {
  Violations violations;
  const YamlNode node = YamlNode::parse(std::string(settings), "settings.yaml", violations);
  plugin_host::validate_settings(*plugin_, node);
  violations.raise();
  return plugin_host::settings_to_json(*plugin_, node);
}

plugin_host::Session& Bench::open_over(std::string settings_json, plugin_host::HttpTransport& http_transport,
                                       plugin_host::TcpTransport& tcp_transport) {
  session_.reset();
  secrets_ = plugin_host::fixed_secrets(secret_values_);
  plugin_host::Services services{
      .http = http_transport, .tcp = tcp_transport, .secrets = *secrets_, .clock = clock, .log = &log_->logger};
  services.wait = [this](std::chrono::milliseconds time, const std::stop_token& stop) {
    sleeps.push_back(time);
    if (!stop.stop_requested()) clock.advance(time.count());
  };
  session_ = std::make_unique<plugin_host::Session>(
      plugin_,
      plugin_host::SystemOptions{
          .name = "bench", .settings_json = std::move(settings_json), .network = {}, .answers = answers_},
      services);
  return *session_;
}

plugin_host::Session& Bench::session() {
  if (!session_) throw Error(ErrorKind::failed, "the bench has no open session");
  return *session_;
}

Received Bench::receive(const plugin_host::IncomingRequest& request) {
  Received received;
  received.reply = session().receive(request, received.emitted, {});
  return received;
}

std::string Bench::call(std::string_view operation, std::string_view input_json) {
  return session().call(operation, input_json, {});
}

std::vector<std::string> Bench::log() const { return log_->sink->lines(); }

}  // namespace lt::plugin_testing
