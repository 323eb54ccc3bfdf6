// /api/v1/users and /api/v1/tokens: who may sign in.
#include "access/users.hpp"

#include "access/totp.hpp"
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "base/clock.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

json::object user_json(const access::User& user) {
  return {{"name", user.name},
          {"role", to_string(user.role)},
          {"systems", json::array(user.systems.begin(), user.systems.end())},
          {"disabled", user.disabled},
          {"must_change_password", user.must_change_password},
          {"has_code", user.has_totp},
          {"signs_in_by", user.by_oidc ? "oidc" : "password"},
          {"created", time_json(user.created)}};
}

Outcome list_users(const HubView& hub) {
  json::array items;
  for (const auto& user : hub.access.users().list()) items.push_back(user_json(user));
  return api::page_of(std::move(items));
}

Outcome add_user(const Call& call, const HubView& hub) {
  access::User user{.name = said(call, "name"), .role = *access::role_named(said(call, "role"))};
  if (const auto* systems = call.body.if_contains("systems"))
    for (const auto& system : systems->as_array())
      user.systems.insert(system_of(call, hub.configuration, std::string_view(system.as_string())).definition.name);
  const std::string password = hub.access.users().add(user, nullptr);
  log_deed(call, hub, "user_add", user.name, to_string(user.role));
  return {.body = json::object{{"user", user.name}, {"password", password}}};
}

std::string user_asked(const Call& call, const HubView& hub) {
  const std::string& name = call.text("user");
  if (!hub.access.users().find(name)) refuse_unknown("người dùng '" + name + "'", "user '" + name + "'");
  return name;
}

Outcome change(const Call& call, const HubView& hub) {
  const std::string name = user_asked(call, hub);
  const bool disabled = call.body.at("disabled").as_bool();
  if (disabled && name == call.who.user)
    throw Refusal(Trouble::conflict, {"không thể tự khóa chính mình", "nobody switches himself off"});
  hub.access.users().set_disabled(name, disabled);
  log_deed(call, hub, disabled ? "user_disable" : "user_enable", name);
  return {.body = user_json(*hub.access.users().find(name))};
}

Outcome new_password(const Call& call, const HubView& hub) {
  const std::string name = user_asked(call, hub);
  const std::string password = hub.access.users().set_password(name, nullptr);
  log_deed(call, hub, "password_reset", name);
  return {.body = json::object{{"user", name}, {"password", password}}};
}

Outcome add_code(const Call& call, const HubView& hub) {
  const std::string name = user_asked(call, hub);
  const std::string secret = hub.access.users().turn_totp_on(name);
  log_deed(call, hub, "totp_on", name);
  return {.body = json::object{{"user", name}, {"uri", access::totp_uri(hub.configuration.hub().name, name, secret)}}};
}

Outcome remove_code(const Call& call, const HubView& hub) {
  const std::string name = user_asked(call, hub);
  hub.access.users().turn_totp_off(name);
  log_deed(call, hub, "totp_off", name);
  return {};
}

Outcome tokens(const HubView& hub) {
  json::array items;
  for (const auto& token : hub.access.sessions().tokens()) {
    json::array scopes;
    for (const Right right : token.scopes) scopes.emplace_back(json::string(to_string(right)));
    items.push_back(json::object{{"user", token.user},
                                 {"label", token.label},
                                 {"scopes", std::move(scopes)},
                                 {"created", time_json(token.created)},
                                 {"expires", time_json(token.expires)}});
  }
  return api::page_of(std::move(items));
}

Outcome add_token(const Call& call, const HubView& hub) {
  access::TokenInfo token{.user = user_asked(call, hub), .label = said(call, "label"), .scopes = {}};
  const std::int64_t days = call.body.at("days").as_int64();
  if (days < 1 || days > 366)
    throw Refusal(Trouble::not_acceptable_content, {"thời hạn từ 1 đến 366 ngày", "a token lasts 1 to 366 days"});
  token.expires = hub.clock.now() + days * day_ms;
  for (const auto& scope : call.body.at("scopes").as_array()) {
    const auto right = access::scope_named(std::string_view(scope.as_string()));
    const std::string shown(scope.as_string());
    if (!right)
      throw Refusal(Trouble::not_acceptable_content,
                    {"không có phạm vi '" + shown + "'", "there is no scope '" + shown + "'"});
    token.scopes.insert(*right);
  }
  const std::string secret = hub.access.sessions().make_token(token);
  log_deed(call, hub, "token_add", token.user, token.label);
  for (const auto& made : hub.access.sessions().tokens())
    if (made.user == token.user && made.label == token.label) token.expires = made.expires;
  return {.body = json::object{
              {"user", token.user}, {"label", token.label}, {"token", secret}, {"expires", time_json(token.expires)}}};
}

Outcome revoke_token(const Call& call, const HubView& hub) {
  if (!hub.access.sessions().revoke_token(call.text("user"), call.text("label")))
    refuse_unknown("token '" + call.text("label") + "'", "token '" + call.text("label") + "'");
  log_deed(call, hub, "token_revoke", call.text("user"), call.text("label"));
  return {};
}

void add_user_schemas(api::Table& table) {
  const std::string roles = "viewer|operator|administrator|auditor|vendor";
  table.schemas.push_back({"User",
                           "Who may sign in",
                           {{"name", "string"},
                            {"role", roles},
                            {"systems", "string[]"},
                            {"disabled", "boolean"},
                            {"must_change_password", "boolean"},
                            {"has_code", "boolean", "One-time codes are asked for"},
                            {"signs_in_by", "password|oidc"},
                            {"created", "time"}}});
  table.schemas.push_back({"NewUser",
                           "Somebody who shall sign in",
                           {{"name", "string"}, {"role", roles}, {"systems", "string[]", "Of a vendor", true}}});
  table.schemas.push_back({"UserChange", "What becomes of a user", {{"disabled", "boolean"}}});
  table.schemas.push_back({"OneTimePassword",
                           "For one sign-in, where another must be chosen; shown only now",
                           {{"user", "string"}, {"password", "string"}}});
  table.schemas.push_back({"CodeSecret",
                           "What an authenticator app reads, as a QR code; shown only now",
                           {{"user", "string"}, {"uri", "string", "otpauth://totp/…"}}});
  table.schemas.push_back(
      {"Token",
       "What a program signs in with",
       {{"user", "string"},
        {"label", "string"},
        {"scopes", "string[]"},
        {"created", "time"},
        {"expires", "time",
         "Of one who signs in at the provider at the latest `oidc: tokens:` after he did so last"}}});
  table.schemas.push_back({"NewToken",
                           "A token to be made",
                           {{"label", "string", "Who uses it"}, {"scopes", "string[]"}, {"days", "integer"}}});
  table.schemas.push_back(
      {"TokenSecret",
       "Shown only now",
       {{"user", "string"}, {"label", "string"}, {"token", "string"}, {"expires", "time", "As Token says"}}});
}

}  // namespace

void add_user_resources(api::Table& table, const HubView& hub) {
  add_user_schemas(table);
  struct Line {
    const char* method;
    const char* path;
    const char* operation;
    const char* summary;
    const char* takes;
    const char* answers;
    Outcome (*handler)(const Call&, const HubView&);
  };
  static constexpr Line lines[] = {
      {"GET", "/api/v1/users", "listUsers", "Who may sign in", "", "User[]",
       [](const Call&, const HubView& its_hub) { return list_users(its_hub); }},
      {"POST", "/api/v1/users", "addUser", "Let somebody sign in, with a password for the first time", "NewUser",
       "OneTimePassword", add_user},
      {"PUT", "/api/v1/users/{user}", "changeUser", "Switch a user off or on", "UserChange", "User", change},
      {"POST", "/api/v1/users/{user}/password", "resetPassword", "A new password for one sign-in", "",
       "OneTimePassword", new_password},
      {"POST", "/api/v1/users/{user}/code", "addCode", "Ask a user for one-time codes too, by a new secret", "",
       "CodeSecret", add_code},
      {"DELETE", "/api/v1/users/{user}/code", "removeCode", "Ask a user for one-time codes no more", "", "",
       remove_code},
      {"GET", "/api/v1/tokens", "listTokens", "What programs sign in with", "", "Token[]",
       [](const Call&, const HubView& its_hub) { return tokens(its_hub); }},
      {"POST", "/api/v1/users/{user}/tokens", "addToken", "A token for a program", "NewToken", "TokenSecret",
       add_token},
      {"DELETE", "/api/v1/users/{user}/tokens/{label}", "revokeToken", "Take a token back", "", "", revoke_token}};
  for (const Line& line : lines)
    table.endpoints.push_back(
        {.method = line.method,
         .path = line.path,
         .right = Right::administer,
         .operation = line.operation,
         .tag = "users",
         .summary = line.summary,
         .takes = line.takes,
         .answers = line.answers,
         .handler = [hub, handler = line.handler](const Call& call) { return handler(call, hub); }});
}

}  // namespace lt::app
