// SMPP to the octet: packets, receipts and replies, and a line that is scripted.
#include "smpp_inbound.hpp"
#include "smpp_pdu.hpp"
#include "sms_bench.hpp"

using namespace sms_test;
using namespace sms::smpp;
using sms::PartState;

namespace {

// Enough of an SMSC: binds, answers each submit_sm by `status`, and says goodbye.
struct Peer {
  PduStream stream;
  std::vector<Pdu> came;
  std::function<std::string(const Pdu&)> submitted = [](const Pdu& pdu) {
    return encode({answer_to(submit_sm), esme_rok, pdu.sequence, body_of_text("id" + std::to_string(pdu.sequence))});
  };
  std::uint32_t bind_status = esme_rok;

  std::string operator()(std::string_view written) {
    std::string answers;
    stream.add(written);
    while (const auto pdu = stream.next()) {
      came.push_back(*pdu);
      if (pdu->command == bind_transceiver)
        answers += encode({answer_to(bind_transceiver), bind_status, pdu->sequence, body_of_text("twin")});
      if (pdu->command == submit_sm) answers += submitted(*pdu);
      if (pdu->command == unbind) answers += encode({answer_to(unbind), esme_rok, pdu->sequence, {}});
    }
    return answers;
  }
  std::size_t count(std::uint32_t command) const {
    return static_cast<std::size_t>(std::ranges::count(came, command, &Pdu::command));
  }
};

struct SmppBench : SmsBench {
  Peer peer;
  SmppBench() {
    tcp.answer_with([this](std::string_view written) { return peer(written); });
  }
  void open_smpp(const std::string& more = "", const std::string& outer = "") {
    open(common("smpp") + outer + ", smpp: {host: smsc.vn, system_id: lienthong, password: s, answer_ms: 1000" + more +
         "}}");
  }
};

std::string deliver_body(const std::string& text, const std::string& options = "", int esm_class = 4, int coding = 0) {
  std::string body("\0\1\1", 3);
  body += "84912345678" + std::string(1, '\0') + "\5" + std::string(1, '\0') + "SYT" + std::string(1, '\0');
  body +=
      {static_cast<char>(esm_class), 0, 0, 0, 0, 0, 0, static_cast<char>(coding), 0, static_cast<char>(text.size())};
  return body + text + options;
}

}  // namespace

TEST_CASE("packets are cut out of what comes, however it comes") {
  const std::string two = encode({submit_sm, 0, 7, "body"}) + encode({enquire_link, 0, 8, ""});
  PduStream stream;
  std::vector<Pdu> found;
  for (const char octet : two) {
    stream.add({&octet, 1});
    while (auto pdu = stream.next()) found.push_back(*pdu);
  }
  REQUIRE(found.size() == 2);
  CHECK((found[0].sequence == 7 && found[0].body == "body" && found[1].command == enquire_link));
  stream.add("HTTP/1.1 200 OK");
  CHECK_THROWS_WITH(stream.next(), Catch::Contains("no SMPP"));
}

TEST_CASE("a receipt says which message, what became of it and when") {
  const auto deliver = deliver_of(deliver_body(
      "id:A1 sub:001 dlvrd:001 submit date:2108021000 done date:2108021005 stat:DELIVRD err:000 text:Moi bac"));
  REQUIRE(deliver);
  CHECK(deliver->is_receipt());
  const auto receipt = receipt_of(*deliver, 420, 1);
  CHECK(receipt.remote_id == "A1");
  CHECK(receipt.state == PartState::delivered);
  CHECK(receipt.phone == "+84912345678");
  CHECK(receipt.text == "Moi bac");
  CHECK(receipt.at == 1'627'873'500'000);  // 2021-08-02T03:05:00Z
  CHECK_FALSE(receipt.user_reference);

  const std::pair<const char*, const char*> failures[] = {
      {"UNDELIV", "failed"}, {"EXPIRED", "expired"}, {"REJECTD", "failed"}, {"DELETED", "failed"}};
  for (const auto& [stat, status] : failures) {
    const auto failed =
        receipt_of(*deliver_of(deliver_body("id:A1 stat:" + std::string(stat) + " err:027 text:")), 0, 5);
    CHECK(failed.state == PartState::failed);
    CHECK(failed.status == status);
    CHECK(failed.error == std::string(stat) + " err:027");
    CHECK(failed.at == 5);
  }
  CHECK(receipt_of(*deliver_of(deliver_body("id:A1 stat:ENROUTE")), 0, 5).state == PartState::accepted);
}

TEST_CASE("options stand before the receipt's text") {
  const std::string options = std::string("\x00\x1E\x00\x03", 4) + std::string("B2\0", 3) +
                              std::string("\x02\x04\x00\x02\x01\x02", 6) + std::string("\x04\x27\x00\x01\x02", 5);
  const auto receipt = receipt_of(*deliver_of(deliver_body("text only", options, 0)), 0, 5);
  CHECK(receipt.remote_id == "B2");
  CHECK(receipt.user_reference == 258);
  CHECK(receipt.state == PartState::delivered);
}

TEST_CASE("a receipt written in UCS-2 says the same") {
  std::string wide;
  for (const char16_t unit : u"id:C3 stat:DELIVRD err:000 text:Mời bác") {
    if (unit == 0) break;
    wide += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  }
  const auto receipt = receipt_of(*deliver_of(deliver_body(wide, "", 4, 8)), 0, 5);
  CHECK(receipt.remote_id == "C3");
  CHECK(receipt.state == PartState::delivered);
  CHECK(receipt.text == "Mời bác");
}

TEST_CASE("what is no deliver_sm is none") {
  const std::string whole = deliver_body("id:1", std::string("\x00\x1E\x00\x02"
                                                             "A",
                                                             5));
  for (std::size_t size = 0; size < whole.size(); ++size)
    if (const auto cut = deliver_of(whole.substr(0, size))) CHECK(cut->options.empty());
  CHECK_FALSE(deliver_of(whole));
}

TEST_CASE_METHOD(SmppBench, "a long text leaves in parts that a phone can join, with all that the contract asks") {
  open_smpp();
  Batch batch;
  std::string text;
  for (int i = 0; i < 157; ++i) text += "ế";
  batch.add("+84912345678", text, R"(,"urgent":true)");
  const auto sink = write(batch);
  CHECK(sink.accepted.size() == 1);
  CHECK(tcp.targets().at(0).port == 2775);
  std::vector<Pdu> submits;
  for (const Pdu& pdu : peer.came)
    if (pdu.command == submit_sm) submits.push_back(pdu);
  REQUIRE(submits.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string& body = submits[i].body;
    const std::string head = std::string(
        "\0\5\0SYT-ThanhHoa\0\1\1"
        "84912345678\0\x40\0\1\0"
        "000001000000000R\0\1\0\x08\0",
        55);
    CHECK(body.substr(0, head.size()) == head);
    const auto size = static_cast<unsigned char>(body[head.size()]);
    CHECK(size == (i < 2 ? 6 + 134 : 6 + 46));
    CHECK(body.substr(head.size() + 1, 3) == std::string("\5\0\3", 3));
    CHECK(body.substr(head.size() + 5, 2) == std::string{3, static_cast<char>(i + 1)});
  }
  CHECK(peer.count(unbind) == 1);
}

TEST_CASE_METHOD(SmppBench, "no more leave without an answer than the window allows") {
  std::size_t open_ones = 0;
  std::size_t most = 0;
  std::vector<Pdu> unanswered;
  peer.submitted = [&](const Pdu& pdu) {
    unanswered.push_back(pdu);
    most = std::max(most, ++open_ones);
    if (unanswered.size() < 4) return std::string();
    std::string answers;
    for (const Pdu& each : unanswered)
      answers +=
          encode({answer_to(submit_sm), esme_rok, each.sequence, body_of_text("i" + std::to_string(each.sequence))});
    open_ones = 0;
    unanswered.clear();
    return answers;
  };
  open_smpp(", window: 4");
  Batch batch;
  for (int i = 0; i < 8; ++i) batch.add(phone_of(i), "a");
  CHECK(write(batch).accepted.size() == 8);
  CHECK(most == 4);
}

TEST_CASE_METHOD(SmppBench, "a peer that throttles gets a pause that doubles, and the message in the end") {
  int refusals = 3;
  peer.submitted = [&](const Pdu& pdu) {
    const std::uint32_t status = refusals-- > 0 ? 0x58 : 0;
    return encode({answer_to(submit_sm), status, pdu.sequence, status ? "" : body_of_text("x")});
  };
  open_smpp();
  Batch batch;
  batch.add(phone_of(1), "a");
  CHECK(write(batch).accepted.size() == 1);
  using std::chrono::milliseconds;
  CHECK(sleeps == std::vector<milliseconds>{milliseconds(1000), milliseconds(2000), milliseconds(4000)});

  refusals = 100;
  Batch never;
  never.add(phone_of(2), "a");
  const auto sink = write(never);
  CHECK(sink.rejected.at(0).reject_class == RejectClass::transient);
  CHECK(sink.rejected.at(0).retry_after == std::chrono::seconds(30));
  CHECK(peer.count(submit_sm) == 4 + 8);
}

TEST_CASE_METHOD(SmppBench, "each answer of the peer has its reaction") {
  open_smpp("", ", classes: {'0x1404': forbidden, '0x0c': denied}");
  std::uint32_t status = 0;
  peer.submitted = [&](const Pdu& pdu) { return encode({answer_to(submit_sm), status, pdu.sequence, {}}); };
  int number = 0;
  const auto rejected = [&](std::uint32_t with) {
    status = with;
    Batch batch;
    batch.add(phone_of(++number), "a");
    return write(batch).rejected.at(0);
  };
  CHECK(rejected(0x0B).reject_class == RejectClass::permanent);
  CHECK(rejected(0x0B).reason == "the SMSC answered 0x0b (wrong phone number)");
  CHECK(rejected(0x08).reject_class == RejectClass::transient);
  CHECK(rejected(0x1404).reject_class == RejectClass::forbidden);
  CHECK(rejected(0x0400).reject_class == RejectClass::permanent);
  status = 0x0C;
  Batch batch;
  batch.add(phone_of(900), "a");
  const auto sink = write(batch);
  CHECK((sink.rejected.empty() && sink.accepted.empty()));
  REQUIRE(failure);
  CHECK(failure->kind() == lt::ErrorKind::denied);
  peer.bind_status = 0x0E;
  CHECK_THROWS_WITH(session().check({}), Catch::Contains("0x000e"));
}

TEST_CASE_METHOD(SmppBench,
                 "a peer that takes and does not answer leaves messages in doubt, and a receipt resolves it") {
  bool silent = true;
  peer.submitted = [&](const Pdu& pdu) {
    return silent ? std::string() : encode({answer_to(submit_sm), esme_rok, pdu.sequence, body_of_text("n")});
  };
  open_smpp(", reconnects: 0");
  Batch batch;
  batch.add("+84912345678", "Mot").add(phone_of(2), "Hai");
  auto sink = write(batch);
  REQUIRE(failure);
  CHECK(failure->kind() == lt::ErrorKind::unavailable);
  CHECK(sink.rejected.size() == 2);
  CHECK_THAT(sink.rejected.at(0).reason, Catch::StartsWith("in doubt"));
  silent = false;
  sink = write(batch);
  CHECK((sink.rejected.size() == 2 && peer.count(submit_sm) == 2));

  // The peer repeats how the text began; another message to the same number would not be meant.
  std::string waiting = encode({deliver_sm, 0, 1, deliver_body("id:77 stat:DELIVRD err:000 text:Khac")}) +
                        encode({deliver_sm, 0, 2, deliver_body("id:78 stat:DELIVRD err:000 text:Mot")});
  const auto bound = [&](std::string_view written) {
    std::string answers = peer(written);
    return answers.empty() ? answers : answers + std::exchange(waiting, "");
  };
  tcp.answer_with(bound);
  const auto receipts = read("receipts");
  REQUIRE(receipts.size() == 1);
  CHECK(receipts[0].at("status") == "delivered");
  CHECK(peer.count(answer_to(deliver_sm)) == 2);
  sink = write(batch);
  CHECK(sink.accepted == std::map<std::size_t, std::string>{{0, "78"}});
  CHECK(peer.count(submit_sm) == 2);
}

TEST_CASE_METHOD(SmppBench, "a reply in parts is one reply, and a packet that is none is refused") {
  open_smpp();
  const auto part = [](int number, const std::string& text) {
    return encode({deliver_sm, 0, static_cast<std::uint32_t>(number),
                   deliver_body(std::string("\5\0\3\x9\2", 5) + static_cast<char>(number) + text, "", 0x40)});
  };
  std::string waiting = part(2, "den") + part(1, "Toi se ") + encode({deliver_sm, 0, 3, "junk"}) +
                        encode({deliver_sm, 0, 4, deliver_body("Co", "", 0)}) + encode({enquire_link, 0, 5, ""});
  tcp.answer_with([&](std::string_view written) {
    std::string answers = peer(written);
    return answers.empty() ? answers : answers + std::exchange(waiting, "");
  });
  const auto replies = read("replies");
  REQUIRE(replies.size() == 2);
  CHECK(replies[0].at("text") == "Toi se den");
  CHECK(replies[0].at("phone") == "+84912345678");
  CHECK(replies[1].at("text") == "Co");
  CHECK(read("replies", last_state).empty());
  CHECK(peer.count(answer_to(enquire_link)) == 1);
  const auto refused = std::ranges::find_if(
      peer.came, [](const Pdu& pdu) { return pdu.command == answer_to(deliver_sm) && pdu.sequence == 3; });
  REQUIRE(refused != peer.came.end());
  CHECK(refused->status == esme_rx_p_appn);
}
