// The order: address, who asks, his right, that his page asks, parameters, body, handler; then the answer's tag.
#include "api/service.hpp"

#include "access/digest.hpp"
#include "api/entity_tag.hpp"
#include "api/openapi.hpp"
#include "api/problem.hpp"
#include "base/suggest.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace lt::api {
namespace {

namespace json = boost::json;
using boost::beast::iequals;

bool is_read(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool serves(const Endpoint& endpoint, std::string_view method) {
  return endpoint.method == method || (endpoint.method == "GET" && method == "HEAD");
}

bool fits_word(const std::string& value, std::string_view words) {
  while (!words.empty()) {
    const std::size_t bar = words.find('|');
    if (words.substr(0, bar) == value) return true;
    words.remove_prefix(bar == std::string_view::npos ? words.size() : bar + 1);
  }
  return false;
}

// Passwords and persons' data travel in the open only within this machine.
void require_private(const Request& request) {
  const std::string& from = request.remote_address;
  if (request.secure || from.starts_with("127.") || from == "::1" || from == "::ffff:127.0.0.1") return;
  throw Refusal(Trouble::forbidden,
                {"API chỉ phục vụ qua TLS; viết tls: self_signed vào hub.yaml, hoặc đặt proxy có TLS, khai báo "
                 "trusted_proxies và gửi X-Forwarded-Proto: https",
                 "the API is served over TLS; write tls: self_signed into hub.yaml, or put a proxy with TLS before it, "
                 "name it in trusted_proxies, and have it send X-Forwarded-Proto: https"});
}

Response response_of(Outcome outcome, int status, const Request& request) {
  const bool as_it_is = !outcome.media.empty();
  if (outcome.body.is_null() && !as_it_is)
    return {.status = status == 200 ? 204 : status, .headers = std::move(outcome.headers)};
  Response response = as_it_is ? Response{.status = status,
                                          .headers = {{"Content-Type", outcome.media}},
                                          .body = std::move(outcome.bytes),
                                          .stream = std::move(outcome.stream)}
                               : json_response(status, json::serialize(outcome.body));
  for (HttpHeader& each : outcome.headers) response.headers.push_back(std::move(each));
  if (!is_read(request.method) || response.status != 200 || response.stream) return response;
  const auto own = std::ranges::find(response.headers, "ETag", &HttpHeader::name);
  const std::string tag = own != response.headers.end() ? own->value : tag_of(response.body);
  if (knows(header(request, "If-None-Match"), tag)) {
    response.status = 304;
    response.body.clear();
  }
  if (own == response.headers.end()) response.headers.push_back({"ETag", tag});
  return response;
}

// Answers are for one reader, are asked for again each time, and are never taken for a page.
void add_common_headers(Response& response) {
  response.headers.push_back({"Cache-Control", "private, no-cache"});
  response.headers.push_back({"Vary", "Accept-Language, Authorization, Cookie"});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
}

}  // namespace

std::string_view session_cookie(bool secure) { return secure ? "__Host-lienthong" : "lienthong"; }

std::string cookie_of(const Request& request, std::string_view name) {
  for (const HttpHeader& each : request.headers) {
    if (!iequals(each.name, "Cookie")) continue;
    std::string_view rest = each.value;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
        return std::string(pair.substr(name.size() + 1));
    }
  }
  return {};
}

Service::Service(Table table, access::Access& access, const std::string& version)
    : table_(std::move(table)), access_(access) {
  table_.endpoints.push_back({.method = "GET",
                              .path = "/api/v1/openapi.json",
                              .right = access::Right::none,
                              .operation = "getOpenApi",
                              .tag = "document",
                              .summary = "This document",
                              .answers = "Document",
                              .handler = [this](const Call&) -> Outcome { return {.body = document_}; }});
  table_.schemas.push_back({"Document",
                            "An OpenAPI 3.1 document",
                            {{"openapi", "string"},
                             {"info", "object"},
                             {"servers", "object[]"},
                             {"security", "object[]"},
                             {"tags", "object[]"},
                             {"paths", "object"},
                             {"components", "object"}}});
  document_ = openapi_document(table_, version);
}

Response Service::answer(const Request& request, const std::stop_token& stop) const {
  const Language language = language_of(header(request, "Accept-Language"));
  Response response;
  try {
    response = served(request, language, stop);
  } catch (const Refusal& refusal) {
    response = problem_response(refusal, language);
  } catch (const Error& error) {
    // What the caller got wrong is told to him alone: it may quote a person's number.
    const bool his_own = error.kind() == ErrorKind::misconfigured || error.kind() == ErrorKind::unsupported;
    if (!his_own) spdlog::warn("{} {}: {}: {}", request.method, request.path(), to_string(error.kind()), error.what());
    response = problem_response(Refusal::of(error), language);
  }
  add_common_headers(response);
  return response;
}

Response Service::served(const Request& request, Language language, const std::stop_token& stop) const {
  require_private(request);
  const auto segments = path_segments(request.path());
  if (!segments) throw Refusal(Trouble::bad_request, {"địa chỉ không hợp lệ", "this address is malformed"});
  Values values;
  const Endpoint& endpoint = endpoint_for(request, *segments, values);
  const Caller caller = caller_of(request);
  check_rights(endpoint, caller, request);
  return response_of(endpoint.handler({.request = request,
                                       .who = caller.who,
                                       .session_token = caller.session_token,
                                       .language = language,
                                       .path = std::move(values),
                                       .query = checked_query(endpoint, request),
                                       .body = checked_body(endpoint, request),
                                       .stop = stop}),
                     endpoint.status, request);
}

const Endpoint& Service::endpoint_for(const Request& request, const std::vector<std::string>& segments,
                                      Values& values) const {
  std::string allowed;
  for (const Endpoint& endpoint : table_.endpoints) {
    auto found = match_path(endpoint.path, segments);
    if (!found) continue;
    if (serves(endpoint, request.method)) {
      values = std::move(*found);
      return endpoint;
    }
    allowed.append(allowed.empty() ? "" : ", ").append(endpoint.method);
  }
  if (allowed.empty())
    throw Refusal(Trouble::not_found, {"không có gì ở địa chỉ này; xem /api/v1/openapi.json",
                                       "nothing is served at this address; see /api/v1/openapi.json"});
  throw Refusal(Trouble::method_not_allowed, {"địa chỉ này nhận " + allowed, "this address takes " + allowed},
                {{"Allow", allowed}});
}

Service::Caller Service::caller_of(const Request& request) const {
  constexpr std::string_view bearer = "Bearer ";
  const std::string_view authorization = header(request, "Authorization");
  if (iequals(authorization.substr(0, bearer.size()), bearer)) {
    auto who = access_.sessions().find_token(authorization.substr(bearer.size()));
    return {who.value_or(access::Identity{}), {}, false};
  }
  Caller caller{.who = {}, .session_token = cookie_of(request, session_cookie(request.secure)), .by_cookie = true};
  if (caller.session_token.empty()) return caller;
  if (auto who = access_.sessions().find(caller.session_token)) caller.who = std::move(*who);
  return caller;
}

void Service::check_rights(const Endpoint& endpoint, const Caller& caller, const Request& request) {
  if (!is_read(request.method) && iequals(header(request, "Sec-Fetch-Site"), "cross-site"))
    throw Refusal(Trouble::forged, {"yêu cầu do trang khác gửi", "another site sent this request"});
  if (endpoint.right == access::Right::none) return;
  if (caller.who.guest())
    throw Refusal(Trouble::not_signed_in,
                  {"hãy đăng nhập, hoặc gửi token còn hiệu lực", "sign in, or send a token that is valid"});
  if (!is_read(request.method) && caller.by_cookie &&
      !access::equal_in_constant_time(header(request, "X-CSRF-Token"), access::csrf_token_of(caller.session_token)))
    throw Refusal(Trouble::forged, {"thiếu X-CSRF-Token của phiên này", "the session's X-CSRF-Token is missing"});
  if (caller.who.must_change_password && endpoint.right != access::Right::self)
    throw Refusal(Trouble::password_change_required, {"mật khẩu hiện tại chỉ dùng một lần; hãy đổi trước",
                                                      "this password was for one sign-in; change it"});
  if (!caller.who.may(endpoint.right)) {
    const std::string right(to_string(endpoint.right));
    throw Refusal(Trouble::forbidden, {"cần quyền '" + right + "'", "the right '" + right + "' is needed"});
  }
}

Values Service::checked_query(const Endpoint& endpoint, const Request& request) const {
  const std::size_t mark = request.target.find('?');
  auto values =
      query_values(mark == std::string::npos ? std::string_view() : std::string_view(request.target).substr(mark + 1));
  if (!values)
    throw Refusal(Trouble::bad_request,
                  {"tham số không đọc được hoặc lặp lại", "a parameter cannot be read or is given twice"});
  std::vector<std::string> names;
  for (const Parameter& parameter : endpoint.query) {
    names.push_back(parameter.name);
    const auto given = values->find(parameter.name);
    const std::string name = "'" + parameter.name + "'";
    if (given == values->end() && parameter.required)
      throw Refusal(Trouble::bad_request, {"thiếu tham số " + name, "the parameter " + name + " is missing"});
    if (given != values->end() && parameter.type.find('|') != std::string::npos &&
        !fits_word(given->second, parameter.type))
      throw Refusal(Trouble::bad_request,
                    {name + " là một trong " + parameter.type, name + " is one of " + parameter.type});
  }
  for (const auto& [name, value] : *values) {
    if (endpoint.sends_on || std::ranges::find(names, name) != names.end()) continue;
    throw Refusal(Trouble::bad_request, {"không có tham số '" + name + "'",
                                         "there is no parameter '" + name + "'" + suggestion(name, names)});
  }
  return std::move(*values);
}

json::object Service::checked_body(const Endpoint& endpoint, const Request& request) const {
  if (endpoint.takes.empty()) {
    if (request.body.empty()) return {};
    throw Refusal(Trouble::bad_request, {"yêu cầu này không có nội dung", "this request has no body"});
  }
  std::string_view type = header(request, "Content-Type");
  type = type.substr(0, type.find(';'));
  if (!iequals(type, "application/json"))
    throw Refusal(Trouble::unsupported_media_type,
                  {"gửi Content-Type: application/json", "send Content-Type: application/json"});
  json::error_code error;
  const json::value parsed = json::parse(request.body, error);
  if (error || !parsed.is_object())
    throw Refusal(Trouble::bad_request,
                  {"nội dung phải là một đối tượng JSON trong UTF-8", "the body must be a JSON object in UTF-8"});
  const auto schema = std::ranges::find(table_.schemas, endpoint.takes, &Schema::name);
  if (const auto fault = fault_of(parsed.as_object(), *schema)) throw Refusal(Trouble::bad_request, *fault);
  return parsed.as_object();
}

}  // namespace lt::api
