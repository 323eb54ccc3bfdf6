// Addresses and the headers and parameters that are the same for all requests.
#include <lienthong/rest/endpoint.hpp>

namespace lt::rest {
namespace {

bool is_absolute(std::string_view address) { return address.starts_with("http://") || address.starts_with("https://"); }

std::string_view origin_of(std::string_view url) {
  return url.substr(0, url.find_first_of("/?#", url.find("://") + 3));
}

}  // namespace

std::string text_of(const boost::json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

void end_call(lt_status status, const sdk::Request& request, const sdk::Response& response) {
  throw sdk::Failure(status, sdk::failure_of(request, response).what(), response.retry_after());
}

Endpoint::Endpoint(const sdk::Settings& settings)
    : url_(settings.text("url")),
      headers_(settings.object("headers")),
      query_(settings.object("query")),
      timeout_(std::chrono::seconds(settings.integer_or("timeout_s", 0))),
      auth_(settings.object("auth")),
      errors_(settings.list("errors")) {
  if (!is_absolute(url_)) throw sdk::misconfigured("'url' must begin with http:// or https://");
  while (url_.ends_with('/')) url_.pop_back();
  origin_ = origin_of(url_);
}

sdk::Request Endpoint::request(const std::string& method, std::string_view path) const {
  std::string address = is_absolute(path) ? std::string(path) : url_;
  if (!is_absolute(path) && !path.empty())
    address.append(path.front() == '/' || path.front() == '?' ? "" : "/").append(path);
  sdk::Request made = prepared(sdk::Request::make(method, std::move(address)));
  for (const auto& member : query_.values()) made.query(member.key(), text_of(member.value()));
  return made;
}

sdk::Request Endpoint::follow(std::string_view address, std::string_view path) const {
  std::string target(address);
  if (address.starts_with('?'))
    target = request("GET", path).url.substr(0, request("GET", path).url.find('?')) + target;
  else if (address.starts_with('/') && !address.starts_with("//"))
    target = origin_ + target;
  if (origin_of(target) != origin_)
    throw sdk::failed("the system's next page is at " + std::string(origin_of(target)) + ", not at " + origin_ +
                      "; it is not fetched");
  return prepared(sdk::Request::get(std::move(target)));
}

sdk::Request Endpoint::prepared(sdk::Request request) const {
  request.timeout = timeout_;
  if (!headers_.has("Accept")) request.header("Accept", "application/json");
  for (const auto& member : headers_.values()) request.header(member.key(), text_of(member.value()));
  return request;
}

sdk::Response Endpoint::send(const sdk::Host& host, const sdk::Request& request, RequestKind kind, bool anonymous) {
  const sdk::Response response = send_raw(host, request, anonymous);
  const Verdict verdict = errors_.judge(response, kind);
  if (verdict.call != LT_OK) end_call(verdict.call, request, response);
  return response;
}

}  // namespace lt::rest
