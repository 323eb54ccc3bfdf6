// Messages through the whole hub: from a list of messages to each provider with every fault in turn, and their status
// back.
#include "harness/dead_letters.hpp"
#include "harness/serving.hpp"
#include "loopback/authority.hpp"
#include "smsc/smsc.hpp"

#include <catch2/catch.hpp>

#include <csignal>

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
  const char* deciding;  // the field of its answer that tells whether it took the message
};
const Provider providers[] = {{"esms", 7342, "/Main", true, "CodeResult"},
                              {"viettel", 7343, "/bulkapi", true, "result"},
                              {"vnpt", 7344, "/api", false, "ERROR"},
                              {"speedsms", 7345, "/index", false, "status"},
                              {"fpt", 7346, "/api/push", false, "MessageId"}};

// What becomes of the one message that a fault meets.
enum class Then : std::uint8_t {
  sent,     // it goes with the next run
  doubted,  // it was taken and the answer makes no sense: sent again only to who notices repeats
  refused,  // a dead letter that a person replays
};
struct Trouble {
  const char* fault;
  Then then;
};
const Trouble troubles[] = {{"slow;ms=50", Then::sent},
                            {"401", Then::sent},
                            {"403", Then::sent},
                            {"404", Then::sent},
                            {"409", Then::refused},
                            {"422", Then::refused},
                            {"429;retry_after=1", Then::sent},
                            {"503;retry_after=1", Then::sent},
                            {"500", Then::doubted},
                            {"cut", Then::doubted},
                            {"truncate", Then::doubted},
                            {"drop_field", Then::doubted},
                            {"rename_field;to=renamed", Then::doubted}};

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
examples:
  - name: một tin
    input: {code: tin-1, phone: "0912345678", text: Mời bác, urgent: x}
    entities: {message: {request_id: tin-1, recipient_phone: "+84912345678", urgent: 1}}
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
  // How many canonical messages stand so.
  int with_status(const std::string& status) const {
    const std::string rows = run({"store", "dump", "message"}).out;
    int count = 0;
    for (auto at = rows.find("\t" + status + "\t"); at != std::string::npos;
         at = rows.find("\t" + status + "\t", at + 1))
      ++count;
    return count;
  }
  // Replays the dead letters of a provider as they are; how many there were.
  int replayed(const std::string& provider) const {
    const auto waiting = letters(*this, "sms_" + provider + "_messages");
    for (const auto& [key, letter] : waiting) run({"dead-letters", "replay", std::to_string(number(letter, "/id"))});
    return static_cast<int>(waiting.size());
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
  for (const Provider& provider : providers) {
    SECTION(provider.name) {
      MessageHub hub;
      for (const Trouble& trouble : troubles) {
        INFO(provider.name << " " << trouble.fault);
        hub.prepare();
        hub.use(provider);
        const std::string twin = std::string("sms_") + provider.name;
        const auto before = hub.counted(provider.name, "taken");
        hub.list(static_cast<int>(before), messages);
        hub.twins().fault(twin, std::string("path=") + provider.path + ";count=1;field=" + provider.deciding +
                                    ";kind=" + trouble.fault);
        const json::value met = hub.sent(provider.name);
        hub.twins().clear_faults(twin);
        CHECK(number(met, "/counts/dead") == (trouble.then == Then::refused ? 1 : 0));
        if (trouble.then == Then::refused) CHECK(hub.replayed(provider.name) == 1);
        const json::value after = hub.sent(provider.name);
        const bool in_doubt = trouble.then == Then::doubted && !provider.notices_repeats;
        CHECK((number(after, "/counts/pending") == 0 || in_doubt));
        CHECK(hub.counted(provider.name, "taken") == before + messages);
        CHECK(hub.counted(provider.name, "sentTwice") == 0);
        hub.check_balanced();
      }
    }
  }
}

TEST_CASE("eSMS tells the serving hub by its own call what became of each message, and nobody else is believed") {
  MessageHub hub;
  hub.use(providers[0]);
  const int port = free_port();
  replace_in(hub.config("hub.yaml"), "listen: 127.0.0.1:0", "listen: 127.0.0.1:" + std::to_string(port));
  const std::string hook = "http://127.0.0.1:" + std::to_string(port) + "/hooks/sms_esms/receipts";
  replace_in(hub.config("systems/sms_esms.yaml"), "http://127.0.0.1:8090/hooks/sms_esms/receipts", hook);
  hub.list(990, messages);  // one of the numbers ends in 999, which eSMS does not reach
  CHECK(number(hub.sent("esms"), "/counts/delivered") == messages);
  hub.run({"run", "sms_esms_receipts"});
  CHECK(hub.with_status("accepted") == messages);

  const auto call_back = [&hub] { return hub.twins().command("sms_esms", "POST", "/twin/receipts"); };
  CHECK(json::parse(call_back()).at("lost").to_number<int>() == messages);  // nobody listens yet
  {
    Child serving = hub.start({"serve"});
    address_of(serving);
    const auto status = [&](const std::string& query) {
      return hub.shell("curl -s -o /dev/null -w '%{http_code}' '" + hook + query + "'").out;
    };
    CHECK(status("?SMSID=sms_esms-1&SendStatus=5&SendSuccess=1&SendFailed=0&TotalSent=1") == "401");
    CHECK(status("?SMSID=sms_esms-1&SendStatus=5&SendSuccess=1&SendFailed=0&TotalSent=1&key=wrong") == "401");
    CHECK(hub.with_status("delivered") == 0);
    CHECK(json::parse(call_back()) == json::value{{"arrived", messages}, {"lost", 0}});
    CHECK(hub.with_status("delivered") == messages - 1);
    CHECK(hub.with_status("failed") == 1);
    serving.signal(SIGTERM);
    const Ended ended = serving.must_end(std::chrono::seconds(20));
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
  }
  // What the journal says afterwards is the same, and no message is due again.
  hub.run({"run", "sms_esms_receipts"});
  CHECK(hub.with_status("delivered") == messages - 1);
  CHECK(number(hub.sent("esms"), "/counts/delivered") == 0);
  CHECK(hub.counted("esms", "taken") == messages);
  CHECK(unbalanced(hub.status()).empty());
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
  CHECK(hub.with_status("accepted") == messages);
  smsc.send_held_receipts();
  hub.run({"run", "sms_smpp_receipts"});
  CHECK(hub.with_status("delivered") == messages - 1);
  CHECK(hub.with_status("failed") == 1);
  // The new status makes the row due, but nothing that leaves has changed.
  const json::value again = hub.sent("smpp");
  CHECK(number(again, "/counts/unchanged") == messages);
  CHECK(smsc.counted("taken") == smsc.counted("distinct_parts"));
  hub.check_balanced();
}

TEST_CASE("an SMSC that throttles and cuts the line, over TLS or not, gets every message once and each is delivered") {
  const bool encrypted = GENERATE(false, true);
  INFO("over TLS: " << encrypted);
  const lt::loopback::TemporaryFolder certificates;
  const lt::loopback::Authority authority;
  const auto certified = authority.certify("127.0.0.1");
  const auto key = certificates.write("key.pem", certified.key_pem);
  const auto certificate = certificates.write("certificate.pem", certified.certificate_pem);
  const lt::smsc::Smsc smsc(encrypted ? key : "", encrypted ? certificate : "");
  smsc.turn(R"({"throttle_every": 9, "cut_before": [4], "cut_after": [14]})");
  MessageHub hub;
  hub.use(smsc);
  // This peer sends a receipt for each message that it has, so one that got none may go again.
  const auto settings = hub.config("systems/sms_smpp.yaml");
  replace_in(settings, "  smpp: {",
             "  in_doubt: resend\n  in_doubt_s: 3\n  smpp: {pause_ms: 1, window: 1, listen_ms: 300, ");
  hub.list(0, messages);
  if (encrypted) {
    replace_in(settings, "smpp: {", "smpp: {tls: true, ");
    const json::value stranger = hub.sent("smpp");
    CHECK(number(stranger, "/counts/delivered") == 0);
    CHECK(text(stranger, "/error") == "misconfigured");  // nobody vouches for it
    write_text(settings, read_text(settings) +
                             "tls: {ca_file: " + certificates.write("ca.pem", authority.certificate_pem()) + "}\n");
  }
  for (int run = 0; run < 40 && hub.with_status("delivered") < messages; ++run) {
    hub.sent("smpp");
    hub.run({"run", "sms_smpp_receipts"});
  }
  CHECK(hub.with_status("delivered") == messages);
  const auto state = smsc.state();
  CHECK(number(state, "/parts_twice") == 0);
  CHECK(number(state, "/cuts") == 2);
  CHECK(number(state, "/throttled") > 0);
  CHECK(state.at("texts").as_object().size() == messages);
  CHECK(unbalanced(hub.status()).empty());
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
