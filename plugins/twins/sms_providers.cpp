// The five brand-name services of contracts/sms_gateways.md, each in its own words over one kind of ledger.
#include "twins/credentials.hpp"
#include "twins/http_get.hpp"
#include "twins/sms_ledger.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <pugixml.hpp>

#include <mutex>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::string_view user = "lienthong";
constexpr std::string_view secret = "twin-secret";

class Provider : public Twin {
 public:
  Provider(const std::string& name, std::string title) : ledger_(name), title_(std::move(title)) {}

  std::string state() const override { return ledger_.state(); }
  std::string page() const override { return ledger_.page(title_); }
  // A gateway that refuses a request sends nothing of it; one that fails (500) may have.
  bool acts_before(int status) const override { return status >= 500 && status != 503; }
  Reply command(const Request& request) override {
    if (request.method != "POST" || request.path != "/twin/reset") return not_found(request);
    ledger_.reset();
    return reply(200, "{}");
  }
  Reply handle(const Request& request) override {
    if (request.method == "GET" && request.path == "/ping") return reply(200, "{}");
    if (request.method != "POST") return failure(405, "this path takes POST");
    return post(request);
  }

 protected:
  virtual Reply post(const Request& request) = 0;

  SmsLedger& ledger() { return ledger_; }
  std::string refused(std::string code) {
    ledger_.refuse(code);
    return code;
  }

 private:
  SmsLedger ledger_;
  std::string title_;
};

// Members as text: numbers and booleans too.
class Body {
 public:
  explicit Body(const std::string& text) {
    json::error_code error;
    value_ = json::parse(text, error);
    if (error) value_ = nullptr;
  }
  std::string operator[](std::string_view pointer) const {
    const auto* found = at(pointer);
    if (found == nullptr || found->is_null()) return {};
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
  }
  const json::value* at(std::string_view pointer) const {
    json::error_code error;
    return value_.find_pointer(pointer, error);
  }

 private:
  json::value value_;
};

class Esms : public Provider {
 public:
  Esms() : Provider("sms_esms", "eSMS (mô phỏng)") {}

  // POST /twin/receipts: calls back for every message, five times at most for each.
  Reply command(const Request& request) override {
    if (request.method != "POST" || request.path != "/twin/receipts") return Provider::command(request);
    std::uint64_t arrived = 0, lost = 0;
    for (SmsTaken& each : ledger().owed()) {
      const bool delivered = !each.phone.ends_with("999");
      const std::string url = each.callback + (each.callback.find('?') == std::string::npos ? "?" : "&") +
                              "SMSID=" + each.id + "&SendStatus=5&SendSuccess=" + (delivered ? "1" : "0") +
                              "&SendFailed=" + (delivered ? "0" : "1") + "&TotalSent=1&RequestId=" + each.request_id +
                              "&telcoid=1&phonenumber=" + each.phone;
      int status = 0;
      for (int i = 0; i < 5 && status / 100 != 2; ++i) status = http_get(url, std::chrono::seconds(5));
      if (status / 100 == 2) {
        ++arrived;
      } else {
        ++lost;
        ledger().owe(std::move(each));
      }
    }
    return reply(200, json::serialize(json::object{{"arrived", arrived}, {"lost", lost}}));
  }

 protected:
  Reply post(const Request& request) override {
    if (request.path != "/MainService.svc/json/SendMultipleMessage_V4_post_json/") return not_found(request);
    const Body body(request.body);
    std::string id;
    const std::string code = judge(body, id);
    return reply(200, json::serialize(json::object{
                          {"CodeResult", code}, {"SMSID", id}, {"ErrorMessage", code == "100" ? "" : "refused"}}));
  }

 private:
  std::string judge(const Body& body, std::string& id) {
    const std::string request_id = body["/RequestId"];
    if (body["/ApiKey"] != user || body["/SecretKey"] != secret) return refused("101");
    if (request_id.size() > 50) return refused("99");
    if (body["/SmsType"] != "2") return refused("118");
    if (body["/Brandname"] != sms_brand) return refused("104");
    if (sms_blocked_number(body["/Phone"])) return refused("108");
    if (body["/Content"].find(sms_blocked_word) != std::string::npos) return refused("201");
    if (!request_id.empty() && ledger().repeated(request_id)) return "124";
    id = ledger().take(body["/Phone"], body["/Content"], request_id, body["/CallbackUrl"]);
    return "100";
  }
};

// The text of the first element of that name, whatever its prefix.
std::string element(const pugi::xml_document& document, std::string_view name) {
  const auto found = document.find_node([name](const pugi::xml_node& node) {
    const std::string_view full = node.name();
    return full.substr(full.find(':') == std::string_view::npos ? 0 : full.find(':') + 1) == name;
  });
  return found.text().get();
}

class Viettel : public Provider {
 public:
  Viettel() : Provider("sms_viettel", "Viettel SMS thương hiệu (mô phỏng)") {}

 protected:
  Reply post(const Request& request) override {
    pugi::xml_document xml;
    if (!xml.load_string(request.body.c_str()) || request.body.find("http://impl.bulkSms.ws/") == std::string::npos ||
        element(xml, "CPCode").empty())
      return failure(500, "no wsCpMt of http://impl.bulkSms.ws/");
    const std::string message = judge(xml);
    const bool good = message == "Insert MT_QUEUE: OK";
    return reply(200,
                 R"(<?xml version="1.0"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>)"
                 R"(<ns2:wsCpMtResponse xmlns:ns2="http://impl.bulkSms.ws/"><return><message>)" +
                     message + "</message><result>" + (good ? "1" : "0") +
                     "</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>",
                 "text/xml; charset=utf-8");
  }

 private:
  std::string judge(const pugi::xml_document& xml) {
    const std::string receiver = element(xml, "ReceiverID");
    const std::string content = element(xml, "Content");
    if (element(xml, "User") != user || element(xml, "Password") != secret)
      return refused("Authenticate: WRONG_INFORMATION_AUTHENTICATE");
    if (element(xml, "UserID") != receiver || element(xml, "CommandCode") != "bulksms")
      return refused("Check information error");
    if (!receiver.starts_with("84") || sms_blocked_number(receiver)) return refused("Check ReceiverID: FORMAT_ERROR");
    if (element(xml, "ServiceID") != sms_brand) return refused("Check ServiceID: ALIAS_INVALID:TELCO=Viettel");
    if (content.find(sms_blocked_word) != std::string::npos)
      return refused("Check Content: MSG_ERROR_CONTAIN_BLACKLIST");
    const std::string request_id = element(xml, "RequestID");
    if (ledger().repeated(request_id)) return "Check ServiceID: DUPLICATE MESSAGE";
    ledger().take(receiver, content, request_id);
    return "Insert MT_QUEUE: OK";
  }
};

class Vnpt : public Provider {
 public:
  Vnpt() : Provider("sms_vnpt", "VNPT SMS thương hiệu (mô phỏng)") {}

 protected:
  Reply post(const Request& request) override {
    const Body body(request.body);
    const std::string code = judge(body);
    return reply(200, json::serialize(
                          json::object{{"RPLY", json::object{{"name", "send_sms_list"},
                                                             {"ERROR", code},
                                                             {"ERROR_DESC", code == "0" ? "success" : "refused"}}}}));
  }

 private:
  std::string judge(const Body& body) {
    if (body["/RQST/name"] != "send_sms_list") return refused("1");
    if (body["/RQST/APIUSER"] != user || body["/RQST/APIPASS"] != secret) return refused("2");
    if (body["/RQST/LABELID"] != sms_brand) return refused("3");
    if (sms_blocked_number(body["/RQST/MOBILELIST"])) return refused("4");
    const std::string text = body["/RQST/PARAMS/0/CONTENT"];
    if (text.empty() || text.find(sms_blocked_word) != std::string::npos) return refused("5");
    ledger().take(body["/RQST/MOBILELIST"], text);
    return "0";
  }
};

class SpeedSms : public Provider {
 public:
  SpeedSms() : Provider("sms_speedsms", "SpeedSMS (mô phỏng)") {}

 protected:
  Reply post(const Request& request) override {
    if (request.path != "/index.php/sms/send") return not_found(request);
    if (request.header("authorization") != "Basic " + base64(std::string(secret) + ":x"))
      return failure(401, "wrong token");
    const Body body(request.body);
    const auto* to = body.at("/to");
    const std::string text = body["/content"];
    if (to == nullptr || !to->is_array() || to->get_array().empty() || to->get_array().size() > 100)
      return answer("101", "between 1 and 100 numbers");
    if (body["/sender"] != sms_brand) return answer("111", "unknown sender");
    if (text.empty() || text.find(sms_blocked_word) != std::string::npos) return answer("102", "bad content");
    json::array invalid;
    std::string id;
    for (const auto& number : to->get_array()) {
      const std::string phone(number.as_string());
      if (sms_blocked_number(phone))
        invalid.emplace_back(phone);
      else
        id = ledger().take(phone, text);
    }
    const auto good = to->get_array().size() - invalid.size();
    return reply(200, json::serialize(json::object{{"status", "success"},
                                                   {"code", "00"},
                                                   {"data", json::object{{"tranId", id},
                                                                         {"totalSMS", good},
                                                                         {"totalPrice", good * 250},
                                                                         {"invalidPhone", std::move(invalid)}}}}));
  }

 private:
  Reply answer(const std::string& code, const std::string& message) {
    return reply(200,
                 json::serialize(json::object{{"status", "error"}, {"code", refused(code)}, {"message", message}}));
  }
};

std::string from_base64(std::string_view text) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
  }
  return bytes;
}

class Fpt : public Provider {
 public:
  Fpt() : Provider("sms_fpt", "FPT SMS thương hiệu (mô phỏng)") {}

 protected:
  Reply post(const Request& request) override {
    const Body body(request.body);
    if (request.path == "/oauth2/token") return token(body);
    if (request.path != "/api/push-brandname-otp") return not_found(request);
    {
      const std::lock_guard lock(mutex_);
      if (body["/access_token"] != token_ || token_.empty() || body["/session_id"] != session_)
        return failure(401, "the token is not of this session");
    }
    if (body["/BrandName"] != sms_brand) return error("1002", "unknown brand name");
    const std::string text = from_base64(body["/Message"]);
    if (sms_blocked_number(body["/Phone"])) return error("1003", "wrong phone");
    if (text.empty() || text.find(sms_blocked_word) != std::string::npos) return error("1004", "bad message");
    const std::string id = ledger().take(body["/Phone"], text);
    return reply(200, json::serialize(json::object{
                          {"MessageId", id}, {"Phone", body["/Phone"]}, {"BrandName", body["/BrandName"]}}));
  }

 private:
  Reply token(const Body& body) {
    if (body["/client_id"] != user || body["/client_secret"] != secret || body["/session_id"].empty() ||
        body["/scope"].find("send_brandname_otp") == std::string::npos)
      return failure(401, "wrong client");
    const std::lock_guard lock(mutex_);
    session_ = body["/session_id"];
    token_ = "fpt-" + std::to_string(++issued_);
    return reply(
        200, json::serialize(json::object{{"access_token", token_}, {"expires_in", 86400}, {"token_type", "Bearer"}}));
  }
  Reply error(const std::string& code, const std::string& text) {
    return reply(200, json::serialize(json::object{{"error", refused(code)}, {"error_description", text}}));
  }

  std::mutex mutex_;
  std::string token_, session_;
  std::uint64_t issued_ = 0;
};

}  // namespace

std::map<std::string, std::unique_ptr<Twin>> sms_providers() {
  std::map<std::string, std::unique_ptr<Twin>> made;
  made["sms_esms"] = std::make_unique<Esms>();
  made["sms_viettel"] = std::make_unique<Viettel>();
  made["sms_vnpt"] = std::make_unique<Vnpt>();
  made["sms_speedsms"] = std::make_unique<SpeedSms>();
  made["sms_fpt"] = std::make_unique<Fpt>();
  return made;
}

}  // namespace lt::twins
