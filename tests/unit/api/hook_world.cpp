// The connector of the test, and everything around it.
#include "hook_world.hpp"

#include <lienthong/sdk.hpp>
#include <unistd.h>

#include <atomic>
#include <fstream>

namespace lt::api::test {
namespace {

constexpr const char* model_yaml = R"(
entity: person
label: {vi: Người, en: Person}
fields:
  code: {type: text, required: true}
  name: {type: text, required: true, max: 50000}
keys:
  - [code]
)";

constexpr const char* mapping_yaml = R"(
direction: in
entities:
  - entity: person
    fields:
      code: /id
      name: /name
)";

// Counts a request once the connector is done with it.
struct Counted {
  ~Counted() {
    ++looked_at();
    looked_at().notify_all();
  }
};

class Sender : public sdk::Connector {
 public:
  explicit Sender(const sdk::Settings&) {}
  void check(sdk::Host&) override {}
  std::vector<sdk::Stream> streams(sdk::Host&) override {
    return {{"people", sdk::Direction::in, {"/id"}, "", nullptr}, {"loose", sdk::Direction::in, {"/id"}, "", nullptr}};
  }
  void receive(sdk::Receiver& receiver, const sdk::Incoming& request) override {
    const std::string_view what = request.header("X-Do");
    const Counted counted;
    if (what == "deny") throw sdk::denied("the signature is wrong");
    if (what == "misconfigure") throw sdk::misconfigured("the secret is empty");
    if (what == "reject") receiver.reject(request.body, "it is no record");
    if (what != "reject" && !request.body.empty()) receiver.page(request.body, "/records", {"/id"});
    if (what == "wait") throw sdk::unavailable("busy", std::chrono::milliseconds(6'200));
    if (what == "fail") throw sdk::failed("a defect");
    if (what == "reply") receiver.reply(201, R"({"taken":true})", "application/json", {{"X-Taken", "1"}});
  }
};

void put(const std::filesystem::path& file, const char* text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

std::filesystem::path fresh_folder() {
  static std::atomic<int> number{0};
  return std::filesystem::temp_directory_path() /
         ("lienthong_api_" + std::to_string(getpid()) + "_" + std::to_string(number++));
}

}  // namespace

struct World::Outside {
  class NoNetwork : public plugin_host::HttpTransport, public plugin_host::TcpTransport {
   public:
    plugin_host::HttpResponse fetch(const plugin_host::HttpRequest&, std::stop_token) override {
      throw Error(ErrorKind::unavailable, "there is no network here");
    }
    std::unique_ptr<plugin_host::TcpConnection> connect(const plugin_host::TcpTarget&, std::stop_token) override {
      throw Error(ErrorKind::unavailable, "there is no network here");
    }
  };
  NoNetwork network;
  std::unique_ptr<plugin_host::Secrets> secrets = plugin_host::fixed_secrets({});
};

World::World(std::int64_t store_size) : folder_(fresh_folder()), outside_(std::make_unique<Outside>()) {
  put(folder_ / "model/person.yaml", model_yaml);
  put(folder_ / "mappings/people.yaml", mapping_yaml);
  model_ = model::Model::load(folder_ / "model", violations_);
  mappings_ = std::make_unique<mapping::Mappings>(
      mapping::Mappings::load(folder_ / "mappings", {model_, tables_, nullptr}, violations_));
  flow_ = sync::FlowDefinition::read(YamlNode::parse(
      "{flow: people_in, direction: in, system: sender, stream: people, mapping: people, schedule: {on_receive: true}}",
      "flow", violations_));
  violations_.raise();
  store_.emplace(store::Store::open({.path = folder_ / "test.db", .max_size = store_size}, model_, clock));
  static const lt_plugin table = sdk::table_of<Sender>(
      "sender", {.version = "1.0.0", .vendor = "tests", .summary = "Sends."}, R"({"type":"object"})");
  std::vector<ReceivingSystem> systems;
  systems.push_back({.name = "sender",
                     .open =
                         [this] {
                           return plugin_host::Session(
                               plugin_host::Plugin::from_table(table),
                               plugin_host::SystemOptions{.name = "sender", .settings_json = "{}", .network = {}},
                               plugin_host::Services{.http = outside_->network,
                                                     .tcp = outside_->network,
                                                     .secrets = *outside_->secrets,
                                                     .clock = clock});
                         },
                     .flows = {{*flow_, mappings_->in("people"), [this] { return paused; }}}});
  hooks_ = std::make_unique<Hooks>(std::move(systems), *store_, clock, [this] { ++changes; });
}

World::~World() {
  hooks_.reset();
  store_.reset();
  std::filesystem::remove_all(folder_);
}

Response World::post(const std::string& path, const std::string& body, const std::string& what) {
  return hooks_->answer(
      {.method = "POST", .target = path, .headers = {{"X-Do", what}}, .body = body, .remote_address = "127.0.0.1"}, {});
}

std::int64_t World::people() { return store_->reader().count(store_->entity("person")); }
std::vector<store::Run> World::runs() { return store_->reader().runs({.flow = "people_in"}); }

std::atomic<int>& looked_at() {
  static std::atomic<int> count{0};
  return count;
}

std::string body_of(const std::vector<std::string>& people) {
  std::string body;
  for (const auto& person : people) {
    const std::size_t colon = person.find(':');
    body += (body.empty() ? "" : ",") + (R"({"id":")" + person.substr(0, colon) + R"(","name":")") +
            person.substr(colon + 1) + "\"}";
  }
  return "{\"records\":[" + body + "]}";
}

}  // namespace lt::api::test
