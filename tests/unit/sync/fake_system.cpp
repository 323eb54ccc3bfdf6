// The fake system's connector and the world around it.
#include "fake_system.hpp"

#include "base/error.hpp"
#include "plugin_host/plugin.hpp"

#include <lienthong/sdk.hpp>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <sstream>

namespace lt::sync::test {
namespace {

FakeSystem* current = nullptr;

class FakeConnector : public sdk::Connector {
 public:
  explicit FakeConnector(const sdk::Settings&) {}

  void check(sdk::Host&) override {}
  std::vector<sdk::Stream> streams(sdk::Host&) override {
    return {{"people", sdk::Direction::both, {"/id"}, "People", nullptr},
            {"results", sdk::Direction::out, {"/_file", "/_row"}, "Results", nullptr}};
  }

  // The state is the number of pages read.
  void read(sdk::Reader& reader, std::string_view, std::string_view state) override {
    current->start_states.emplace_back(state);
    const std::size_t start = state.empty() ? 0 : std::stoul(std::string(state));
    for (std::size_t i = start; i < current->pages.size(); ++i) {
      if (current->before) current->before(i);
      reader.page(current->pages[i], "/items", {"/id"});
      reader.checkpoint(std::to_string(i + 1));
    }
  }

  void write(sdk::Writer& writer, std::string_view stream, std::span<const sdk::Record> records) override {
    current->batch_sizes.push_back(records.size());
    for (const auto& record : records) {
      const Arrived arrived{std::string(record.json), std::string(record.key), std::string(record.idempotency_key),
                            record.erase, record.attempt};
      const std::string verdict = current->judge ? current->judge(arrived) : "";
      if (verdict == "dead destination") throw sdk::unavailable("the destination does not answer");
      if (verdict.empty() && stream == "results") {
        current->results.emplace_back(record.json);
        writer.accept(record);
      } else if (verdict.empty()) {
        current->arrived.push_back(arrived);
        writer.accept(record, "remote-" + std::string(record.key));
      } else {
        writer.reject(record, verdict == "transient" ? LT_REJECT_TRANSIENT : LT_REJECT_PERMANENT, verdict);
      }
    }
  }
};

constexpr const char* model_yaml = R"(
entity: person
label: {vi: Người, en: Person}
fields:
  citizen_id: {type: text, required: true}
  name: {type: text, required: true}
  phone: {type: text}
  urgent: {type: boolean}
keys:
  - [citizen_id]
)";

constexpr const char* in_yaml = R"(
direction: in
record:
  key: [/id]
  filter: /kind != "test"
entities:
  - entity: person
    fields:
      citizen_id: /number
      name: /name | squeeze | upper
      phone: /phone
      urgent: {value: true, when: /name == Gấp}
)";

constexpr const char* out_yaml = R"(
direction: out
entity: person
purpose: Kiểm thử
filter: name != "HIDDEN"
fields:
  /number: citizen_id
  /name: name
  /phone: phone
)";

class NoNetwork : public plugin_host::HttpTransport, public plugin_host::TcpTransport {
 public:
  plugin_host::HttpResponse fetch(const plugin_host::HttpRequest&, std::stop_token) override {
    throw Error(ErrorKind::unavailable, "there is no network here");
  }
  std::unique_ptr<plugin_host::TcpConnection> connect(const plugin_host::TcpTarget&, std::stop_token) override {
    throw Error(ErrorKind::unavailable, "there is no network here");
  }
};

void put(const std::filesystem::path& file, const char* text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

FlowDefinition read_flow(const char* text, Violations& violations) {
  return FlowDefinition::read(YamlNode::parse(text, "flow", violations));
}

std::filesystem::path fresh_folder() {
  static std::atomic<int> number{0};
  return std::filesystem::temp_directory_path() /
         ("lienthong_sync_" + std::to_string(getpid()) + "_" + std::to_string(number++));
}

}  // namespace

World::World()
    : folder_(fresh_folder()),
      in_definition(
          read_flow("{flow: people_in, direction: in, system: fake, stream: people, mapping: people}", violations_)),
      out_definition(read_flow("{flow: people_out, direction: out, system: fake, stream: people, mapping: people_out, "
                               "retry: {first: 10s, most: 60s, attempts: 3}}",
                               violations_)) {
  current = &system;
  put(folder_ / "model/person.yaml", model_yaml);
  put(folder_ / "mappings/people.yaml", in_yaml);
  put(folder_ / "mappings/people_out.yaml", out_yaml);
  model_ = model::Model::load(folder_ / "model", violations_);
  mappings_ = std::make_unique<mapping::Mappings>(
      mapping::Mappings::load(folder_ / "mappings", {model_, tables_, nullptr}, violations_));
  violations_.raise();
  reopen();
  auto network = std::make_unique<NoNetwork>();
  tcp_ = std::make_unique<NoNetwork>();
  http_ = std::move(network);
  secrets_ = plugin_host::fixed_secrets({});
  static const lt_plugin table = sdk::table_of<FakeConnector>(
      "fake", {.version = "1.0.0", .vendor = "tests", .summary = "In memory."}, R"({"type":"object"})");
  session_ = std::make_unique<plugin_host::Session>(
      plugin_host::Plugin::from_table(table),
      plugin_host::SystemOptions{.name = "fake", .settings_json = "{}", .network = {}},
      plugin_host::Services{.http = *http_, .tcp = *tcp_, .secrets = *secrets_, .clock = clock});
}

World::~World() {
  session_.reset();
  store_.reset();
  std::filesystem::remove_all(folder_);
}

void World::reopen() {
  store_.reset();
  store_.emplace(store::Store::open({.path = folder_ / "test.db", .url = store_url_}, model_, clock));
}

void World::keep_in(const std::string& store_url) {
  store_url_ = store_url;
  reopen();
}

InFlow World::in() { return {in_definition, mappings_->in("people"), *session_}; }
OutFlow World::out() { return {out_definition, mappings_->out("people_out"), *session_}; }

RunResult World::read(InRunOptions options, std::stop_token stop) {
  return run_in(in(), *store_, clock, options, stop);
}
RunResult World::write(std::stop_token stop) { return run_out(out(), *store_, clock, {}, stop); }

std::string World::dump() {
  std::ostringstream text;
  store_->reader().dump(text);
  return text.str();
}

std::vector<store::DeadLetter> World::letters(store::LetterState state) {
  return store_->reader().dead_letters({.state = state});
}

std::string record_of(const std::string& person) {
  std::istringstream parts(person);
  std::string number;
  std::string name;
  std::string phone;
  std::getline(parts, number, ':');
  std::getline(parts, name, ':');
  std::getline(parts, phone, ':');
  return R"({"id":")" + number + R"(","number":")" + number + R"(","name":")" + name + R"(","phone":")" + phone + "\"}";
}

std::string page_of(const std::vector<std::string>& people) {
  std::string text = R"({"items":[)";
  for (std::size_t i = 0; i < people.size(); ++i) text += (i ? "," : "") + record_of(people[i]);
  return text + "]}";
}

void give(World& world, const std::vector<std::string>& people) {
  world.clock.advance(1000);
  world.system.pages = {page_of(people)};
  world.read({.from_the_start = true});
}

}  // namespace lt::sync::test
