// A system that answers as its test says, and remembers what it was asked.
#pragma once

#include "base/error.hpp"
#include "plugin_host/http_transport.hpp"

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_testing {

using plugin_host::HttpHeader;
using plugin_host::HttpRequest;
using plugin_host::HttpResponse;

HttpResponse json_answer(std::string body, int status = 200);
HttpResponse answer(int status, std::string body = {}, std::vector<HttpHeader> headers = {});

// The value of a header by name without case; empty where there is none.
std::string header_of(const std::vector<HttpHeader>& headers, std::string_view name);
// Path and query of a URL.
std::string target_of(std::string_view url);

// Answers in this order: the next one queued, else the rule whose method and beginning of the target fit (the latest
// first), else 404. Thread-safe.
class ScriptedHttp : public plugin_host::HttpTransport {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  void next(HttpResponse response);
  void next_fails(ErrorKind kind, std::string message);  // no answer came
  void on(std::string method, std::string target_prefix, Handler handler);
  void on(std::string method, std::string target_prefix, HttpResponse response);

  std::vector<HttpRequest> requests() const;

  HttpResponse fetch(const HttpRequest& request, std::stop_token stop) override;

 private:
  struct Rule {
    std::string method;
    std::string prefix;
    Handler handler;
  };
  mutable std::mutex mutex_;
  std::deque<Handler> queue_;
  std::vector<Rule> rules_;
  std::vector<HttpRequest> requests_;
};

}  // namespace lt::plugin_testing
