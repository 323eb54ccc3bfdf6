// Credentials by type; tokens kept until shortly before they expire.
#include <lienthong/rest/authorization.hpp>
#include <lienthong/rest/moment.hpp>
#include <lienthong/rest/signing.hpp>

#include <algorithm>
#include <array>

namespace lt::rest {
namespace {

using sdk::Host;
using sdk::Request;
using sdk::Response;

constexpr std::int64_t renew_before_ms = 30'000;
constexpr std::int64_t usual_token_life_s = 300;  // where the answer does not say

struct Needs {
  std::string_view type;
  std::array<std::string_view, 3> members;
};
constexpr Needs needs[] = {
    {"none", {}},
    {"basic", {"user", "password"}},
    {"bearer", {"token"}},
    {"api_key", {"key", "name"}},
    {"client_credentials", {"token_url", "client_id", "client_secret"}},
    {"hmac", {"secret"}},
};

// What is signed: `pattern` with its placeholders filled.
std::string signed_text(std::string_view pattern, const Request& request, const std::string& moment) {
  const auto path_at = request.url.find('/', request.url.find("://") + 3);
  const std::string target = path_at == std::string::npos ? "/" : request.url.substr(path_at);
  const std::string body_hash = hex(sha256(request.body));
  const std::pair<std::string_view, std::string_view> placeholders[] = {
      {"{method}", request.method},
      {"{target}", target},
      {"{path}", std::string_view(target).substr(0, target.find('?'))},
      {"{timestamp}", moment},
      {"{body}", request.body},
      {"{body_sha256}", body_hash}};
  return filled(pattern, placeholders);
}

// The header lgspaccesstoken of the platforms that want the agreement's keys in it (contracts/lgsp.md).
std::string lgsp_access_token(const Host& host, const sdk::Settings& lgsp) {
  boost::json::object token{{"AccessKey", host.secret(lgsp, "access_key")},
                            {"SecretKey", host.secret(lgsp, "secret_key")},
                            {"AppName", lgsp.text("app_name")},
                            {"PartnerCode", lgsp.text("partner_code")},
                            {"PartnerCodeCus", lgsp.text_or("partner_code_cus", lgsp.text("partner_code"))}};
  return sdk::base64(boost::json::serialize(token));
}

}  // namespace

Authorization::Authorization(sdk::Settings auth) : auth_(std::move(auth)), type_(auth_.text_or("type", "none")) {
  for (const Needs& each : needs) {
    if (each.type != type_) continue;
    for (const std::string_view member : each.members)
      if (!member.empty() && !auth_.has(member))
        throw sdk::misconfigured("auth of type " + type_ + " needs '" + std::string(member) + "'");
    return;
  }
  throw sdk::misconfigured("'" + type_ + "' is no type of auth");
}

Response Authorization::send(const Host& host, const Request& request) {
  const Response response = host.send(authorized(host, request));
  if (response.status() != 401 || type_ != "client_credentials") return response;
  token_.clear();
  return host.send(authorized(host, request));
}

Request Authorization::authorized(const Host& host, Request request) {
  if (type_ == "basic") {
    request.basic(auth_.text("user"), host.secret(auth_, "password"));
  } else if (type_ == "bearer") {
    request.bearer(host.secret(auth_, "token"));
  } else if (type_ == "api_key") {
    const std::string key = host.secret(auth_, "key");
    if (auth_.text_or("in", "header") == "query")
      request.query(auth_.text("name"), key);
    else
      request.header(auth_.text("name"), key);
  } else if (type_ == "client_credentials") {
    request.bearer(token(host));
  } else if (type_ == "hmac") {
    sign(host, request);
  }
  add_secret_headers(host, request);
  return request;
}

void Authorization::sign(const Host& host, Request& request) const {
  const std::string moment = MomentFormat(auth_.text_or("timestamp_format", "epoch_ms")).write(host.now());
  const std::string text =
      signed_text(auth_.text_or("signed_text", "{method}\n{target}\n{timestamp}\n{body_sha256}"), request, moment);
  const std::string signature = hmac_sha256(host.secret(auth_, "secret"), text);
  request.header(auth_.text_or("timestamp_header", "X-Timestamp"), moment);
  if (auth_.has("key_id")) request.header(auth_.text_or("key_id_header", "X-Key-Id"), auth_.text("key_id"));
  request.header(auth_.text_or("signature_header", "X-Signature"),
                 auth_.text_or("signature_prefix", "") +
                     (auth_.text_or("encoding", "hex") == "hex" ? hex(signature) : sdk::base64(signature)));
}

void Authorization::add_secret_headers(const Host& host, Request& request) const {
  if (auth_.has("lgsp")) request.header("lgspaccesstoken", lgsp_access_token(host, auth_.object("lgsp")));
  const sdk::Settings headers = auth_.object("secret_headers");
  for (const auto& member : headers.values()) request.header(member.key(), host.secret(headers, member.key()));
}

const std::string& Authorization::token(const Host& host) {
  if (!token_.empty() && host.now() < token_until_) return token_;
  Request request = Request::post(auth_.text("token_url"));
  const std::string id = auth_.text("client_id");
  const std::string secret = host.secret(auth_, "client_secret");
  const bool in_form = auth_.text_or("credentials_in", "basic") == "form";
  request.body = sdk::form_encode({{"grant_type", "client_credentials"}});
  if (auth_.has("scope")) request.body += "&" + sdk::form_encode({{"scope", auth_.text("scope")}});
  if (in_form)
    request.body += "&" + sdk::form_encode({{"client_id", id}, {"client_secret", secret}});
  else
    request.basic(id, secret);
  request.header("Content-Type", "application/x-www-form-urlencoded").header("Accept", "application/json");
  add_secret_headers(host, request);

  const Response response = host.send(request);
  if (response.status() == 400) throw sdk::denied(sdk::failure_of(request, response).what());
  if (!response.ok()) throw sdk::failure_of(request, response);
  const auto answer = response.json();
  const auto* token = sdk::at_pointer(answer, "/access_token");
  if (token == nullptr || !token->is_string() || token->get_string().empty())
    throw sdk::failed("POST " + auth_.text("token_url") + " answered without an access_token");
  token_ = std::string(token->get_string());
  std::int64_t life_s = usual_token_life_s;
  if (const auto* life = sdk::at_pointer(answer, "/expires_in")) {
    boost::json::error_code error;
    const auto seconds = life->to_number<std::int64_t>(error);
    if (!error && seconds > 0) life_s = std::min<std::int64_t>(seconds, 86'400);
  }
  token_until_ = host.now() + std::max<std::int64_t>(life_s * 1000 - renew_before_ms, 1000);
  return token_;
}

}  // namespace lt::rest
