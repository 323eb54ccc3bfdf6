// Viettel: one SOAP call a message; what went wrong is told by texts.
#include "http_gateway.hpp"

#include <pugixml.hpp>

#include <sstream>

namespace sms {
namespace {

constexpr CodeRow viettel_codes[] = {
    {"Insert MT_QUEUE: OK", "accepted", ""},
    {"Authenticate: WRONG_INFORMATION_AUTHENTICATE", "denied", "wrong user, password or CP code"},
    {"Authenticate: IP_INVALID*", "denied", "the address of this hub is not allowed"},
    {"Check ReceiverID: FORMAT_ERROR", "permanent", "wrong phone number"},
    {"Check ServiceID: DUPLICATE MESSAGE", "duplicate", "the same message was accepted before"},
    {"Check ServiceID: ALIAS_INVALID*", "forbidden", "the brand name is not registered with this network"},
    {"Check Content: MAXLENGTH_LIMIT_*", "permanent", "the text is too long"},
    {"Check Content: MSG_ERROR_CONTAIN_BLACKLIST", "permanent", "the text holds a blocked word"},
    {"Check template: CONTENT_NOT_MATCH_TEMPLATE", "permanent", "the text fits no registered template"},
    {"Check information error", "transient", "their general failure"},
};

constexpr const char* space = "http://impl.bulkSms.ws/";
constexpr const char* envelope_space = "http://schemas.xmlsoap.org/soap/envelope/";

// A child by its name without the prefix, whatever that is.
pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([name](const pugi::xml_node& each) {
    const std::string_view full = each.name();
    const auto colon = full.find(':');
    return (colon == std::string_view::npos ? full : full.substr(colon + 1)) == name;
  });
}

class Viettel : public HttpGateway {
 public:
  explicit Viettel(const Settings& settings)
      : HttpGateway(settings, viettel_codes), settings_(settings.object("viettel")) {}

  // A repeat has the same RequestID and is answered DUPLICATE MESSAGE.
  Doubt usual_doubt() const override { return Doubt::repeat; }

 protected:
  Request request(const Host& host, Group group) override {
    const Message& message = group.front()->message;
    pugi::xml_document document;
    auto envelope = document.append_child("soapenv:Envelope");
    envelope.append_attribute("xmlns:soapenv") = envelope_space;
    envelope.append_attribute("xmlns:impl") = space;
    envelope.append_child("soapenv:Header");
    auto call = envelope.append_child("soapenv:Body").append_child("impl:wsCpMt");
    const auto add = [&call](const char* name, const std::string& value) {
      call.append_child(name).text().set(value.c_str());
    };
    add("User", settings_.text("user"));
    add("Password", host.secret(settings_, "password"));
    add("CPCode", settings_.text("cp_code"));
    add("RequestID", message.reference);
    add("UserID", message.digits());
    add("ReceiverID", message.digits());
    add("ServiceID", message.brand);
    add("CommandCode", settings_.text_or("command_code", "bulksms"));
    add("Content", message.text);
    add("ContentType", message.segments.alphabet == Alphabet::ucs2 ? settings_.text_or("unicode_content_type", "1")
                                                                   : settings_.text_or("plain_content_type", "0"));
    std::ostringstream text;
    document.save(text, "", pugi::format_raw);
    Request wanted = Request::post(url(settings_.text_or("path", "")));
    wanted.header("Content-Type", "text/xml; charset=utf-8").header("SOAPAction", "");
    wanted.body = text.str();
    return wanted;
  }

  std::vector<Answer> answers(const Response& response, Group) const override {
    pugi::xml_document document;
    const std::string_view body = response.body();
    if (!document.load_buffer(body.data(), body.size())) throw lt::sdk::failed("the answer is no XML");
    const auto answered = child(child(child(child(document, "Envelope"), "Body"), "wsCpMtResponse"), "return");
    const std::string result = child(answered, "result").text().get();
    const std::string message = child(answered, "message").text().get();
    if (result.empty()) throw lt::sdk::failed("the answer has no result");
    if (result == "1") return {{"Insert MT_QUEUE: OK", message, ""}};
    return {{message.empty() ? "Check information error" : message, message, ""}};
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Gateway> make_viettel(const Settings& settings) { return std::make_unique<Viettel>(settings); }

}  // namespace sms
