// Policy around single exchanges: pool, proxy, repeats, redirects, decompression.
#include "plugin_host/http_client.hpp"

#include "base/error.hpp"
#include "plugin_host/http_encoding.hpp"
#include "plugin_host/http_exchange.hpp"
#include "plugin_host/http_pool.hpp"
#include "plugin_host/http_url.hpp"
#include "plugin_host/request_head.hpp"
#include "plugin_host/retry_after.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>

namespace lt::plugin_host {
namespace {

constexpr std::size_t most_tls_contexts = 64;

// Names the TLS files with their age, so that a renewed certificate is another context.
std::string tls_identity(const TlsOptions& tls) {
  std::string identity;
  for (const std::string* file : {&tls.ca_file, &tls.certificate_file, &tls.key_file}) {
    identity += *file + '\n';
    if (file->empty()) continue;
    std::error_code error;
    const auto time = std::filesystem::last_write_time(*file, error);
    if (!error) identity += std::to_string(time.time_since_epoch().count()) + '\n';
  }
  return identity + tls.key_password;
}

bool is_followed(const HttpRequest& request, const Answer& answer) {
  const int status = answer.status;
  const bool moves = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  return moves && request.max_redirects > 0 && (request.method == "GET" || request.method == "HEAD") &&
         !answer.header("Location").empty();
}

}  // namespace

struct HttpClient::State {
  State(const Clock& the_clock, HttpClientOptions the_options)
      : clock(the_clock), options(std::move(the_options)), pool(options.max_idle_per_place, options.max_idle_time) {}

  const Clock& clock;
  const HttpClientOptions options;
  HttpPool pool;
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> connections{0};
  std::mutex tls_mutex;
  std::map<std::string, std::shared_ptr<const TlsContext>> tls_contexts;

  std::shared_ptr<const TlsContext> tls_for(const TlsOptions& tls, const std::string& identity) {
    const std::lock_guard lock(tls_mutex);
    const auto found = tls_contexts.find(identity);
    if (found != tls_contexts.end()) return found->second;
    if (tls_contexts.size() >= most_tls_contexts) tls_contexts.clear();
    return tls_contexts.emplace(identity, std::make_shared<const TlsContext>(tls)).first->second;
  }

  // What stays the same over the hops of one fetch.
  struct Call {
    HttpRequest request;  // changed by redirects
    HttpUrl url;
    std::optional<HttpUrl> proxy;
    std::string tls_identity;
    Patience patience;

    std::string place() const {
      return url.origin() + '\n' + (proxy ? proxy->origin() + '\n' + proxy->userinfo : std::string()) + '\n' +
             (url.tls ? tls_identity : std::string());
    }
  };

  std::unique_ptr<HttpConnection> open(const Call& call) {
    auto connection = std::make_unique<HttpConnection>();
    ++connections;
    Patience patience = call.patience;
    patience.deadline = std::min(patience.deadline, std::chrono::steady_clock::now() + call.request.connect_timeout);
    const HttpUrl& next = call.proxy ? *call.proxy : call.url;
    connection->connect(next.host, next.port, patience);
    if (!call.url.tls) return connection;
    if (call.proxy) tunnel(*connection, call, patience);
    connection->secure(*tls_for(call.request.tls, call.tls_identity), call.url.host, patience);
    return connection;
  }

  void tunnel(HttpConnection& connection, const Call& call, const Patience& patience) {
    const Answer answer = exchange(connection, "CONNECT", connect_head(call.url, *call.proxy), {},
                                   {options.max_header_bytes, 0}, patience);
    if (answer.status == 407)
      throw Error(ErrorKind::denied, "the proxy " + call.proxy->authority() + " wants other credentials (407)");
    if (answer.status / 100 != 2)
      throw Error(ErrorKind::unavailable, "the proxy " + call.proxy->authority() + " refuses to connect: status " +
                                              std::to_string(answer.status));
  }

  Answer send(const Call& call) {
    const std::string head =
        request_head(call.request, call.url, call.proxy ? &*call.proxy : nullptr, options.user_agent);
    const ExchangeLimits limits{options.max_header_bytes, call.request.max_body_bytes};
    const std::string place = call.place();
    auto connection = pool.take(place);
    const bool kept = connection != nullptr;
    if (!kept) connection = open(call);
    Answer answer;
    try {
      ++requests;
      answer = exchange(*connection, call.request.method, head, call.request.body, limits, call.patience);
    } catch (const NoAnswer&) {
      if (!kept || !may_be_repeated(call.request)) throw;
      connection = open(call);
      ++requests;
      answer = exchange(*connection, call.request.method, head, call.request.body, limits, call.patience);
    }
    if (answer.keep_alive) pool.give_back(place, std::move(connection));
    return answer;
  }

  HttpResponse finished(Answer answer, const HttpRequest& request) const {
    HttpResponse response;
    response.status = answer.status;
    const bool has_body = request.method != "HEAD" && answer.status != 204 && answer.status != 304;
    response.body =
        has_body ? decoded_body(answer.header("Content-Encoding"), std::move(answer.body), request.max_body_bytes)
                 : std::string();
    if (const auto value = answer.header("Retry-After"); !value.empty())
      response.retry_after = parse_retry_after(value, parse_http_date(answer.header("Date")).value_or(clock.now()));
    response.headers = std::move(answer.headers);
    return response;
  }

  // Turns the call towards where the answer points. Throws Error misconfigured where it must not go.
  void redirect(Call& call, const Answer& answer) const {
    HttpUrl target = resolve_http_url(call.url, answer.header("Location"));
    const bool leaves = !target.same_origin(call.url);
    const auto& may = call.request.may_redirect_to;
    if (leaves && !(may && may(target.host)))
      throw Error(ErrorKind::misconfigured, "status " + std::to_string(answer.status) + " leads to " + target.origin() +
                                                ", which is not allowed; set the new address, or the credentials if "
                                                "this is a login page");
    if (call.url.tls && !target.tls)
      throw Error(ErrorKind::misconfigured, "a redirect from https to http (" + target.origin() + ") is refused");
    if (leaves) keep_only_harmless(call.request.headers);
    call.url = std::move(target);
  }

  HttpResponse fetch(const HttpRequest& request, std::stop_token stop) {
    Call call;
    call.request = request;
    call.url = parse_http_url(request.url);
    if (!call.url.userinfo.empty())
      throw Error(ErrorKind::misconfigured, "an address must not carry credentials; use the system's secrets");
    call.tls_identity = tls_identity(request.tls);
    if (!request.proxy.empty()) call.proxy = parse_http_url(request.proxy);
    if (call.proxy && call.proxy->tls)
      throw Error(ErrorKind::misconfigured, "a proxy's address must begin with http://");
    call.patience = {std::chrono::steady_clock::now() + request.timeout, options.silence, std::move(stop)};
    try {
      for (unsigned hops = 0;; ++hops) {
        Answer answer = send(call);
        if (!is_followed(call.request, answer)) return finished(std::move(answer), call.request);
        if (hops == call.request.max_redirects)
          throw Error(ErrorKind::misconfigured, "more than " + std::to_string(call.request.max_redirects) +
                                                    " redirects; the system sends us in circles");
        redirect(call, answer);
      }
    } catch (const Error& error) {
      throw Error(error.kind(), call.request.method + ' ' + call.url.without_query() + ": " + error.what());
    }
  }
};

HttpClient::HttpClient(const Clock& clock, HttpClientOptions options)
    : state_(std::make_unique<State>(clock, std::move(options))) {}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::fetch(const HttpRequest& request, std::stop_token stop) {
  return state_->fetch(request, std::move(stop));
}

HttpClient::Counts HttpClient::counts() const { return {state_->requests, state_->connections}; }

}  // namespace lt::plugin_host
