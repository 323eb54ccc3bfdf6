// /api/v1/session/ways and /api/v1/session/oidc: signing in at a provider of OpenID Connect.
#include "access/oidc.hpp"

#include "access/digest.hpp"
#include "api/problem.hpp"
#include "api/service.hpp"
#include "app/resources/answers.hpp"
#include "app/resources/cookies.hpp"
#include "base/utf8.hpp"
#include "plugin_host/http_client.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <semaphore>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Entry;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

constexpr int most_at_once = 8;  // of the server's threads, so that a silent provider holds up nothing else

std::string_view pending_cookie(const Call& call) {
  return call.request.secure ? "__Host-lienthong-oidc" : "lienthong-oidc";
}

// Only this hub's own pages are gone on to.
std::string local_page(const std::string& asked) {
  if (asked.empty()) return "/";
  const bool plain = std::ranges::all_of(asked, [](char c) { return c > ' ' && c < 127 && c != '\\'; });
  if (plain && asked.size() <= 500 && asked.starts_with('/') && !asked.starts_with("//")) return asked;
  throw Refusal(Trouble::bad_request, {"'to' phải là đường dẫn của hệ thống, bắt đầu bằng một dấu /",
                                       "'to' must be a path of this hub, which begins with one /"});
}

// As much of another's text as a log or a message should hold.
std::string shown(std::string_view text) {
  std::string result;
  repair_utf8(text.substr(0, 200), result);
  return result;
}

Outcome sent_on(std::string address, std::vector<api::HttpHeader> cookies = {}) {
  cookies.push_back({"Location", std::move(address)});
  return {.body = nullptr, .headers = std::move(cookies)};
}

// Why nobody was signed in, by a word that the console's sign-in page knows (console/src/app/texts.ts). A person stands
// before these addresses, so he is led to a page; nothing that came with the request goes along.
class NoEntry : public std::exception {
 public:
  explicit NoEntry(const char* word) : word_(word) {}
  const char* what() const noexcept override { return word_; }

 private:
  const char* word_;
};

template <typename Work>
Outcome led(const Work& work) {
  try {
    return work();
  } catch (const NoEntry& why) {
    return sent_on(std::string("/?refused=") + why.what());
  } catch (const Error& error) {
    spdlog::warn("signing in by the provider: {}: {}", to_string(error.kind()), error.what());
    return sent_on("/?refused=failed");
  }
}

// The provider as hub.yaml names it, and what is asked of it for this hub.
class OidcDoor {
 public:
  OidcDoor(const HubView& hub, const access::OidcSettings& settings)
      : hub_(hub), http_(hub.clock), provider_(settings, http_, hub.clock) {}

  Outcome begin(const Call& call) {
    const auto pending =
        access::OidcPending::begin(local_page(call.text("to")), std::string(call.session_token), hub_.clock.now());
    return led([&] {
      std::string address = asked(call, [&] { return provider_.authorization_address(pending, call.stop); });
      const std::string age = std::to_string(access::OidcPending::longest / 1'000);
      // Lax: the provider's page sends the browser back here, and a Strict cookie would stay at home.
      return sent_on(std::move(address), {set_cookie(call, pending_cookie(call), pending.sealed(hub_.access.keys()),
                                                     "; SameSite=Lax; Max-Age=" + age)});
    });
  }

  Outcome end(const Call& call) {
    return led([&] {
      const access::OidcPending pending = pending_of(call);
      if (const std::string& error = call.text("error"); !error.empty()) refuse(call, {}, error, "not_vouched");
      if (call.text("code").empty()) refuse(call, {}, "no code came back", "not_vouched");
      const access::OidcPerson person = asked(
          call, [&] { return provider_.person(call.text("code"), call.text("iss"), pending, secret(), call.stop); });
      const access::SignIn entered = enter(call, person, pending.former);
      return sent_on(pending.to, {set_session_cookie(call, entered.token),
                                  set_cookie(call, pending_cookie(call), "", "; SameSite=Lax; Max-Age=0")});
    });
  }

  Outcome leave(const Call& call) {
    try {
      return sent_on(asked(call, [&] { return provider_.end_address(call.stop); }).value_or("/"));
    } catch (const NoEntry&) {  // signed out here all the same
      return sent_on("/");
    }
  }

 private:
  access::OidcPending pending_of(const Call& call) const {
    const auto pending = access::OidcPending::open(api::cookie_of(call.request, pending_cookie(call)),
                                                   hub_.access.keys(), hub_.clock.now());
    if (pending && access::equal_in_constant_time(pending->state, call.text("state"))) return *pending;
    throw NoEntry("forged");  // not begun in this browser, or too long ago
  }

  access::SignIn enter(const Call& call, const access::OidcPerson& person, const std::string& former) {
    const access::OidcSettings& settings = provider_.settings();
    const auto role = settings.role_of(person.values);
    if (!role) refuse(call, person.name, "no role", "no_role");
    try {
      access::SignIn entered =
          hub_.access.sign_in({.person = {settings.issuer + " " + person.subject, person.name, *role},
                               .address = call.request.remote_address,
                               .former = former});
      if (entered.entry == Entry::name_taken) throw NoEntry("name_taken");
      if (entered.entry != Entry::welcome) throw NoEntry("disabled");
      return entered;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::misconfigured) throw;
      refuse(call, person.name, error.what(), "name_unfit");
    }
  }

  std::string secret() const {
    const std::string& name = provider_.settings().client_secret;
    if (name.empty()) return {};
    if (auto value = hub_.configuration.secrets().find(name)) return *value;
    throw Error(ErrorKind::misconfigured, "the secret '" + name + "' is nowhere");
  }

  [[noreturn]] void refuse(const Call& call, const std::string& subject, const std::string& why, const char* word) {
    hub_.access.audit().put({.who = {},
                             .address = call.request.remote_address,
                             .act = "sign_in_refused",
                             .subject = shown(subject),
                             .detail = "oidc: " + shown(why)});
    throw NoEntry(word);
  }

  // Why the provider cannot be asked stands in the log; whoever signs in can do nothing about it.
  template <typename Work>
  auto asked(const Call& call, const Work& work) -> decltype(work()) {
    if (!free_.try_acquire()) throw NoEntry("unavailable");
    struct Releasing {
      std::counting_semaphore<most_at_once>& free;
      ~Releasing() { free.release(); }
    } const releasing{free_};
    try {
      return work();
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::denied) refuse(call, {}, error.what(), "not_vouched");
      spdlog::warn("signing in at the provider: {}: {}", to_string(error.kind()), error.what());
      throw NoEntry("unavailable");
    }
  }

  const HubView hub_;
  plugin_host::HttpClient http_;
  access::OidcProvider provider_;
  std::counting_semaphore<most_at_once> free_{most_at_once};
};

void add_oidc_schemas(api::Table& table) {
  table.schemas.push_back({"OidcWay", "A provider of OpenID Connect", {{"name", "Label", "On the button"}}});
  table.schemas.push_back({"SignInWays",
                           "How one may sign in",
                           {{"password", "boolean"}, {"oidc", "OidcWay?", "null: hub.yaml names no provider"}}});
}

json::object ways(const HubView& hub) {
  const auto& oidc = hub.configuration.hub().oidc;
  return {{"password", true},
          {"oidc", oidc ? json::value(json::object{{"name", label_json(oidc->name)}}) : json::value()}};
}

}  // namespace

void add_oidc_resource(api::Table& table, const HubView& hub) {
  add_oidc_schemas(table);
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/session/ways",
                             .right = Right::none,
                             .operation = "listSignInWays",
                             .tag = "session",
                             .summary = "How one may sign in",
                             .answers = "SignInWays",
                             .handler = [hub](const Call&) -> Outcome { return {.body = ways(hub)}; }});
  const auto& settings = hub.configuration.hub().oidc;
  const std::shared_ptr<OidcDoor> door = settings ? std::make_shared<OidcDoor>(hub, settings->provider) : nullptr;
  struct Line {
    const char* path;
    const char* operation;
    const char* summary;
    std::vector<api::Parameter> query;
    Outcome (OidcDoor::*handler)(const Call&);
  };
  const Line lines[] = {
      {"/api/v1/session/oidc",
       "signInByOidc",
       "Sign in at the provider",
       {{"to", "string", "The page that is wanted, a path of this hub; / where not given"}},
       &OidcDoor::begin},
      {"/api/v1/session/oidc/callback",
       "endSignInByOidc",
       "Where the provider sends the browser back: sets the session's cookie, or leads to the page of signing in with "
       "?refused=",
       {{"code", "string", "What the provider gives for the asking"},
        {"state", "string", "Of this sign-in"},
        {"iss", "string", "Which provider answers"},
        {"error", "string", "Why nobody was signed in"}},
       &OidcDoor::end},
      {"/api/v1/session/oidc/end", "signOutByOidc", "Sign out at the provider too", {}, &OidcDoor::leave}};
  for (const Line& line : lines)
    table.endpoints.push_back({.method = "GET",
                               .path = line.path,
                               .right = Right::none,
                               .operation = line.operation,
                               .tag = "session",
                               .summary = line.summary,
                               .query = line.query,
                               .status = 302,
                               .sends_on = true,
                               .handler = [door, handler = line.handler](const Call& call) -> Outcome {
                                 if (door) return (*door.*handler)(call);
                                 refuse_unknown("nhà cung cấp tài khoản (oidc) trong hub.yaml",
                                                "provider of accounts (oidc) in hub.yaml");
                               }});
}

}  // namespace lt::app
