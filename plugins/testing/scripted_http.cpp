// Queue first, then rules.
#include "testing/scripted_http.hpp"

#include <algorithm>
#include <charconv>

namespace lt::plugin_testing {
namespace {

bool same_without_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

HttpResponse answer(int status, std::string body, std::vector<HttpHeader> headers) {
  HttpResponse response{.status = status, .headers = std::move(headers), .body = std::move(body), .retry_after = {}};
  const std::string wait = header_of(response.headers, "Retry-After");
  int seconds = 0;
  if (std::from_chars(wait.data(), wait.data() + wait.size(), seconds).ec == std::errc()) {
    response.retry_after = std::chrono::seconds(seconds);
  }
  return response;
}

HttpResponse json_answer(std::string body, int status) {
  return answer(status, std::move(body), {{"Content-Type", "application/json"}});
}

std::string header_of(const std::vector<HttpHeader>& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (same_without_case(header.name, name)) return header.value;
  }
  return {};
}

std::string target_of(std::string_view url) {
  const std::size_t authority = url.find("://");
  const std::size_t path = authority == std::string_view::npos ? 0 : url.find('/', authority + 3);
  return path == std::string_view::npos ? "/" : std::string(url.substr(path));
}

void ScriptedHttp::next(HttpResponse response) {
  const std::lock_guard lock(mutex_);
  queue_.push_back([response = std::move(response)](const HttpRequest&) { return response; });
}

void ScriptedHttp::next_fails(ErrorKind kind, std::string message) {
  const std::lock_guard lock(mutex_);
  queue_.push_back(
      [kind, message = std::move(message)](const HttpRequest&) -> HttpResponse { throw Error(kind, message); });
}

void ScriptedHttp::on(std::string method, std::string target_prefix, Handler handler) {
  const std::lock_guard lock(mutex_);
  rules_.push_back({std::move(method), std::move(target_prefix), std::move(handler)});
}

void ScriptedHttp::on(std::string method, std::string target_prefix, HttpResponse response) {
  on(std::move(method), std::move(target_prefix),
     [response = std::move(response)](const HttpRequest&) { return response; });
}

std::vector<HttpRequest> ScriptedHttp::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

HttpResponse ScriptedHttp::fetch(const HttpRequest& request, std::stop_token stop) {
  if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped before the request");
  Handler handler;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (!queue_.empty()) {
      handler = std::move(queue_.front());
      queue_.pop_front();
    } else {
      const std::string target = target_of(request.url);
      const auto rule = std::find_if(rules_.rbegin(), rules_.rend(), [&](const Rule& r) {
        return r.method == request.method && target.starts_with(r.prefix);
      });
      if (rule != rules_.rend()) handler = rule->handler;
    }
  }
  return handler ? handler(request) : answer(404, "no rule of the test fits " + request.method + " " + request.url);
}

}  // namespace lt::plugin_testing
