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

}  // namespace

Webhook::Webhook(const Settings& settings)
    : signed_request_(settings),
      records_(settings.text_or("records", "/records")),
      streams_(texts(settings, "streams", {"declarations", "checkins", "reports"})),
      key_(texts(settings, "key", {"/id"})) {}

void Webhook::receive(Receiver& receiver, const Incoming& request) const {
  signed_request_.require(receiver, request);
  const auto refuse = [&](int status, const std::string& why) {
    receiver.reply(status, json::serialize(json::object{{"error", why}}));
  };
  if (request.method != "POST") return refuse(405, "this address takes POST");
  boost::system::error_code error;
  const json::value document = json::parse(request.body, error);
  const json::value* list = error ? nullptr : document.find_pointer(records_, error);
  if (!list || !list->is_array()) {
    const std::string why = "the body is no JSON document with an array of records at '" + records_ + "'";
    receiver.reject(request.body, why);
    return refuse(400, why);
  }
  const std::vector<std::string_view> key(key_.begin(), key_.end());
  receiver.page(request.body, records_, key);
  receiver.reply(200, json::serialize(json::object{{"received", list->get_array().size()}}));
}

}  // namespace citizen_app
