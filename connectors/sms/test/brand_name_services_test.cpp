// The five HTTP providers: their requests to the letter, their answers, and what becomes of a message.
#include "sms_bench.hpp"

#include <lienthong/sdk/http.hpp>

using namespace sms_test;
using lt::plugin_testing::answer;
using lt::plugin_testing::header_of;
using lt::plugin_testing::json_answer;
namespace json = boost::json;

namespace {

constexpr const char* invitation = "Mời bác đi tiêm";

struct ServiceBench : SmsBench {
  ServiceBench() { http.on("GET", "/", answer(404)); }

  void open_esms(const std::string& more = "") {
    open(common("esms") +
         ", url: 'https://e.vn', esms: {api_key: user, secret_key: s, callback_key: key, "
         "callback_url: 'https://hub.vn/hooks/sms_esms/receipts'}" +
         more + "}");
  }
  Sink answered(const std::string& body) {
    http.next(answer(404));  // the look at whether the service is there
    http.next(json_answer(body));
    Batch batch;
    batch.add("+84912345678", invitation);
    return write(batch);
  }
  json::object sent() const { return json::parse(http.requests().back().body).as_object(); }
};

struct Code {
  const char* code;
  RejectClass reject_class;
};

}  // namespace

TEST_CASE_METHOD(ServiceBench, "eSMS is asked as its contract says, with a request id that a repeat has too") {
  open_esms();
  const auto sink = answered(R"({"CodeResult":"100","SMSID":"S1","ErrorMessage":""})");
  CHECK(sink.accepted.at(0) == "S1");
  CHECK(http.requests().back().url == "https://e.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/");
  auto body = sent();
  const std::string request_id(body.at("RequestId").as_string());
  CHECK(request_id.size() == 32);
  body.erase("RequestId");
  CHECK(body == json::parse(R"({"ApiKey":"lienthong","SecretKey":"twin-secret","Phone":"0912345678",
    "Content":"Mời bác đi tiêm","Brandname":"SYT-ThanhHoa","SmsType":"2","IsUnicode":"1","Sandbox":"0",
    "CallbackUrl":"https://hub.vn/hooks/sms_esms/receipts?key=callback-key"})")
                    .as_object());

  Batch again;
  again.add("+84912345678", invitation);
  const auto requests = http.requests().size();
  CHECK(write(again).accepted.at(0) == "S1");
  CHECK(http.requests().size() == requests);
}

TEST_CASE_METHOD(ServiceBench, "each code of eSMS has its reaction") {
  const Code codes[] = {{"99", RejectClass::forbidden},  {"104", RejectClass::forbidden},
                        {"108", RejectClass::permanent}, {"146", RejectClass::permanent},
                        {"177", RejectClass::forbidden}, {"201", RejectClass::permanent},
                        {"555", RejectClass::permanent}};
  open_esms();
  for (const auto& [code, reject_class] : codes) {
    const auto sink = answered(R"({"CodeResult":")" + std::string(code) + R"(","ErrorMessage":"số 0912345678 sai"})");
    CHECK(sink.rejected.at(0).reject_class == reject_class);
    CHECK_THAT(sink.rejected.at(0).reason, Catch::StartsWith(code) && Catch::Contains("…678 sai"));
  }
  const std::pair<const char*, lt::ErrorKind> stops[] = {{"101", lt::ErrorKind::denied},
                                                         {"103", lt::ErrorKind::unavailable},
                                                         {"118", lt::ErrorKind::misconfigured},
                                                         {"140", lt::ErrorKind::denied},
                                                         {"143", lt::ErrorKind::denied}};
  for (const auto& [code, kind] : stops) {
    const auto sink = answered(R"({"CodeResult":")" + std::string(code) + R"("})");
    CHECK((sink.accepted.empty() && sink.rejected.empty()));
    REQUIRE(failure);
    CHECK(failure->kind() == kind);
  }
  open_esms(", classes: {'108': transient}");
  CHECK(answered(R"({"CodeResult":"108"})").rejected.at(0).reject_class == RejectClass::transient);
  CHECK(answered(R"({"CodeResult":"124","SMSID":""})").accepted.contains(0));
}

TEST_CASE_METHOD(ServiceBench, "accepted is not delivered: the callback of eSMS says what became of the message") {
  open_esms();
  answered(R"({"CodeResult":"100","SMSID":"S1"})");
  const auto accepted = read("receipts");
  REQUIRE(accepted.size() == 1);
  CHECK(accepted[0].at("status") == "accepted");
  CHECK(accepted[0].at("request_id") == "m0");
  CHECK(accepted[0].at("provider_message_id") == "S1");

  const auto call = [this](const std::string& query) {
    const std::string target = "/hooks/sms_esms/receipts?" + query;
    lt::plugin_testing::RecordingReadSink sink;
    const auto reply = session().receive({.stream = "receipts",
                                          .method = "GET",
                                          .target = target,
                                          .headers = {},
                                          .body = {},
                                          .remote_address = "203.0.113.1"},
                                         sink, {});
    CHECK(reply.status == 200);
    return sink.records.empty() ? json::object() : json::parse(sink.records[0].json).as_object();
  };
  const std::string request_id(sent().at("RequestId").as_string());
  const auto delivered =
      call("key=callback-key&SMSID=S1&SendStatus=5&SendSuccess=1&SendFailed=0&TotalSent=1&RequestId=" + request_id +
           "&telcoid=1&phonenumber=84912345678");
  CHECK(delivered.at("status") == "delivered");
  CHECK(delivered.at("request_id") == "m0");
  // A repeat, and one that is late, change nothing.
  CHECK(call("key=callback-key&SMSID=S1&SendStatus=3&RequestId=" + request_id).at("status") == "delivered");
  CHECK_THROWS_WITH(call("SMSID=S1&SendStatus=5&RequestId=" + request_id), Catch::Contains("without the key"));
  CHECK(call("key=callback-key&SMSID=other&SendStatus=5&SendSuccess=1&SendFailed=0").empty());
  CHECK(read("receipts", last_state).size() == 1);
}

TEST_CASE_METHOD(ServiceBench, "Viettel is asked by SOAP and its texts are reasons") {
  open(common("viettel") + ", url: 'http://v.vn', viettel: {path: /bulkapi, user: u, password: s, cp_code: CP}}");
  const auto says = [this](const std::string& message, const char* result) {
    http.next(answer(404));
    http.next(answer(200,
                     "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body><ns2:wsCpMtResponse "
                     "xmlns:ns2='http://impl.bulkSms.ws/'><return><message>" +
                         message + "</message><result>" + result +
                         "</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>"));
    Batch batch;
    batch.add("+84912345678", "A < B & C");
    return write(batch);
  };
  const Code refusals[] = {{"Check ReceiverID: FORMAT_ERROR", RejectClass::permanent},
                           {"Check ServiceID: DUPLICATE MESSAGE", RejectClass::conflict},
                           {"Check ServiceID: ALIAS_INVALID:TELCO=VMS", RejectClass::forbidden},
                           {"Check Content: MAXLENGTH_LIMIT_459_BYTE", RejectClass::permanent},
                           {"Check Content: MSG_ERROR_CONTAIN_BLACKLIST", RejectClass::permanent},
                           {"Check template: CONTENT_NOT_MATCH_TEMPLATE", RejectClass::permanent},
                           {"Check information error", RejectClass::transient}};
  for (const auto& [message, reject_class] : refusals) {
    const auto sink = says(message, "0");
    CHECK(sink.rejected.at(0).reject_class == reject_class);
    CHECK_THAT(sink.rejected.at(0).reason, Catch::Contains(message));
  }
  for (const char* message :
       {"Authenticate: WRONG_INFORMATION_AUTHENTICATE", "Authenticate: IP_INVALID (YOUR IP: 1.2.3.4)"}) {
    says(message, "0");
    REQUIRE(failure);
    CHECK(failure->kind() == lt::ErrorKind::denied);
  }
  CHECK(says("Insert MT_QUEUE: OK", "1").accepted.contains(0));
  const auto request = http.requests().back();
  CHECK(request.url == "http://v.vn/bulkapi");
  CHECK_THAT(request.body, Catch::Contains("xmlns:impl=\"http://impl.bulkSms.ws/\"") &&
                               Catch::Contains("<User>u</User><Password>twin-secret</Password><CPCode>CP</CPCode>") &&
                               Catch::Contains("<UserID>84912345678</UserID><ReceiverID>84912345678</ReceiverID>"
                                               "<ServiceID>SYT-ThanhHoa</ServiceID><CommandCode>bulksms</CommandCode>"
                                               "<Content>A &lt; B &amp; C</Content><ContentType>0</ContentType>"));
}

TEST_CASE_METHOD(ServiceBench, "VNPT gets one RQST a message and answers by ERROR") {
  open(common("vnpt") +
       ", url: 'http://n.vn', vnpt: {path: /api, template_id: '7', contract_type_id: '1', contract_id: "
       "'2', agent_id: '3', api_user: u, api_password: s, username: un}}");
  CHECK(answered(R"({"RPLY":{"name":"send_sms_list","ERROR":"4","ERROR_DESC":"no"}})").rejected.at(0).reason ==
        "4: no");
  CHECK(answered(R"({"RPLY":{"name":"send_sms_list","ERROR":"0","ERROR_DESC":"success"}})").accepted.contains(0));
  auto body = sent().at("RQST").as_object();
  CHECK(body.at("REQID").as_string().size() == 32);
  body.erase("REQID");
  CHECK(body == json::parse(R"({"name":"send_sms_list","LABELID":"SYT-ThanhHoa","CONTRACTTYPEID":"1","CONTRACTID":"2",
    "TEMPLATEID":"7","PARAMS":[{"NUM":"1","CONTENT":"Mời bác đi tiêm"}],"SCHEDULETIME":"","MOBILELIST":"84912345678",
    "ISTELCOSUB":"0","AGENTID":"3","APIUSER":"u","APIPASS":"twin-secret","USERNAME":"un","DATACODING":"8"})")
                    .as_object());
}

TEST_CASE_METHOD(ServiceBench,
                 "SpeedSMS gets a hundred numbers at most with one text, and refuses single ones of them") {
  open(common("speedsms") + ", url: 'http://s.vn', speedsms: {token: s}}");
  std::vector<std::size_t> sizes;
  http.on("POST", "/index.php/sms/send", [&sizes](const auto& request) {
    CHECK(header_of(request.headers, "Authorization") == "Basic " + lt::sdk::base64("twin-secret:x"));
    const auto body = json::parse(request.body).as_object();
    CHECK(body.at("sender") == "SYT-ThanhHoa");
    sizes.push_back(body.at("to").as_array().size());
    return json_answer(R"({"status":"success","code":"00","data":{"tranId":5,"invalidPhone":["84911111007"]}})");
  });
  Batch batch;
  for (int i = 0; i < 150; ++i) batch.add(phone_of(i), invitation);
  batch.add(phone_of(900), "khác");
  const auto sink = write(batch);
  CHECK(sizes == std::vector<std::size_t>{100, 50, 1});
  CHECK(sink.accepted.size() == 151);
  Batch invalid;
  invalid.add("+84911111007", "chữ khác");
  CHECK(write(invalid).rejected.at(0).reason == "invalidPhone (wrong phone number)");
}

TEST_CASE_METHOD(ServiceBench, "FPT gives a token for a session, and a new one when it is refused") {
  open(common("fpt") + ", url: 'http://f.vn', fpt: {client_id: c, client_secret: s}}");
  int tokens = 0;
  http.on("POST", "/oauth2/token", [&tokens](const auto& request) {
    const auto body = json::parse(request.body).as_object();
    CHECK(body.at("scope") == "send_brandname_otp");
    CHECK_FALSE(body.at("session_id").as_string().empty());
    return json_answer(R"({"access_token":"t)" + std::to_string(++tokens) + R"(","expires_in":3600})");
  });
  http.on("POST", "/api/push-brandname-otp", [](const auto& request) {
    const auto body = json::parse(request.body).as_object();
    CHECK(body.at("Message").as_string() == lt::sdk::base64(invitation));
    CHECK(body.at("Phone") == "0912345678");
    return body.at("access_token") == "t1" ? answer(401) : json_answer(R"({"MessageId":"M1"})");
  });
  Batch batch;
  batch.add("+84912345678", invitation);
  CHECK(write(batch).accepted.at(0) == "M1");
  CHECK(tokens == 2);
  Batch other;
  other.add("+84912345678", invitation, R"(,"brand":"Khác")");
  http.on("POST", "/api/push", json_answer(R"({"error":1002,"error_description":"no brand"})"));
  CHECK(write(other).accepted.contains(0));  // the same message to the same number, whatever the sender
}

TEST_CASE_METHOD(ServiceBench, "what can never be sent is a dead letter with its reason and reaches nobody") {
  open_esms(", max_parts: 2");
  Batch batch;
  batch.add("0237385123", invitation)
      .add("", invitation)
      .add("+84912345678", "")
      .add("+84912345678", std::string(400, 'a'));
  const auto sink = write(batch);
  CHECK(sink.rejected.size() == 4);
  for (const auto& [index, rejected] : sink.rejected) CHECK(rejected.reject_class == RejectClass::permanent);
  CHECK_THAT(sink.rejected.at(3).reason, Catch::Contains("3 parts"));
  CHECK(http.requests().empty());
}

TEST_CASE_METHOD(ServiceBench, "brand name, price and marks follow the settings, a number is routed by its network") {
  open_esms(
      ", marks: false, brands: {viettel: VT-Brand}, networks: {'+84912345678': viettel}, prices: {viettel: 350, "
      "default: 400}");
  answered(R"({"CodeResult":"100","SMSID":"S1"})");
  CHECK(sent().at("Brandname") == "VT-Brand");
  CHECK(sent().at("Content") == "Moi bac di tiem");
  CHECK(sent().at("IsUnicode") == "0");
  const auto receipt = read("receipts").at(0);
  CHECK(receipt.at("network") == "viettel");
  CHECK(receipt.at("segments") == 1);
  CHECK(receipt.at("cost").to_number<double>() == 350);
}

TEST_CASE_METHOD(ServiceBench, "urgent messages leave first, and no faster than the rate allows") {
  open(common("vnpt").substr(0, common("vnpt").find(", rate")) +
       ", rate: 2, url: 'http://n.vn', vnpt: {template_id: '7', api_user: u, api_password: s}}");
  std::vector<std::string> order;
  http.on("POST", "/", [&order](const auto& request) {
    order.emplace_back(json::parse(request.body).at_pointer("/RQST/MOBILELIST").as_string());
    return json_answer(R"({"RPLY":{"ERROR":"0"}})");
  });
  Batch batch;
  batch.add(phone_of(1), "a").add(phone_of(2), "a").add(phone_of(3), "a", R"(,"urgent":true)");
  const auto before = clock.now();
  write(batch);
  CHECK(order == std::vector<std::string>{phone_of(3).substr(1), phone_of(1).substr(1), phone_of(2).substr(1)});
  CHECK(clock.now() - before == 1'000);
}

TEST_CASE_METHOD(ServiceBench, "neither a text nor a whole number stands in a log or a reason") {
  open_esms();
  for (const char* body : {R"({"CodeResult":"201","ErrorMessage":"Mời bác đi tiêm 84912345678 bị cấm"})", "garbage",
                           R"({"CodeResult":"101","ErrorMessage":"0912345678 Mời bác đi tiêm"})"}) {
    const auto sink = answered(body);
    std::string said = failure ? failure->what() : "";
    for (const auto& [index, rejected] : sink.rejected) said += rejected.reason;
    for (const auto& line : log()) said += line;
    CHECK_THAT(said, !Catch::Contains("912345678") && !Catch::Contains("Mời bác"));
    CHECK_FALSE(said.empty());
  }
}
