// Messages through the whole hub: from a list of messages to each provider with every fault in turn, and their status
// back.
#include "harness/installation.hpp"
#include "smsc/smsc.hpp"

#include <catch2/catch.hpp>

using namespace lt::scenario;
namespace json = boost::json;

namespace {

constexpr int messages = 24;
constexpr int attention = 5;

struct Provider {
  const char* name;
  int port;  // in the shipped configuration
  const char* path;
  bool notices_repeats;
};
const Provider providers[] = {{"esms", 7342, "/Main", true},
                              {"viettel", 7343, "/bulkapi", true},
                              {"vnpt", 7344, "/api", false},
                              {"speedsms", 7345, "/index", false},
                              {"fpt", 7346, "/api/push", false}};

const char* const faults[] = {"slow;ms=50",        "401", "403", "429;retry_after=1",
                              "503;retry_after=1", "500", "cut", "truncate"};
const std::vector<std::string> doubtful = {"500", "cut", "truncate"};

constexpr const char* list_system = R"(system: message_list
label: {vi: Danh sách tin, en: List of messages}
connector: spreadsheet
settings:
  path: var/messages
  stable_seconds: 0
  after_read: keep
  stream: messages
  fields: {code: [code], phone: [phone], text: [text], urgent: [urgent]}
)";
constexpr const char* list_mapping = R"(direction: in
label: {vi: Danh sách tin, en: List of messages}
record: {key: [/code]}
entities:
  - entity: message
    fields:
      request_id: /code
      direction: {value: out}
      channel: {value: sms}
      recipient_phone: /phone | phone
      text: /text
      urgent: {value: true, when: /urgent == x}
)";
constexpr const char* list_flow = R"(flow: message_list
label: {vi: Danh sách tin, en: List of messages}
direction: in
system: message_list
stream: messages
mapping: message_list
schedule: {by_hand: true}
)";

// The shipped configuration, with a list of messages as their source and providers of this test.
class MessageHub : public Installation {
 public:
  MessageHub() : Installation({.records = 10, .people = 40}) { prepare(); }

  void prepare() {
    start_over();
    write_text(config("systems/message_list.yaml"), list_system);
    write_text(config("mappings/message_list.yaml"), list_mapping);
    write_text(config("flows/message_list.yaml"), list_flow);
    std::filesystem::create_directories(folder() / "var/messages");
  }
  void use(const Provider& provider) {
    const std::string name = std::string("sms_") + provider.name;
    replace_in(config("systems/" + name + ".yaml"), "http://127.0.0.1:" + std::to_string(provider.port),
               twins().url(name));
    switch_on(name);
  }
  void use(const lt::smsc::Smsc& smsc) {
    replace_in(config("systems/sms_smpp.yaml"), "7341", std::to_string(smsc.port()));
    switch_on("sms_smpp");
  }
  void list(int from, int count, const std::string& more = "") {
    std::string text = "code,phone,text,urgent\n";
    for (int i = from; i < from + count; ++i)
      text += "tin-" + std::to_string(i) + ",091" + std::to_string(1'234'000 + i) + ",Mời bác số " + std::to_string(i) +
              " đến trạm y tế," + more + "\n";
    write_text(folder() / ("var/messages/list" + std::to_string(from) + ".csv"), text);
    run({"run", "message_list"});
  }
  // Ended however it did, as JSON.
  json::value sent(const std::string& provider) {
    const Ended ended = run({"run", "sms_" + provider + "_messages", "--json"});
    INFO(ended.err);
    return json::parse(ended.out);
  }
  std::int64_t counted(const std::string& provider, const std::string& name) const {
    return number(json::value(twin_state("sms_" + provider)), "/" + name);
  }
  void check_balanced() { CHECK(unbalanced(ask({"status"}, attention)).empty()); }

 private:
  // At any hour, whatever the clock says when the test runs.
  void switch_on(const std::string& name) {
    replace_in(config("systems/" + name + ".yaml"), "enabled: false", "enabled: true");
    replace_in(config("flows/" + name + "_messages.yaml"), R"(hours: {from: "06:00", to: "22:00", except: urgent})",
               "");
  }
};

}  // namespace

TEST_CASE("whatever a provider does wrong, ledgers balance, no message is lost and none is sent twice") {
  MessageHub hub;
  for (const Provider& provider : providers) {
    for (const std::string fault : faults) {
      INFO(provider.name << " " << fault);
      hub.prepare();
      hub.use(provider);
      const std::string twin = std::string("sms_") + provider.name;
      const auto before = hub.counted(provider.name, "taken");
      hub.list(static_cast<int>(before), messages);
      hub.twins().fault(twin, std::string("path=") + provider.path + ";count=1;kind=" + fault);
      hub.sent(provider.name);
      hub.twins().clear_faults(twin);
      const json::value after = hub.sent(provider.name);
      const bool may_be_in_doubt = std::ranges::find(doubtful, fault) != doubtful.end() && !provider.notices_repeats;
      CHECK((number(after, "/counts/pending") == 0 || may_be_in_doubt));
      CHECK(hub.counted(provider.name, "taken") == before + messages);
      CHECK(hub.counted(provider.name, "sentTwice") == 0);
      hub.check_balanced();
    }
  }
}

TEST_CASE("accepted by the provider is not delivered: the message's status follows its receipts") {
  lt::smsc::Smsc smsc;
  smsc.turn(R"({"hold_receipts": true, "fail": "4003"})");
  MessageHub hub;
  hub.use(smsc);
  hub.list(0, messages);
  const json::value sent = hub.sent("smpp");
  CHECK(number(sent, "/counts/delivered") == messages);
  hub.run({"run", "sms_smpp_receipts"});
  const auto with = [&hub](const std::string& status) {
    const std::string dump = hub.dump();
    std::size_t count = 0;
    for (auto at = dump.find("\t" + status + "\t"); at != std::string::npos;
         at = dump.find("\t" + status + "\t", at + 1))
      ++count;
    return count;
  };
  CHECK(with("accepted") == messages);
  smsc.send_held_receipts();
  hub.run({"run", "sms_smpp_receipts"});
  CHECK(with("delivered") == messages - 1);
  CHECK(with("failed") == 1);
  // The new status makes the row due, but nothing that leaves has changed.
  const json::value again = hub.sent("smpp");
  CHECK(number(again, "/counts/unchanged") == messages);
  CHECK(smsc.counted("taken") == smsc.counted("distinct_parts"));
  hub.check_balanced();
}

TEST_CASE("an SMSC that throttles and cuts the line gets every message once") {
  lt::smsc::Smsc smsc;
  smsc.turn(R"({"throttle_every": 9, "cut_before": [4], "cut_after": [14]})");
  MessageHub hub;
  hub.use(smsc);
  replace_in(hub.config("systems/sms_smpp.yaml"), "password: sms_smpp_password",
             "password: sms_smpp_password, pause_ms: 1, window: 1");
  hub.list(0, messages);
  hub.sent("smpp");
  // The receipt tells of the one whose answer was lost; the one that never arrived stays in doubt, and is not sent
  // blindly.
  hub.run({"run", "sms_smpp_receipts"});
  const auto state = smsc.state();
  CHECK(number(state, "/parts_twice") == 0);
  CHECK(number(state, "/cuts") == 2);
  CHECK(state.at("texts").as_object().size() == messages - 1);
  const json::value status = hub.ask({"status"}, attention);
  CHECK(unbalanced(status).empty());
}

TEST_CASE("a citizen's reply becomes a message that came in") {
  lt::smsc::Smsc smsc;
  MessageHub hub;
  hub.use(smsc);
  smsc.deliver(R"([{"from": "84911234001", "to": "SYT-ThanhHoa", "text": "CO"}])");
  const json::value read = hub.ask({"run", "sms_smpp_replies"}, 0);
  CHECK(number(read, "/counts/created") == 1);
  CHECK_THAT(hub.dump(), Catch::Contains("+84911234001"));
}
