// /api/v1/session: signing in and out, who one is, one's own password.
#include "access/sessions.hpp"
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/cookies.hpp"

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Entry;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

json::object session_json(const access::Identity& who, std::string_view session_token) {
  json::array rights;
  for (const auto& scope : access::scope_names())
    if (who.may(*access::scope_named(scope))) rights.emplace_back(json::string(scope));
  return {{"user", who.user},
          {"role", to_string(who.role)},
          {"rights", std::move(rights)},
          {"systems", json::array(who.systems.begin(), who.systems.end())},
          {"csrf", session_token.empty() ? json::value() : json::value(access::csrf_token_of(session_token))},
          {"must_change_password", who.must_change_password},
          {"signs_in_by", who.by_oidc ? "oidc" : "password"}};
}

[[noreturn]] void refuse_wait(Milliseconds wait) {
  const std::string seconds = std::to_string((wait + 999) / 1'000);
  throw Refusal(Trouble::too_many_tries,
                {"đăng nhập sai nhiều lần; thử lại sau " + seconds + " giây",
                 "too many failures; try again in " + seconds + " s"},
                {{"Retry-After", seconds}});
}

[[noreturn]] void refuse_entry(Entry entry, Milliseconds wait) {
  switch (entry) {
    case Entry::code_wanted:
      throw Refusal(Trouble::code_required, {"nhập mã sáu chữ số của ứng dụng xác thực",
                                             "give the six digits of the authenticator app as `code`"});
    case Entry::wait:
      refuse_wait(wait);
    case Entry::busy:
      throw Refusal(
          Trouble::unavailable,
          {"đang có nhiều người đăng nhập; thử lại sau giây lát", "many are signing in; try again in a moment"},
          {{"Retry-After", "1"}});
    case Entry::welcome:
    case Entry::refused:
    case Entry::name_taken:
      break;
  }
  throw Refusal(Trouble::not_signed_in, {"tên, mật khẩu hoặc mã không đúng", "the name, password or code is wrong"});
}

std::string member(const Call& call, std::string_view name) {
  const json::value* found = call.body.if_contains(name);
  return found == nullptr ? std::string() : std::string(found->as_string());
}

Outcome sign_in(const Call& call, const HubView& hub) {
  const access::SignIn entered = hub.access.sign_in({.user = member(call, "user"),
                                                     .password = member(call, "password"),
                                                     .code = member(call, "code"),
                                                     .address = call.request.remote_address,
                                                     .former = std::string(call.session_token)});
  if (entered.entry != Entry::welcome) refuse_entry(entered.entry, entered.wait);
  return {.body = session_json(entered.who, entered.token), .headers = {set_session_cookie(call, entered.token)}};
}

Outcome sign_out(const Call& call, const HubView& hub) {
  hub.access.sign_out(call.who, call.session_token, call.request.remote_address);
  return {.body = nullptr, .headers = {end_session_cookie(call)}};
}

Outcome change_password(const Call& call, const HubView& hub) {
  const Entry entry = hub.access.change_password(call.who, member(call, "present"), member(call, "chosen"),
                                                 call.request.remote_address);
  if (entry != Entry::welcome) refuse_entry(entry, minute_ms);
  return {};
}

}  // namespace

void add_session_resource(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"SignIn",
                           "Who signs in",
                           {{"user", "string"},
                            {"password", "string"},
                            {"code", "string", "Of an authenticator app, where the user has one", true}}});
  table.schemas.push_back(
      {"PasswordChange", "A password in place of another", {{"present", "string"}, {"chosen", "string"}}});
  table.schemas.push_back(
      {"Session",
       "Who is signed in",
       {{"user", "string"},
        {"role", "viewer|operator|administrator|auditor|vendor"},
        {"rights", "string[]"},
        {"systems", "string[]", "Of a vendor: the only ones that it sees"},
        {"csrf", "string?", "To be sent with each write as X-CSRF-Token; null where a token speaks"},
        {"must_change_password", "boolean"},
        {"signs_in_by", "password|oidc"}}});
  const std::string path = "/api/v1/session";
  table.endpoints.push_back({.method = "POST",
                             .path = path,
                             .right = Right::none,
                             .operation = "signIn",
                             .tag = "session",
                             .summary = "Sign in: sets the session's cookie",
                             .takes = "SignIn",
                             .answers = "Session",
                             .handler = [hub](const Call& call) { return sign_in(call, hub); }});
  table.endpoints.push_back(
      {.method = "GET",
       .path = path,
       .right = Right::self,
       .operation = "getSession",
       .tag = "session",
       .summary = "Who is signed in, and what may be done",
       .answers = "Session",
       .handler = [](const Call& call) -> Outcome { return {.body = session_json(call.who, call.session_token)}; }});
  table.endpoints.push_back({.method = "DELETE",
                             .path = path,
                             .right = Right::self,
                             .operation = "signOut",
                             .tag = "session",
                             .summary = "Sign out",
                             .handler = [hub](const Call& call) { return sign_out(call, hub); }});
  table.endpoints.push_back({.method = "PUT",
                             .path = path + "/password",
                             .right = Right::self,
                             .operation = "changePassword",
                             .tag = "session",
                             .summary = "Choose another password; other sessions end",
                             .takes = "PasswordChange",
                             .handler = [hub](const Call& call) { return change_password(call, hub); }});
}

}  // namespace lt::app
