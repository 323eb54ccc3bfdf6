// SpeedSMS: up to a hundred numbers with one text a request; the answer names the numbers that it does not take.
#include "http_gateway.hpp"

#include <algorithm>

namespace sms {
namespace {

constexpr std::string_view invalid_phone = "invalidPhone";
constexpr CodeRow speedsms_codes[] = {{"success", "accepted", ""}, {invalid_phone, "permanent", "wrong phone number"}};

class SpeedSms : public HttpGateway {
 public:
  explicit SpeedSms(const Settings& settings)
      : HttpGateway(settings, speedsms_codes),
        settings_(settings.object("speedsms")),
        most_(static_cast<std::size_t>(settings_.integer_or("numbers", 100))) {}

 protected:
  std::size_t most() const override { return most_; }

  Request request(const Host& host, Group group) override {
    json::array to;
    for (const auto* each : group) to.emplace_back(each->message.digits());
    const Message& first = group.front()->message;
    return Request::post(url("/index.php/sms/send"))
        .basic(host.secret(settings_, "token"), "x")
        .json(json::object{{"to", std::move(to)},
                           {"content", first.text},
                           {"sms_type", settings_.integer_or("sms_type", 3)},
                           {"sender", first.brand}});
  }

  std::vector<Answer> answers(const Response& response, Group group) const override {
    const json::value answer = response.json();
    const std::string status = text_at(answer, "/status");
    if (status.empty()) throw lt::sdk::failed("an answer without status");
    const std::string code = status == "success" ? status : text_at(answer, "/code");
    const std::string id = text_at(answer, "/data/tranId");
    std::vector<Answer> answers(group.size(), Answer{code.empty() ? status : code, text_at(answer, "/message"), id});
    const auto* refused = lt::sdk::at_pointer(answer, "/data/invalidPhone");
    if (status != "success" || !refused || !refused->is_array()) return answers;
    for (const json::value& number : refused->get_array()) {
      const auto digits = number.is_string() ? std::string(number.get_string()) : json::serialize(number);
      for (std::size_t i = 0; i < group.size(); ++i) {
        const Message& message = group[i]->message;
        if (digits == message.digits() || digits == message.national() || digits == message.phone)
          answers[i] = {std::string(invalid_phone), "", ""};
      }
    }
    return answers;
  }

 private:
  Settings settings_;
  std::size_t most_;
};

}  // namespace

std::unique_ptr<Gateway> make_speedsms(const Settings& settings) { return std::make_unique<SpeedSms>(settings); }

}  // namespace sms
