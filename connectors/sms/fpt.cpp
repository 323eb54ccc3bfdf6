// FPT: a token for a session, then one message a request with its text in base64.
#include "http_gateway.hpp"

namespace sms {
namespace {

constexpr CodeRow fpt_codes[] = {{"accepted", "accepted", ""}};

constexpr std::int64_t renew_before_ms = 30'000;
constexpr std::int64_t usual_life_s = 300;  // where the answer does not say

class Fpt : public HttpGateway {
 public:
  explicit Fpt(const Settings& settings)
      : HttpGateway(settings, fpt_codes),
        settings_(settings.object("fpt")),
        id_(settings_.text_or("id_pointer", "/MessageId")),
        error_(settings_.text_or("error_pointer", "/error")),
        said_(settings_.text_or("message_pointer", "/error_description")) {}

  void check(Host& host) override { token(host); }

 protected:
  Request request(const Host& host, Group group) override {
    const Message& message = group.front()->message;
    const std::string access = token(host);
    return Request::post(url("/api/push-brandname-otp"))
        .json(json::object{{"access_token", access},
                           {"session_id", session_},
                           {"BrandName", message.brand},
                           {"Phone", message.national()},
                           {"Message", lt::sdk::base64(message.text)}});
  }

  std::vector<Answer> answers(const Response& response, Group) const override {
    const json::value answer = response.json();
    const std::string id = text_at(answer, id_);
    const std::string error = text_at(answer, error_);
    if (!error.empty()) return {{error, text_at(answer, said_), ""}};
    if (id.empty()) throw lt::sdk::failed("an answer with neither an id nor an error");
    return {{"accepted", "", id}};
  }

  bool renew() override {
    token_.clear();
    return true;
  }

 private:
  const std::string& token(const Host& host) {
    if (!token_.empty() && host.now() < until_) return token_;
    session_ = digest(settings_.text("client_id") + std::to_string(host.now()));
    const Request wanted = Request::post(url("/oauth2/token"))
                               .json(json::object{{"grant_type", "client_credentials"},
                                                  {"client_id", settings_.text("client_id")},
                                                  {"client_secret", host.secret(settings_, "client_secret")},
                                                  {"scope", settings_.text_or("scope", "send_brandname_otp")},
                                                  {"session_id", session_}});
    const Response response = host.send(wanted);
    const auto status = lt::sdk::status_of(response.status());
    if (status != LT_OK)
      throw lt::sdk::Failure(status, "the token was answered by HTTP " + std::to_string(response.status()),
                             response.retry_after());
    const json::value answer = response.json();
    token_ = text_at(answer, "/access_token");
    if (token_.empty()) throw lt::sdk::denied("the answer to the request for a token holds none");
    const auto* life = lt::sdk::at_pointer(answer, "/expires_in");
    json::error_code error;
    const std::int64_t seconds = life ? life->to_number<std::int64_t>(error) : usual_life_s;
    until_ = host.now() + (error ? usual_life_s : seconds) * 1'000 - renew_before_ms;
    return token_;
  }

  Settings settings_;
  std::string id_;
  std::string error_;
  std::string said_;
  std::string token_;
  std::string session_;
  std::int64_t until_ = 0;
};

}  // namespace

std::unique_ptr<Gateway> make_fpt(const Settings& settings) { return std::make_unique<Fpt>(settings); }

}  // namespace sms
