// /api/v1/secrets: which there are, where they lie, what uses them; values go in and never out.
#include "api/problem.hpp"
#include "app/resources/answers.hpp"
#include "app/run_text.hpp"
#include "app/secret_places.hpp"

#include <algorithm>

namespace lt::app {
namespace {

namespace json = boost::json;
using access::Right;
using api::Call;
using api::Outcome;
using api::Refusal;
using api::Trouble;

json::object secret_json(const KnownSecret& secret) {
  return {{"name", secret.name},
          {"from", to_string(secret.from)},
          {"set", secret.set.empty() ? json::value() : json::value(secret.set)},
          {"by", secret.by},
          {"used_by", json::array(secret.used_by.begin(), secret.used_by.end())}};
}

Outcome list_secrets(const HubView& hub) {
  json::array items;
  for (const auto& secret : known_secrets(hub.configuration)) items.push_back(secret_json(secret));
  return api::page_of(std::move(items));
}

KnownSecret known(const HubView& hub, const std::string& name) {
  const auto all = known_secrets(hub.configuration);
  const auto found = std::ranges::find(all, name, &KnownSecret::name);
  return found == all.end() ? KnownSecret{.name = name} : *found;
}

// What is given from outside would go on hiding what the hub's file says.
void require_own(const HubView& hub, const std::string& name) {
  const SecretPlace from = known(hub, name).from;
  if (from != SecretPlace::credential && from != SecretPlace::environment) return;
  throw Refusal(Trouble::conflict,
                {"'" + name + "' được cấp từ ngoài (" + std::string(to_string(from)) + "); hãy đổi ở đó",
                 "'" + name + "' is given from outside (" + std::string(to_string(from)) + "); change it there"});
}

void log(const Call& call, const HubView& hub, std::string_view act, const std::string& name) {
  hub.access.audit().put({.who = call.who.user, .address = call.request.remote_address, .act = act, .subject = name});
}

Outcome set(const Call& call, const HubView& hub) {
  const std::string& name = call.text("name");
  require_own(hub, name);
  const std::string value(call.body.at("value").as_string());
  secrets_file(hub.configuration.hub()).set(name, value, timestamp_text(hub.clock.now()), call.who.user);
  log(call, hub, "secret_set", name);
  return {.body = secret_json(known(hub, name))};
}

Outcome remove(const Call& call, const HubView& hub) {
  const std::string& name = call.text("name");
  require_own(hub, name);
  if (!secrets_file(hub.configuration.hub()).remove(name))
    refuse_unknown("bí mật '" + name + "'", "secret '" + name + "'");
  log(call, hub, "secret_remove", name);
  return {};
}

}  // namespace

void add_secret_resources(api::Table& table, const HubView& hub) {
  table.schemas.push_back({"Secret",
                           "What a partner knows the hub by; never its value",
                           {{"name", "string"},
                            {"from", "credential|environment|sealed|plain|missing"},
                            {"set", "time?"},
                            {"by", "string"},
                            {"used_by", "string[]", "file:line"}}});
  table.schemas.push_back({"SecretValue", "A value to be sealed; it is never answered", {{"value", "string"}}});
  table.endpoints.push_back({.method = "GET",
                             .path = "/api/v1/secrets",
                             .right = Right::administer,
                             .operation = "listSecrets",
                             .tag = "secrets",
                             .summary = "The secrets that are kept or named, without their values",
                             .answers = "Secret[]",
                             .handler = [hub](const Call&) { return list_secrets(hub); }});
  table.endpoints.push_back({.method = "PUT",
                             .path = "/api/v1/secrets/{name}",
                             .right = Right::administer,
                             .operation = "putSecret",
                             .tag = "secrets",
                             .summary = "Seal a value; what asks for it next gets it, without a restart",
                             .takes = "SecretValue",
                             .answers = "Secret",
                             .handler = [hub](const Call& call) { return set(call, hub); }});
  table.endpoints.push_back({.method = "DELETE",
                             .path = "/api/v1/secrets/{name}",
                             .right = Right::administer,
                             .operation = "deleteSecret",
                             .tag = "secrets",
                             .summary = "Forget a secret",
                             .handler = [hub](const Call& call) { return remove(call, hub); }});
}

}  // namespace lt::app
