// Signature first, body after.
#include "webhook.hpp"

#include <lienthong/rest/system.hpp>

namespace citizen_app {

using namespace lt::sdk;

namespace {

std::vector<std::string> texts(const Settings& settings, std::string_view name, std::vector<std::string> usual) {
  std::vector<std::string> list;
  for (const auto& item : settings.list(name)) list.push_back(lt::rest::text_of(item));
  return list.empty() ? usual : list;
}

lt::rest::ReceivePlan with_usual_records(const Settings& settings) {
  return lt::rest::ReceivePlan(
      Settings(json::object{{"records", settings.text_or("records", "/records")}, {"one_too", false}}));
}

}  // namespace

Webhook::Webhook(const Settings& settings)
    : signed_request_(settings),
      plan_(with_usual_records(settings)),
      streams_(texts(settings, "streams", {"declarations", "checkins", "reports"})),
      key_(texts(settings, "key", {"/id"})) {}

void Webhook::receive(const Receiver& receiver, const Incoming& request) const {
  signed_request_.require(receiver, request);
  lt::rest::receive_records(plan_, key_, receiver, request);
}

}  // namespace citizen_app
