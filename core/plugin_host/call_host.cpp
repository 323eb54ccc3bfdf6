// The services behind the table, and the judgement at the end of a call.
#include "plugin_host/call_host.hpp"

#include "plugin_host/readable_text.hpp"
#include "plugin_host/settings_check.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace lt::plugin_host {
namespace {

constexpr std::size_t most_connections = 64;

std::optional<ErrorKind> kind_of(lt_status status) {
  switch (status) {
    case LT_CANCELLED:
      return ErrorKind::cancelled;
    case LT_UNAVAILABLE:
      return ErrorKind::unavailable;
    case LT_DENIED:
      return ErrorKind::denied;
    case LT_MISCONFIGURED:
      return ErrorKind::misconfigured;
    case LT_UNSUPPORTED:
      return ErrorKind::unsupported;
    case LT_FAILED:
      return ErrorKind::failed;
    default:
      return std::nullopt;
  }
}

// What the result breaks of the contract; empty where nothing.
std::string fault_of(const Call& call, lt_status status) {
  if (!call.violation.empty()) return call.violation;
  if (status == LT_CANCELLED && !call.told_cancelled && !call.stop.stop_requested()) {
    return "it returned cancelled though nobody asked it to stop";
  }
  if (status != LT_OK) {
    return kind_of(status) ? "" : "it returned the status " + std::to_string(status) + ", which does not exist";
  }
  const auto open = std::ranges::find(call.settled, char{0});
  if (open == call.settled.end() || call.told_cancelled) return {};
  return "it returned ok without a result for " + std::to_string(std::ranges::count(call.settled, char{0})) + " of " +
         std::to_string(call.settled.size()) + " records, the first of them " +
         std::to_string(open - call.settled.begin());
}

}  // namespace

lt_status status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::cancelled:
      return LT_CANCELLED;
    case ErrorKind::unavailable:
      return LT_UNAVAILABLE;
    case ErrorKind::denied:
      return LT_DENIED;
    case ErrorKind::misconfigured:
      return LT_MISCONFIGURED;
    case ErrorKind::unsupported:
      return LT_UNSUPPORTED;
    case ErrorKind::failed:
      return LT_FAILED;
  }
  return LT_FAILED;
}

CallHost::CallHost(std::shared_ptr<const Plugin> plugin, SystemOptions options, Services services)
    : plugin_(std::move(plugin)),
      options_(std::move(options)),
      services_(std::move(services)),
      egress_(Egress::from_settings(options_.settings_json, options_.network.egress)),
      secret_names_(secret_names(plugin_->settings_schema(), options_.settings_json)),
      table_(make_host_table(*this)),
      answers_(make_answers_table(*this)) {}

std::string CallHost::address() const {
  return "system '" + options_.name + "' (connector " + std::string(plugin_->id()) + " " +
         std::string(plugin_->version()) + ")";
}

std::string CallHost::readable(std::string_view text) const { return readable_text(redactor_(text)); }

void CallHost::fail(ErrorKind kind, const std::string& message,
                    std::optional<std::chrono::milliseconds> retry_after) const {
  throw CallError(kind, address() + ": " + message, retry_after);
}

void CallHost::end(Call& call, lt_status status) {
  call_.store(nullptr);
  if (call.sink_error) std::rethrow_exception(call.sink_error);
  const std::string name(call.name);
  if (const std::string fault = fault_of(call, status); !fault.empty()) {
    fail(ErrorKind::failed, name + " broke the plugin contract: " + fault);
  }
  if (call.told_cancelled) fail(ErrorKind::cancelled, name + " was stopped");
  if (status == LT_OK) return;
  std::string why = readable(call.explanation);
  if (why.empty()) why = "the connector gave no explanation";
  fail(*kind_of(status), name + ": " + why, call.retry_after);
}

Call* CallHost::call_here(std::string_view function) {
  Call* call = call_.load();
  if (call && call->thread == std::this_thread::get_id()) return call;
  log(LT_LOG_ERROR, "the connector used " + std::string(function) + "() of the host " +
                        (call ? "on another thread than its call's" : "outside of a call") + "; it is refused");
  return nullptr;
}

bool CallHost::cancelled() const {
  const Call* call = call_.load();
  return !call || call->told_cancelled || call->stop.stop_requested();
}

void CallHost::log(lt_log_level level, std::string_view message) const {
  spdlog::logger* logger = services_.log ? services_.log : spdlog::default_logger_raw();
  const auto severity = level <= LT_LOG_DEBUG     ? spdlog::level::debug
                        : level == LT_LOG_INFO    ? spdlog::level::info
                        : level == LT_LOG_WARNING ? spdlog::level::warn
                                                  : spdlog::level::err;
  logger->log(severity, "[{}] {}", options_.name, readable(message));
}

lt_status CallHost::violate(Call& call, const std::string& rule) {
  if (call.violation.empty()) call.violation = rule;
  return LT_FAILED;
}

std::string_view CallHost::secret(Call& call, std::string_view name) {
  if (std::ranges::find(secret_names_, name, &SecretName::name) == secret_names_.end()) {
    throw Error(ErrorKind::misconfigured, "the settings name no secret '" + std::string(name) +
                                              "'; a connector gets only those that its settings name");
  }
  auto value = services_.secrets.find(name);
  if (!value) {
    throw Error(ErrorKind::misconfigured, "the secret '" + std::string(name) + "' is not set; give it to the hub");
  }
  redactor_.add(name, *value);
  return call.secrets.emplace_back(std::move(*value));
}

void CallHost::http(Call& call, const lt_http_request& request, lt_http_response& response) {
  const NetworkOptions& network = options_.network;
  HttpRequest wanted;
  if (request.method.size > 0) wanted.method = view(request.method);
  wanted.url = view(request.url);
  for (std::size_t i = 0; i < request.header_count; ++i) {
    wanted.headers.push_back({std::string(view(request.headers[i].name)), std::string(view(request.headers[i].value))});
  }
  wanted.body = view(request.body);
  wanted.connect_timeout = network.connect_timeout;
  wanted.timeout = request.timeout_ms > 0 ? std::chrono::milliseconds(request.timeout_ms) : network.timeout;
  wanted.max_body_bytes = request.max_body_bytes > 0
                              ? std::min(static_cast<std::size_t>(request.max_body_bytes), network.max_body_bytes)
                              : network.max_body_bytes;
  wanted.tls = network.tls;
  wanted.proxy = network.proxy;
  wanted.max_redirects = request.keep_redirects != 0 ? 0 : 5;
  wanted.may_redirect_to = [this](std::string_view host) { return egress_.allows(host); };

  const auto host = host_of_url(wanted.url);
  if (!host) throw Error(ErrorKind::misconfigured, "'" + wanted.url + "' is no absolute URL");
  egress_.require(*host);
  call.response = services_.http.fetch(wanted, call.stop);

  call.response_headers.clear();
  for (const auto& header : call.response.headers) {
    call.response_headers.push_back({bytes(header.name), bytes(header.value)});
  }
  response.status = call.response.status;
  response.headers = call.response_headers.data();
  response.header_count = call.response_headers.size();
  response.body = bytes(call.response.body);
  response.retry_after_ms = call.response.retry_after ? call.response.retry_after->count() : -1;
}

void CallHost::sleep(const Call& call, std::int64_t milliseconds) const {
  const std::chrono::milliseconds time(std::max<std::int64_t>(milliseconds, 0));
  if (services_.wait) {
    services_.wait(time, call.stop);
  } else {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, call.stop, time, [] { return false; });
  }
  if (call.stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped while waiting");
}

std::int64_t CallHost::tcp_connect(const Call& call, const lt_tcp_target& target) {
  const std::string host(view(target.host));
  if (host.empty() || target.port < 1 || target.port > 65535) {
    throw Error(ErrorKind::misconfigured,
                "'" + host + ":" + std::to_string(target.port) + "' is no address to connect to");
  }
  egress_.require(host);
  if (connections_.size() >= most_connections) {
    throw Error(ErrorKind::failed, "the connector holds " + std::to_string(most_connections) +
                                       " connections open already and closes none");
  }
  const auto timeout =
      target.timeout_ms > 0 ? std::chrono::milliseconds(target.timeout_ms) : options_.network.connect_timeout;
  auto connection = services_.tcp.connect({.host = host,
                                           .port = static_cast<std::uint16_t>(target.port),
                                           .use_tls = target.tls != 0,
                                           .tls = options_.network.tls,
                                           .timeout = timeout},
                                          call.stop);
  connections_[next_connection_] = std::move(connection);
  return next_connection_++;
}

TcpConnection& CallHost::tcp(std::int64_t connection) {
  const auto found = connections_.find(connection);
  if (found == connections_.end()) {
    throw Error(ErrorKind::failed, "the connection " + std::to_string(connection) + " is not open");
  }
  return *found->second;
}

}  // namespace lt::plugin_host
