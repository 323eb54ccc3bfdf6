// eSMS (official): one JSON message a request, recognised by its RequestId for a day; receipts by a GET of theirs.
#include "http_gateway.hpp"

#include <lienthong/rest/signing.hpp>

namespace sms {
namespace {

using lt::sdk::Incoming;

constexpr CodeRow esms_codes[] = {
    {"100", "accepted", "accepted"},
    {"99", "forbidden", "blocked number"},
    {"101", "denied", "wrong ApiKey or SecretKey"},
    {"103", "unavailable", "the balance does not suffice; top it up"},
    {"104", "forbidden", "the brand name is unknown or not active"},
    {"108", "permanent", "wrong phone number"},
    {"118", "misconfigured", "wrong SmsType"},
    {"124", "accepted", "this RequestId was accepted before"},
    {"140", "denied", "the address of this hub is not allowed"},
    {"143", "denied", "the account is locked"},
    {"146", "permanent", "the text fits no registered template"},
    {"177", "forbidden", "the brand name is not registered with this network"},
    {"201", "permanent", "the text holds a blocked word"},
};

constexpr const char* send_path = "/MainService.svc/json/SendMultipleMessage_V4_post_json/";

class Esms : public HttpGateway {
 public:
  explicit Esms(const Settings& settings) : HttpGateway(settings, esms_codes), settings_(settings.object("esms")) {}

  // A RequestId made of the message itself: a repeat is answered 124.
  Doubt usual_doubt() const override { return Doubt::repeat; }

  std::string callback(const Host& host, Journal& journal, const Incoming& incoming) override;

 protected:
  Request request(const Host& host, Group group) override {
    const Message& message = group.front()->message;
    json::object body{{"ApiKey", host.secret(settings_, "api_key")},
                      {"SecretKey", host.secret(settings_, "secret_key")},
                      {"Phone", message.national()},
                      {"Content", message.text},
                      {"Brandname", message.brand},
                      {"SmsType", settings_.text_or("sms_type", "2")},
                      {"IsUnicode", message.segments.alphabet == Alphabet::ucs2 ? "1" : "0"},
                      {"Sandbox", settings_.boolean_or("sandbox", false) ? "1" : "0"},
                      {"RequestId", message.reference}};
    if (settings_.has("campaign")) body["campaignid"] = settings_.text("campaign");
    if (settings_.has("callback_url")) body["CallbackUrl"] = callback_url(host);
    return Request::post(url(send_path)).json(body);
  }

  std::vector<Answer> answers(const Response& response, Group) const override {
    const json::value answer = response.json();
    const std::string code = text_at(answer, "/CodeResult");
    if (code.empty()) throw lt::sdk::failed("an answer without CodeResult");
    return {{code, text_at(answer, "/ErrorMessage"), text_at(answer, "/SMSID")}};
  }

 private:
  std::string callback_url(const Host& host) const {
    std::string address = settings_.text("callback_url");
    if (settings_.has("callback_key"))
      address += (address.find('?') == std::string::npos ? "?key=" : "&key=") +
                 lt::sdk::percent_encode(host.secret(settings_, "callback_key"));
    return address;
  }

  Settings settings_;
};

// They sign nothing: who speaks is known by the key in the address that they were given, and by our RequestId.
std::string Esms::callback(const Host& host, Journal& journal, const Incoming& incoming) {
  if (settings_.has("callback_key") &&
      !lt::rest::equal_in_constant_time(incoming.query("key").value_or(""), host.secret(settings_, "callback_key")))
    throw lt::sdk::denied("a callback without the key of `esms.callback_key`");
  const auto number = [&incoming](std::string_view name) { return incoming.query(name).value_or("0"); };
  Receipt receipt;
  receipt.reference = incoming.query("RequestId").value_or("");
  receipt.remote_id = incoming.query("SMSID").value_or("");
  receipt.at = host.now();
  if (receipt.reference.empty() && receipt.remote_id.empty())
    throw lt::sdk::failed("a callback without RequestId and SMSID");
  if (number("SendStatus") == "5") {
    const bool delivered = number("SendSuccess") != "0" && number("SendFailed") == "0";
    receipt.state = delivered ? PartState::delivered : PartState::failed;
    receipt.status = delivered ? "delivered" : "failed";
    if (!delivered) receipt.error = "SendFailed " + number("SendFailed") + " of " + number("TotalSent");
  }
  Transaction transaction = journal.begin();
  std::string reference = journal.receipt(receipt, host.now());
  transaction.commit();
  if (reference.empty()) host.warn("a callback for a message that is not in the journal; it was kept");
  return reference;
}

}  // namespace

std::unique_ptr<Gateway> make_esms(const Settings& settings) { return std::make_unique<Esms>(settings); }

}  // namespace sms
