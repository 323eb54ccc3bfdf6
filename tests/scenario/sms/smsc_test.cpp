// The connector and a real SMSC: in parts, with receipts, throttled, cut and reconnected; 0 lost, 0 sent twice.
#include "smsc/smsc.hpp"

#include "sms_bench.hpp"

using namespace sms_test;
namespace json = boost::json;

namespace {

struct SmscBench : SmsBench {
  lt::smsc::Smsc smsc;

  SmscBench() { give_secret("pw", "twin-pw"); }
  // A message in doubt is sent again when no receipt came in `in_doubt_s`, for this peer sends one for each it has.
  void open_smsc() {
    open_for_real(common("smpp") + ", in_doubt: resend, in_doubt_s: 30" +
                  ", smpp: {host: 127.0.0.1, port: " + std::to_string(smsc.port()) +
                  ", system_id: lienthong, password: pw, listen_ms: 300, pause_ms: 1, window: 4}}");
  }
  // Writes, and reads receipts in between, until nothing waits.
  std::size_t deliver_with_receipts(Batch batch) {
    std::size_t accepted = 0;
    for (int round = 0; round < 20 && !batch.records().empty(); ++round) {
      const Sink sink = write(batch);
      std::vector<OutRecord> again;
      for (std::size_t i = 0; i < batch.records().size(); ++i) {
        if (sink.accepted.contains(i))
          ++accepted;
        else
          again.push_back(batch.records()[i]);
        if (const auto rejected = sink.rejected.find(i); rejected != sink.rejected.end()) {
          INFO(rejected->second.reason);
          CHECK(rejected->second.reject_class == RejectClass::transient);
          ++again.back().attempt;
        }
      }
      batch.records() = again;
      read("receipts");
      clock.advance(20'000);
    }
    CHECK(batch.records().empty());
    return accepted;
  }
};

std::string long_text(int number) {
  std::string text = "Số " + std::to_string(number) + ": ";
  for (int i = 0; i < 10; ++i) text += "mời bác tới trạm y tế ";
  return text;
}

Batch forty() {
  Batch batch;
  for (int i = 0; i < 40; ++i)
    batch.add(phone_of(i), i % 4 == 0 ? long_text(i) : "Ngay tiem cua bac so " + std::to_string(i));
  return batch;
}

std::map<std::string, std::string> delivered_texts(const json::object& state) {
  std::map<std::string, std::string> texts;
  for (const auto& [number, list] : state.at("texts").as_object()) {
    CHECK(list.as_array().size() == 1);
    texts[number] = list.at(0).as_string();
  }
  return texts;
}

void check_all_there_once(const json::object& state) {
  CHECK(state.at("parts_twice").to_number<int>() == 0);
  CHECK(state.at("references_twice").to_number<int>() == 0);
  CHECK(state.at("halves").to_number<int>() == 0);
  const auto texts = delivered_texts(state);
  CHECK(texts.size() == 40);
  for (int i = 0; i < 40; ++i) {
    const auto found = texts.find(phone_of(i).substr(1));
    REQUIRE(found != texts.end());
    CHECK(found->second == (i % 4 == 0 ? long_text(i) : "Ngay tiem cua bac so " + std::to_string(i)));
  }
}

}  // namespace

TEST_CASE_METHOD(SmscBench, "a real SMSC gets every text whole, and its receipts make messages delivered or failed") {
  smsc.turn(R"({"fail": "4007"})");
  open_smsc();
  session().check({});
  CHECK(deliver_with_receipts(forty()) == 40);
  check_all_there_once(smsc.state());
  const auto receipts = read("receipts");
  REQUIRE(receipts.size() == 40);
  int failed = 0;
  for (const auto& receipt : receipts) {
    if (receipt.at("status") == "failed") ++failed;
    CHECK((receipt.at("status") == "delivered" || receipt.at("request_id") == "m7"));
  }
  CHECK(failed == 1);
  CHECK(smsc.counted("owed") == 0);
}

TEST_CASE_METHOD(SmscBench, "throttled, cut before and after taking, and reconnected: none lost, none sent twice") {
  // A peer that repeats our number in its receipts, and one that repeats only how the text began.
  const std::string echo = GENERATE("true", "false");
  INFO("user_message_reference comes back: " << echo);
  smsc.turn(R"({"throttle_every": 7, "cut_before": [5, 31], "cut_after": [12, 40], "echo_reference": )" + echo + "}");
  open_smsc();
  CHECK(deliver_with_receipts(forty()) == 40);
  const auto state = smsc.state();
  CHECK(state.at("throttled").to_number<int>() > 0);
  CHECK(state.at("cuts").to_number<int>() == 4);
  check_all_there_once(state);
}

TEST_CASE_METHOD(SmscBench, "receipts that come late and while messages leave are not lost") {
  smsc.turn(R"({"hold_receipts": true})");
  open_smsc();
  CHECK(deliver_with_receipts(forty()) == 40);
  for (const auto& receipt : read("receipts")) CHECK(receipt.at("status") == "accepted");
  const std::string seen = last_state;
  smsc.send_held_receipts();
  Batch more;
  more.add(phone_of(100), "Them mot tin");
  CHECK(deliver_with_receipts(std::move(more)) == 1);
  CHECK(read("receipts", seen).size() == 41);
  CHECK(smsc.counted("owed") == 1);  // of the last one, held still
}

TEST_CASE_METHOD(SmscBench, "a session that ends in the middle is taken up by the next one, and nothing goes twice") {
  open_smsc();
  Batch batch = forty();
  std::vector<OutRecord> first(batch.records().begin(), batch.records().begin() + 15);
  Sink sink;
  session().write("messages", first, sink, {});
  CHECK(sink.accepted.size() == 15);
  // The hub died before it stored that: it writes all of them again, through a new session on the same journal.
  open_smsc();
  CHECK(deliver_with_receipts(std::move(batch)) == 40);
  check_all_there_once(smsc.state());
}

TEST_CASE_METHOD(SmscBench, "citizens' replies come in, in one piece, and once though their answer was lost") {
  open_smsc();
  smsc.deliver(R"([{"from": "84912345678", "to": "SYT-ThanhHoa", "text": "CO"},
                   {"from": "84987654321", "to": "SYT-ThanhHoa", "reference": 5, "parts": ["Tôi sẽ ", "đến trạm"]}])");
  const auto replies = read("replies");
  REQUIRE(replies.size() == 2);
  CHECK(replies[0].at("text") == "CO");
  CHECK(replies[0].at("phone") == "+84912345678");
  CHECK(replies[1].at("text") == "Tôi sẽ đến trạm");
  CHECK(read("replies", last_state).empty());
  CHECK(smsc.counted("replies_answered") == 3);
}

TEST_CASE_METHOD(SmscBench, "wrong credentials are denied, and a line that nobody listens on is unavailable") {
  give_secret("pw", "wrong");
  open_smsc();
  Batch batch = forty();
  CHECK(write(batch).accepted.empty());
  REQUIRE(failure);
  CHECK(failure->kind() == lt::ErrorKind::denied);
  CHECK(smsc.counted("submits") == 0);
  open_for_real(common("smpp") +
                ", smpp: {host: 127.0.0.1, port: 1, system_id: lienthong, password: pw, reconnects: 0}}");
  CHECK(write(batch).rejected.empty());
  CHECK(failure->kind() == lt::ErrorKind::unavailable);
}
