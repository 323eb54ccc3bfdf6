// VNPT: one RQST a message, answered by an RPLY whose ERROR "0" is success.
#include "http_gateway.hpp"

namespace sms {
namespace {

constexpr CodeRow vnpt_codes[] = {{"0", "accepted", ""}};

class Vnpt : public HttpGateway {
 public:
  explicit Vnpt(const Settings& settings) : HttpGateway(settings, vnpt_codes), settings_(settings.object("vnpt")) {}

 protected:
  Request request(const Host& host, Group group) override {
    const Message& message = group.front()->message;
    const auto setting = [this](std::string_view name) { return settings_.text_or(name, ""); };
    const json::object call{{"name", "send_sms_list"},
                            {"REQID", message.reference},
                            {"LABELID", message.brand},
                            {"CONTRACTTYPEID", setting("contract_type_id")},
                            {"CONTRACTID", setting("contract_id")},
                            {"TEMPLATEID", setting("template_id")},
                            {"PARAMS", json::array{json::object{{"NUM", "1"}, {"CONTENT", message.text}}}},
                            {"SCHEDULETIME", ""},
                            {"MOBILELIST", message.digits()},
                            {"ISTELCOSUB", settings_.text_or("is_telco_sub", "0")},
                            {"AGENTID", setting("agent_id")},
                            {"APIUSER", setting("api_user")},
                            {"APIPASS", host.secret(settings_, "api_password")},
                            {"USERNAME", setting("username")},
                            {"DATACODING", std::to_string(data_coding(message.segments.alphabet))}};
    return Request::post(url(setting("path"))).json(json::object{{"RQST", call}});
  }

  std::vector<Answer> answers(const Response& response, Group) const override {
    const json::value answer = response.json();
    const std::string code = text_at(answer, "/RPLY/ERROR");
    if (code.empty()) throw lt::sdk::failed("an answer without RPLY/ERROR");
    return {{code, text_at(answer, "/RPLY/ERROR_DESC"), ""}};
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Gateway> make_vnpt(const Settings& settings) { return std::make_unique<Vnpt>(settings); }

}  // namespace sms
