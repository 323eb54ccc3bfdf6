// Redirects, cookies by name, and the two forms that oidc-provider shows while it is developed with.
#include "oidc/visitor.hpp"

#include "plugin_host/http_url.hpp"

#include <stdexcept>

namespace lt::oidc {

using plugin_host::HttpHeader;
using plugin_host::HttpRequest;
using plugin_host::HttpResponse;

HttpResponse Visitor::ask(const std::string& method, const std::string& address, const std::string& form) {
  HttpRequest request;
  request.method = method;
  request.url = address;
  request.body = form;
  if (!form.empty()) request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  std::string brought;
  for (const auto& [name, value] : cookies_) brought.append(name).append("=").append(value).append("; ");
  if (!brought.empty()) request.headers.push_back({"Cookie", brought.substr(0, brought.size() - 2)});
  HttpResponse answer = http_.fetch(request, {});
  for (const HttpHeader& header : answer.headers) {
    if (header.name != "Set-Cookie" && header.name != "set-cookie") continue;
    const std::string pair = header.value.substr(0, header.value.find(';'));
    const std::size_t equals = pair.find('=');
    cookies_[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return answer;
}

bool Visitor::moved_on(const HttpResponse& answer, std::string& address) const {
  if (answer.status / 100 != 3) return false;
  for (const HttpHeader& header : answer.headers) {
    if (header.name != "Location" && header.name != "location") continue;
    if (header.value.starts_with('/')) {
      address = plugin_host::parse_http_url(address).origin() + header.value;
    } else {
      address = header.value;
    }
    return true;
  }
  return false;
}

std::string Visitor::sign_in(const std::string& from) {
  std::string address = from;
  HttpResponse answer = ask("GET", address, {});
  for (int steps = 0; steps < 20; ++steps) {
    if (moved_on(answer, address)) {
      if (address.starts_with(home_)) return address;
      answer = ask("GET", address, {});
    } else if (answer.body.find(R"(name="prompt" value="login")") != std::string::npos) {
      answer = ask("POST", address, "prompt=login&login=" + name_ + "&password=any");
    } else if (answer.body.find(R"(name="prompt" value="consent")") != std::string::npos) {
      answer = ask("POST", address, "prompt=consent");
    } else {
      break;
    }
  }
  throw std::runtime_error("the provider answers " + std::to_string(answer.status) + " at " + address + ": " +
                           answer.body);
}

HttpResponse Visitor::look(const std::string& from) {
  std::string address = from;
  HttpResponse answer = ask("GET", address, {});
  while (moved_on(answer, address) && !address.starts_with(home_)) answer = ask("GET", address, {});
  return answer;
}

}  // namespace lt::oidc
