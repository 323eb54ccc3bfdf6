// Discovery, keys and the exchange of a code, each within a time and a size.
#include "access/oidc.hpp"

#include "access/id_token.hpp"
#include "access/url_text.hpp"
#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/utf8.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace lt::access {
namespace {

namespace json = boost::json;
using plugin_host::HttpRequest;
using plugin_host::HttpResponse;

constexpr Milliseconds facts_last = hour_ms;
constexpr Milliseconds between_keys = 10'000;  // two fetches for the sake of a key that is not known
constexpr std::size_t most_of_an_answer = 512U << 10U;

using FormFields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// "a=1&b=2"; empty values are left out.
std::string form(const FormFields& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    text.append(text.empty() ? "" : "&").append(name).append("=").append(percent_encoded(value));
  }
  return text;
}

std::string with_query(const std::string& address, const FormFields& fields) {
  return address + (address.find('?') == std::string::npos ? "?" : "&") + form(fields);
}

bool is_true(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(name);
  return found != nullptr && found->is_bool() && found->as_bool();
}

// A text, or the texts of a list.
std::vector<std::string> texts_of(const json::value* value) {
  std::vector<std::string> texts;
  if (value == nullptr) return texts;
  if (value->is_string()) texts.emplace_back(value->as_string());
  if (!value->is_array()) return texts;
  for (const json::value& each : value->as_array())
    if (each.is_string()) texts.emplace_back(each.as_string());
  return texts;
}

// By its name, or by a JSON pointer.
const json::value* claim(const json::value& claims, const std::string& name) {
  if (!name.starts_with('/')) return claims.as_object().if_contains(name);
  json::error_code error;
  return claims.find_pointer(name, error);
}

json::object object_in(const HttpResponse& answer, const std::string& address) {
  json::error_code error;
  json::value parsed = json::parse(answer.body, error);
  if (error || !parsed.is_object())
    throw Error(ErrorKind::misconfigured, address + " of the sign-in provider does not answer with JSON");
  return std::move(parsed.as_object());
}

// What the provider says of a failure, short enough for a log.
std::string said_in(const HttpResponse& answer) {
  json::error_code error;
  const json::value parsed = json::parse(answer.body, error);
  std::string said;
  if (!error && parsed.is_object())
    for (const char* name : {"error", "error_description"})
      said.append(said.empty() ? "" : ": ").append(text_member(parsed.as_object(), name).substr(0, 200));
  std::string shown;
  repair_utf8(said.empty() ? "HTTP " + std::to_string(answer.status) : said, shown);
  return shown;
}

void require_safe(const std::string& address, const char* which) {
  if (!is_safe_address(address))
    throw Error(ErrorKind::misconfigured, std::string("the sign-in provider's ") + which + " is '" + address +
                                              "'; it must be an address of https");
}

bool offers_only_in_body(const json::object& document) {
  const auto methods = texts_of(document.if_contains("token_endpoint_auth_methods_supported"));
  return std::ranges::count(methods, "client_secret_post") > 0 &&
         std::ranges::count(methods, "client_secret_basic") == 0;
}

}  // namespace

OidcProvider::OidcProvider(OidcSettings settings, plugin_host::HttpTransport& http, const Clock& clock)
    : settings_(std::move(settings)), http_(http), clock_(clock) {}

HttpResponse OidcProvider::ask(HttpRequest request, const std::stop_token& stop) {
  request.headers.push_back({"Accept", "application/json"});
  request.connect_timeout = std::chrono::seconds(5);
  request.timeout = std::chrono::seconds(10);
  request.max_body_bytes = most_of_an_answer;
  request.tls.ca_file = settings_.ca;
  HttpResponse answer = http_.fetch(request, stop);
  if (answer.status >= 500 || answer.status == 429)
    throw Error(ErrorKind::unavailable, "the sign-in provider answers " + said_in(answer) + "; try again later");
  return answer;
}

json::object OidcProvider::read(const std::string& address, const std::string& authorization,
                                const std::stop_token& stop) {
  HttpRequest request;
  request.url = address;
  if (!authorization.empty()) request.headers.push_back({"Authorization", authorization});
  const HttpResponse answer = ask(std::move(request), stop);
  if (answer.status != 200)
    throw Error(ErrorKind::misconfigured, address + " of the sign-in provider answers " + said_in(answer));
  return object_in(answer, address);
}

std::shared_ptr<const OidcProvider::Facts> OidcProvider::facts(const std::stop_token& stop) {
  const Milliseconds now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (facts_ && now - facts_->asked < facts_last) return facts_;
  }
  const bool slash = settings_.issuer.ends_with('/');
  const json::object document =
      read(settings_.issuer + (slash ? "" : "/") + ".well-known/openid-configuration", {}, stop);
  if (const std::string issuer = text_member(document, "issuer"); issuer != settings_.issuer)
    throw Error(ErrorKind::misconfigured, "the sign-in provider calls itself '" + issuer.substr(0, 200) +
                                              "', and hub.yaml '" + settings_.issuer + "'; they must be the same");
  auto found = std::make_shared<Facts>(Facts{
      .authorization = text_member(document, "authorization_endpoint"),
      .token = text_member(document, "token_endpoint"),
      .keys = text_member(document, "jwks_uri"),
      .userinfo = text_member(document, "userinfo_endpoint"),
      .end = text_member(document, "end_session_endpoint"),
      .secret_in_body = offers_only_in_body(document),
      .names_issuer = is_true(document, "authorization_response_iss_parameter_supported"),
      .asked = now,
  });
  require_safe(found->authorization, "authorization_endpoint");
  require_safe(found->token, "token_endpoint");
  require_safe(found->keys, "jwks_uri");
  if (!found->userinfo.empty()) require_safe(found->userinfo, "userinfo_endpoint");
  if (!found->end.empty()) require_safe(found->end, "end_session_endpoint");
  const std::lock_guard lock(mutex_);
  facts_ = found;
  return found;
}

// Those that are kept, where they were asked for at `not_before` or later.
std::shared_ptr<const OidcProvider::Keys> OidcProvider::keys(const Facts& facts, Milliseconds not_before,
                                                             const std::stop_token& stop) {
  {
    const std::lock_guard lock(mutex_);
    if (keys_ && keys_->asked >= not_before) return keys_;
  }
  const Milliseconds now = clock_.now();
  auto found = std::make_shared<const Keys>(Keys{read_key_set(read(facts.keys, {}, stop)), now});
  const std::lock_guard lock(mutex_);
  keys_ = found;
  return found;
}

bool OidcProvider::verified(const SignedToken& token, const Facts& facts, const std::stop_token& stop) {
  const auto named = [&](const VerifyingKey& key) {
    return key.algorithm == token.algorithm && (token.key_id.empty() || key.id == token.key_id);
  };
  const Milliseconds now = clock_.now();
  for (const Milliseconds not_before : {now - facts_last, now - between_keys}) {
    const auto known = keys(facts, not_before, stop);
    const auto key = std::ranges::find_if(known->list, named);
    // A token that names no key must leave no choice (OpenID Connect Core 1.0, section 10.1).
    const bool choice = token.key_id.empty() && std::ranges::count_if(known->list, named) > 1;
    if (key != known->list.end() && !choice) return fits(*key, token);
  }
  return false;
}

std::string OidcProvider::authorization_address(const OidcPending& pending, const std::stop_token& stop) {
  std::string scope = "openid";
  for (const auto& each : settings_.scopes) scope.append(" ").append(each);
  return with_query(facts(stop)->authorization, {{"response_type", "code"},
                                                 {"client_id", settings_.client_id},
                                                 {"redirect_uri", settings_.callback()},
                                                 {"scope", scope},
                                                 {"state", pending.state},
                                                 {"nonce", pending.nonce},
                                                 {"code_challenge", to_base64url(sha256_bytes(pending.verifier))},
                                                 {"code_challenge_method", "S256"}});
}

json::object OidcProvider::tokens(const std::string& code, const OidcPending& pending, const std::string& secret,
                                  const Facts& facts, const std::stop_token& stop) {
  const bool by_header = !secret.empty() && !facts.secret_in_body;
  HttpRequest request;
  request.method = "POST";
  request.url = facts.token;
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = form({{"grant_type", "authorization_code"},
                       {"code", code},
                       {"redirect_uri", settings_.callback()},
                       {"code_verifier", pending.verifier},
                       {"client_id", by_header ? std::string() : settings_.client_id},
                       {"client_secret", by_header ? std::string() : secret}});
  if (by_header)  // RFC 6749, section 2.3.1
    request.headers.push_back(
        {"Authorization", "Basic " + to_base64(percent_encoded(settings_.client_id) + ":" + percent_encoded(secret))});
  const HttpResponse answer = ask(std::move(request), stop);
  if (answer.status == 200) return object_in(answer, facts.token);
  const std::string said = said_in(answer);
  if (said.starts_with("invalid_client") || said.starts_with("unauthorized_client"))
    throw Error(ErrorKind::misconfigured, "the sign-in provider does not take the hub's client_id or secret: " + said);
  throw Error(ErrorKind::denied, "the sign-in provider does not take the code: " + said);
}

json::object OidcProvider::claims_of(const json::object& tokens, const OidcPending& pending, const Facts& facts,
                                     const std::stop_token& stop) {
  SignedToken token = read_signed_token(text_member(tokens, "id_token"));
  if (!verified(token, facts, stop))
    throw Error(ErrorKind::denied, "the provider's token is not signed by one of its keys");
  const std::string fault = fault_of_id_token(token.claims, {.issuer = settings_.issuer,
                                                             .client_id = settings_.client_id,
                                                             .nonce = pending.nonce,
                                                             .access_token = text_member(tokens, "access_token"),
                                                             .now = clock_.now()});
  if (!fault.empty()) throw Error(ErrorKind::denied, "the provider's token " + fault);
  return std::move(token.claims);
}

// Many providers tell names and groups only there.
json::object OidcProvider::told_besides(const std::string& access_token, const Facts& facts,
                                        const std::stop_token& stop) {
  if (facts.userinfo.empty() || access_token.empty()) return {};
  return read(facts.userinfo, "Bearer " + access_token, stop);
}

OidcPerson OidcProvider::person(const std::string& code, const std::string& issuer, const OidcPending& pending,
                                const std::string& secret, const std::stop_token& stop) {
  const auto known = facts(stop);
  if (issuer.empty() ? known->names_issuer : issuer != settings_.issuer)
    throw Error(ErrorKind::denied, "the answer is of another provider (iss)");
  const json::object given = tokens(code, pending, secret, *known, stop);
  const json::value claims = claims_of(given, pending, *known, stop);
  const std::string subject = text_member(claims.as_object(), "sub");
  const json::value* name = claim(claims, settings_.user_claim);
  const json::value* values = claim(claims, settings_.role_claim);
  json::value besides = json::object();
  if (name == nullptr || values == nullptr) besides = told_besides(text_member(given, "access_token"), *known, stop);
  if (!besides.as_object().empty() && text_member(besides.as_object(), "sub") != subject)
    throw Error(ErrorKind::denied, "the provider tells of another person than its token does (sub)");
  if (name == nullptr) name = claim(besides, settings_.user_claim);
  if (values == nullptr) values = claim(besides, settings_.role_claim);
  const auto names = texts_of(name);
  return {.subject = subject, .name = names.size() == 1 ? names.front() : std::string(), .values = texts_of(values)};
}

std::optional<std::string> OidcProvider::end_address(const std::stop_token& stop) {
  const auto known = facts(stop);
  if (known->end.empty()) return std::nullopt;
  return with_query(known->end,
                    {{"client_id", settings_.client_id}, {"post_logout_redirect_uri", settings_.address + "/"}});
}

}  // namespace lt::access
