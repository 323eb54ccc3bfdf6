// The folder of the configuration, and what lies in the store.
#include "api_world.hpp"

#include "app/present.hpp"
#include "app/resources/resources.hpp"
#include "sync/own_records.hpp"

#include <catch2/catch.hpp>
#include <stdlib.h>

#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>

namespace lt::app::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::pair<const char*, const char*> initial_files[] = {
    {"config/hub.yaml", "name: Thử\nstore: ../hub.db\nsearch: [person.name_folded]\n"},
    {"config/model/person.yaml", R"(
entity: person
label: {vi: Người dân, en: Person}
priority: [portal, hospital]
fields:
  citizen_id: {type: text, class: basic, merge: priority, label: {vi: Số định danh, en: Citizen number}}
  full_name: {type: text, class: basic, merge: priority, required: true, label: {vi: Họ và tên, en: Full name}}
  name_folded: {type: text, class: basic, merge: priority, derived: full_name | fold, label: {vi: Tên không dấu, en: Name without marks}}
  birth_date: {type: date, class: basic, merge: priority, label: {vi: Ngày sinh, en: Date of birth}}
  ethnicity: {type: text, class: sensitive, label: {vi: Dân tộc, en: Ethnic group}}
  commune: {type: text, label: {vi: Mã xã, en: Commune}}
keys:
  - [citizen_id]
)"},
    {"config/report.yaml", "mail: {server: 'smtp://127.0.0.1:1', from: a@example.vn, to: [b@example.vn]}\n"},
    {"config/mappings/people.yaml", R"(
direction: in
record: {key: /key}
entities:
  - entity: person
    fields:
      citizen_id: /id
      full_name: /name
      birth_date: /born | date(iso)
      ethnicity: /ethnicity
      commune: /commune
examples:
  - name: một người
    input: {key: P1, id: "990085000111", name: Nguyễn Văn An, born: "1985-03-02"}
    entities: {person: {full_name: Nguyễn Văn An, birth_date: "1985-03-02"}}
)"},
    {"config/mappings/app.people.yaml", R"(
direction: out
entity: person
purpose: Hiển thị hồ sơ của chính người dân
fields: {name: full_name, number: citizen_id}
examples:
  - name: hồ sơ
    row: {citizen_id: "990085000111", full_name: Nguyễn Văn An}
    output: {name: Nguyễn Văn An, number: "990085000111"}
)"},
    {"config/systems/portal.yaml", R"(
system: portal
label: {vi: Cổng, en: Portal}
connector: rest
settings: {url: 'https://portal.example.vn', auth: {type: bearer, token: portal_token}, streams: {people: {key: [/key], read: {path: /people}}}}
)"},
    {"config/systems/hospital.yaml", R"(
system: hospital
label: {vi: Bệnh viện, en: Hospital}
connector: rest
settings: {url: 'https://hospital.example.vn', streams: {people: {key: [/key], read: {path: /people}}}}
)"},
    {"config/systems/app.yaml", R"(
system: app
label: {vi: Ứng dụng, en: App}
connector: rest
settings: {url: 'https://app.example.vn', streams: {people: {key: [/key], write: {path: /people}}}}
)"},
    {"config/flows/portal_people.yaml", R"(
flow: portal_people
label: {vi: Người dân từ Cổng, en: People from the portal}
direction: in
system: portal
stream: people
mapping: people
schedule: {every: 15m}
fresh_within: 1h
responsible: {vi: Đơn vị vận hành Cổng, en: Operator of the portal}
)"},
    {"config/flows/hospital_people.yaml", R"(
flow: hospital_people
label: {vi: Người dân từ bệnh viện, en: People from the hospital}
direction: in
system: hospital
stream: people
mapping: people
schedule: {cron: "0 2 * * *"}
responsible: {vi: Bệnh viện, en: The hospital}
)"},
    {"config/flows/app_people.yaml", R"(
flow: app_people
label: {vi: Người dân sang ứng dụng, en: People to the app}
direction: out
system: app
stream: people
mapping: app.people
schedule: {on_change: true}
responsible: {vi: Đơn vị vận hành ứng dụng, en: Operator of the app}
)"}};

fs::path make_folder() {
  std::string pattern = (fs::temp_directory_path() / "lt_api_XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return pattern;
}

constexpr const char* people_of_the_clinic = R"([
  {"key":"C1","id":"990085000111","name":"Nguyễn Văn An","born":"1985-03-02","weight":61.5},
  {"key":"C2","id":"990090000222","name":"Lê Thị Bình","born":"1990-01-31","weight":52},
  {"key":"C3","id":"990095000333","name":"Lê Thị Bình","born":"1995-06-30","weight":null}])";

std::string clinic_of(const loopback::Server& server) {
  return "system: clinic\nlabel: {vi: Trạm y tế, en: Clinic}\nconnector: rest\nsettings: {url: '" + server.url("") +
         "', streams: {people: {key: [/key], read: {path: /people}}}}\n";
}

void put(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

}  // namespace

World::World(const std::string& of_hub_yaml)
    : folder_(make_folder()), clinic_([](loopback::Visit& visit) { visit.reply_json(people_of_the_clinic); }) {
  put(folder_ / "config/systems/clinic.yaml", clinic_of(clinic_));
  put(folder_ / "secrets.yaml", "portal_token: of-the-world-8931\n");
  fs::permissions(folder_ / "secrets.yaml", fs::perms::owner_read | fs::perms::owner_write);
  for (const auto& [name, text] : initial_files) put(folder_ / name, text);
  std::ofstream(folder_ / "config/hub.yaml", std::ios::app) << of_hub_yaml;
  fs::copy(LT_SOURCE_DIR "/config/report", folder_ / "config/report", fs::copy_options::recursive);
  configuration_ = Configuration::load_valid(folder_ / "config");
  store_.emplace(
      store::Store::open(configuration_->store_options(store::Access::serve), configuration_->model(), clock));
  access_ = std::make_unique<access::Access>(
      access::Options{.folder = folder_, .cost = {.passes = 1, .memory_kib = 64}}, clock);
  for (const auto& [name, role] : users) {
    access::User user{.name = name, .role = role};
    if (role == access::Role::vendor) user.systems = {"portal"};
    const std::string chosen = password;
    access_->users().add(user, &chosen);
  }
  runner_ = std::make_unique<FlowRunner>(*configuration_, clock);
  events_ = std::make_unique<Events>(clock, [this] {
    store::Reader reader = store_->reader();
    return present_of(*configuration_, reader, {});
  });
  jobs_ = std::make_unique<Jobs>(clock);
  jobs_->open([this](const Job& its) { events_->tell(event_of(its)); });
  fill();
  service_ =
      std::make_unique<api::Service>(api_table({*configuration_, *store_, clock, *access_, [this] { return states; },
                                                *runner_, *jobs_, *events_, [this] { ++heeded; }, renewal}),
                                     *access_, "0.0.0");
}

World::~World() {
  service_.reset();
  jobs_.reset();
  events_.reset();
  runner_.reset();
  access_.reset();
  store_.reset();
  fs::remove_all(folder_);
}

void World::fill() {
  run = store_people(
      "portal_people",
      {R"({"key":"P1","id":"990085000111","name":"Nguyễn Văn An","born":"1985-03-02","ethnicity":"Kinh","commune":"14758"})",
       R"({"key":"P2","id":"990090000222","name":"Lê Thị Bình","born":"1990-01-31","commune":"14758"})",
       R"({"key":"P3","id":"990095000333","name":"Lê Thị Bình","born":"1995-06-30","commune":"14761"})"});
  clock.advance(1'000);
  store_people("hospital_people",
               {R"({"key":"990085000111","id":"990085000111","name":"NGUYEN VAN AN","born":"1985-03-02"})"});
  store::Reader reader = store_->reader();
  an = *reader.find(store_->entity("person"), "990085000111");
  put_letters();
  put_delivery();
  ask_who_is_who();
  begin_job();
}

void World::ask_who_is_who() {
  store::Reader reader = store_->reader();
  const int person = store_->entity("person");
  binh = *reader.find(person, "990090000222");
  other_binh = *reader.find(person, "990095000333");
  auto transaction = store_->begin();
  transaction.put_question(person, binh, other_binh, 4.5, R"({"bits":4.5,"parts":[
    {"comparison":"Họ và tên","level":"như nhau","a":"Lê Thị Bình","b":"Lê Thị Bình","bits":9.0},
    {"comparison":"Ngày sinh","level":"khác","a":"1990-01-31","b":"1995-06-30","bits":-4.5}]})");
  transaction.commit();
  review = store_->reader().open_questions(1).front().id;
}

void World::begin_job() {
  const auto until_cancelled = [](const Jobs::Progress& progress, const std::stop_token& stop) -> JobResult {
    progress(1);
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, stop, [] { return false; });
    throw Error(ErrorKind::cancelled, "stopped");
  };
  job = jobs_
            ->start({.kind = "run", .subject = "portal_people", .systems = {"portal"}, .who = "clerk", .total = {}},
                    until_cancelled)
            .id;
}

std::string World::last_deed() {
  const auto lines = access_->audit().lines({.limit = 20});
  for (const auto& line : lines)
    if (line.act != "sign_in")
      return std::string(line.who)
          .append(" ")
          .append(line.act)
          .append(" ")
          .append(line.subject)
          .append(" ")
          .append(line.detail);
  return {};
}

store::RunId World::store_people(const std::string& flow, const std::vector<std::string>& records) {
  std::vector<sync::OwnRecord> own;
  for (const auto& record : records) own.push_back({std::string(json::parse(record).at("key").as_string()), record});
  const auto& definition = configuration_->flow(flow);
  return sync::store_own(definition, configuration_->mappings().in(definition.mapping), own, *store_, clock, {}).id;
}

void World::put_letters() {
  auto transaction = store_->begin();
  for (const std::string flow : {"portal_people", "hospital_people"}) {
    const auto its_run = transaction.begin_run(flow, store::Direction::in, "schedule");
    for (int i = 1; i <= 3; ++i) {
      const std::string number = "99008500044" + std::to_string(i);
      transaction.put_dead_letter(
          its_run, {.flow = flow,
                    .key = number,
                    .step = "map",
                    .reasons = {{"bad_date", "person.birth_date", "/born", "'" + number + "' is no date"}},
                    .payload = R"({"id":")" + number + R"(","name":"Phạm Văn Chín"})",
                    .raw_hash = i,
                    .closed_reason = {}});
    }
    transaction.end_run(its_run, store::RunState::failed, {.read = 3, .dead = 3}, {}, "the source closed the line");
  }
  transaction.commit();
  letter = store_->reader().dead_letters({.flow = "portal_people"}).front().id;
  auto mending = store_->begin();
  mending.mend_dead_letter(letter, R"({"id":"990085000441"})", "clerk");
  mending.commit();
}

void World::put_delivery() {
  auto transaction = store_->begin();
  const auto its_run = transaction.begin_run("app_people", store::Direction::out, "change");
  const store::Seq seq = transaction.last_seq();
  const store::Departure departure{an, seq, 7};
  transaction.depart("app_people", std::span(&departure, 1));
  const store::Delivery delivery{.row = an,
                                 .state = store::DeliveryState::retry,
                                 .hash = 7,
                                 .seq = seq,
                                 .attempts = 1,
                                 .next_attempt = clock.now() + 5'000,
                                 .remote_id = "990085000111",
                                 .error = "the number '990085000111' is taken",
                                 .serial = 1};
  transaction.put_deliveries("app_people", std::span(&delivery, 1));
  const store::Disclosure disclosure{an, seq, 7};
  transaction.put_disclosures(its_run, {"app_people", "app", "hồ sơ", {"person.full_name"}}, std::span(&disclosure, 1));
  transaction.end_run(its_run, store::RunState::succeeded, {.due = 1, .pending = 1}, {});
  transaction.commit();
}

Reply World::ask(const std::string& method, const std::string& target, const With& with, const std::string& body) {
  api::Request request{.method = method,
                       .target = target,
                       .headers = with.headers,
                       .body = body,
                       .remote_address = with.address,
                       .secure = with.secure};
  if (!with.user.empty()) {
    const auto entered = access_->sign_in({.user = with.user, .password = password, .address = "127.0.0.1"});
    if (entered.entry != access::Entry::welcome) throw std::runtime_error(with.user + " cannot sign in");
    request.headers.push_back({"Cookie", "other=1; lienthong=" + entered.token});
    if (with.csrf) request.headers.push_back({"X-CSRF-Token", access::csrf_token_of(entered.token)});
  }
  if (!with.bearer.empty()) request.headers.push_back({"Authorization", "Bearer " + with.bearer});
  if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  const api::Response response = service_->answer(request, {});
  Reply reply{.status = response.status, .body = nullptr, .headers = {}, .stream = response.stream};
  for (const auto& header : response.headers) reply.headers[header.name] = header.value;
  const bool is_json = reply.headers["Content-Type"].find("json") != std::string::npos;
  if (is_json && !response.body.empty()) reply.body = json::parse(response.body);
  reply.bytes = response.body;
  return reply;
}

json::value ended(World& world, const Reply& begun) {
  INFO(begun.bytes);
  REQUIRE(begun.status == 202);
  const std::int64_t id = begun.body.at("id").as_int64();
  REQUIRE(world.jobs().wait(id));
  return world.get("/api/v1/jobs/" + std::to_string(id)).body;
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace lt::app::test
