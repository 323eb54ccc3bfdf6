// Promises of the commands on matching: measured against a truth, and likely pairs of the store's own rows shown.
#include "app/matching.hpp"
#include "base/hash.hpp"
#include "base/vietnamese_text.hpp"
#include "shipped_hub.hpp"
#include "store/store.hpp"
#include "twins/noisy_people.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <deque>
#include <fstream>
#include <map>
#include <set>

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using lt::model::Value;
using RowPair = std::pair<std::int64_t, std::int64_t>;

// Every record as a source record of the store, joined by its keys alone; gives the persons of each row.
std::map<std::int64_t, std::set<std::uint64_t>> fill_store(const ShippedHub& hub,
                                                           const lt::twins::NoisyOptions& options) {
  const auto configuration = lt::app::Configuration::load_valid(hub.path("config"));
  const lt::FixedClock clock(ShippedHub::start);
  auto store =
      lt::store::Store::open(configuration->store_options(lt::store::Access::command), configuration->model(), clock);
  const lt::model::Entity* entity = configuration->model().find("person");
  std::deque<std::string> texts;
  std::deque<std::vector<Value>> values;
  std::deque<std::vector<lt::model::EntityRecord>> records;
  std::vector<lt::store::Incoming> incoming;
  std::vector<std::uint64_t> persons;
  const auto keep = [&](std::string text) { return Value::text(texts.emplace_back(std::move(text))); };
  for (std::uint64_t record = 0; record < lt::twins::noisy_count(options); ++record) {
    const auto person = lt::twins::noisy_person(options, record);
    auto& row = values.emplace_back(entity->fields.size());
    const auto set = [&](const char* field, std::string text) {
      row[static_cast<std::size_t>(*entity->field(field))] = keep(std::move(text));
    };
    set("citizen_id", person.citizen_id);
    set("full_name", lt::nfc(lt::squeeze(person.full_name)));
    set("name_folded", lt::fold(person.full_name));
    set("birth_date", person.birth_date);
    set("sex", person.sex);
    set("phone", person.phones.substr(0, person.phones.find(';')));
    set("old_commune_code", person.old_commune_code);
    set("address", person.address);
    const auto key = texts.emplace_back("r" + std::to_string(record));
    auto& one = records.emplace_back();
    one.push_back({entity, row, texts.back(), lt::content_hash(key), ShippedHub::start});
    incoming.push_back({one});
    persons.push_back(person.person);
  }
  auto transaction = store.begin();
  const auto absorbed = transaction.absorb(1, {"lists", "people"}, incoming);
  transaction.commit();
  std::map<std::int64_t, std::set<std::uint64_t>> made;
  for (std::size_t i = 0; i < persons.size(); ++i) made[absorbed.rows[i]].insert(persons[i]);
  return made;
}

}  // namespace

TEST_CASE("match evaluate measures a file against its truth and explains what is wrong") {
  const ShippedHub hub;
  const fs::path file = hub.path("people.csv");
  {
    std::ofstream out(file);
    lt::twins::write_noisy_people({.people = 3000}, out);
  }
  const Said said = hub.say({"--json", "match", "evaluate", file.string(), "--wrong", "2"});
  INFO(said.err);
  REQUIRE(said.status == 0);
  const json::object result = json::parse(said.out).as_object();
  CHECK(result.at("records").to_number<int>() == 3300);
  CHECK(result.at("settled").as_bool());
  CHECK(result.at("merged").at("precision").to_number<double>() >= 0.999);
  CHECK(result.at("merged").at("recall").to_number<double>() >= 0.9);
  for (const auto& pair : result.at("wrong").as_array()) {
    double sum = pair.at("start").as_double();
    for (const auto& part : pair.at("parts").as_array()) sum += part.at("bits").as_double();
    CHECK(sum == Approx(pair.at("bits").as_double()).margin(0.01));
  }
  CHECK(hub.say({"match", "evaluate", file.string()}).out.find("Độ chính xác") != std::string::npos);
  CHECK(hub.say({"match", "estimate", file.string()}).out.find("matches_per_record: ") == 0);
}

TEST_CASE("match evaluate refuses a file without truth, a missing file and an unknown model, each with what to do") {
  const ShippedHub hub;
  std::ofstream(hub.path("bare.csv")) << "full_name,birth_date,sex,citizen_id,old_citizen_id,insurance_number,phone,"
                                         "old_commune_code,commune_code,address\nA,1990,M,,,,,,,\nB,1991,F,,,,,,,\n";
  CHECK(hub.say({"match", "evaluate", hub.path("bare.csv").string()}).err.find("'truth'") != std::string::npos);
  CHECK(hub.say({"match", "evaluate", "nowhere.csv"}).status == 3);
  CHECK(hub.say({"match", "evaluate", "nowhere.csv", "--model", "persn"}).err.find("persn.yaml") != std::string::npos);
}

TEST_CASE("a linkage model that names a field which its entity has not is refused by validate") {
  const ShippedHub hub;
  const fs::path file = hub.path("config/identity/person.yaml");
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  std::string changed = text.str();
  changed.replace(changed.find("sex: sex"), 8, "sex: sexx");
  std::ofstream(file) << changed;
  const Said said = hub.say({"validate"});
  CHECK(said.status == 3);
  CHECK(said.err.find("did you mean 'sex'") != std::string::npos);
}

TEST_CASE("match find shows the rows of the store that are one person, and changes nothing") {
  const ShippedHub hub;
  const auto persons_of = fill_store(hub, {.people = 3000});
  std::map<std::uint64_t, std::vector<std::int64_t>> rows_of;
  for (const auto& [row, persons] : persons_of) {
    for (const std::uint64_t person : persons) rows_of[person].push_back(row);
  }
  std::set<RowPair> truth;
  for (const auto& [person, rows] : rows_of) {
    if (rows.size() == 2) truth.insert(std::minmax({rows[0], rows[1]}));
  }
  REQUIRE(truth.size() > 50);

  const std::string before = hub.say({"store", "dump", "person"}).out;
  const Said said = hub.say({"--json", "match", "find", "--limit", "1000"});
  INFO(said.err);
  REQUIRE(said.status == 5);
  std::set<RowPair> shown;
  const json::value pairs = json::parse(said.out);
  for (const auto& pair : pairs.as_array()) {
    const auto& rows = pair.at("rows").as_array();
    const RowPair both = std::minmax({rows[0].as_int64(), rows[1].as_int64()});
    shown.insert(both);
    INFO(json::serialize(pair));
    if (pair.at("probability").as_double() >= 0.999 && !pair.at("conflict").as_bool()) CHECK(truth.contains(both));
  }
  std::size_t found = 0;
  for (const RowPair& pair : truth) found += shown.contains(pair) ? 1 : 0;
  CAPTURE(truth.size(), shown.size(), found);
  CHECK(found * 100 >= truth.size() * 90);
  CHECK(hub.say({"store", "dump", "person"}).out == before);
  CHECK(hub.say({"match", "find", "--limit", "2", "--why"}).out.find("(trước khi so)") != std::string::npos);
}

namespace {

// The shipped model with weights of its own people, that does by itself what `arrivals` says.
void give_weights(const ShippedHub& hub, const lt::twins::NoisyOptions& options, const std::string& arrivals) {
  const fs::path people = hub.path("people.csv");
  {
    std::ofstream out(people);
    lt::twins::write_noisy_people(options, out);
  }
  std::istringstream estimated(hub.say({"match", "estimate", people.string()}).out);
  std::map<std::string, std::string> of;  // by comparison; "" of the model
  std::string comparison;
  for (std::string text; std::getline(estimated, text);) {
    if (text.starts_with("# ")) {
      comparison = text.substr(2, text.find(':') - 2);
    } else {
      of[comparison] += text + "\n";
    }
  }
  const fs::path file = hub.path("config/identity/person.yaml");
  std::ifstream in(file);
  std::string model = "arrivals: " + arrivals + "\n" + of[""];
  for (std::string text; std::getline(in, text);) {
    if (text.starts_with("    household: ")) continue;  // where an estimate begins
    model += text + "\n";
    if (const auto at = text.find("- compare: "); at != std::string::npos) model += of[text.substr(at + 11)];
  }
  in.close();
  std::ofstream(file) << model;
}

std::uint64_t person_of(const lt::twins::NoisyOptions& options, const lt::store::SourceRecordName& record) {
  return lt::twins::noisy_person(options, std::stoull(record.key.substr(1))).person;
}

}  // namespace

TEST_CASE("rows that arrive are merged where weights are sure, never two of a household, and asked about where not") {
  const ShippedHub hub;
  const lt::twins::NoisyOptions options{.people = 3000};
  give_weights(hub, options, "merge");
  const auto persons = fill_store(hub, options);
  std::size_t doubles = 0;
  std::map<std::uint64_t, std::size_t> rows_of;
  for (const auto& [row, its] : persons)
    for (const std::uint64_t person : its) doubles += rows_of[person]++ > 0 ? 1 : 0;
  REQUIRE(doubles > 50);
  const auto configuration = lt::app::Configuration::load_valid(hub.path("config"));
  const lt::FixedClock clock(ShippedHub::start);
  auto store =
      lt::store::Store::open(configuration->store_options(lt::store::Access::command), configuration->model(), clock);
  lt::app::Matching matching(*configuration);
  matching.follow(store, {});
  const auto judgements = store.reader().judgements();
  CAPTURE(doubles, judgements.size());
  CHECK(judgements.size() * 10 > doubles * 3);
  for (const auto& judgement : judgements) {
    INFO(judgement.reason);
    CHECK(judgement.who == "lienthong");
    CHECK(judgement.reason.find("Họ và tên") != std::string::npos);
    CHECK(person_of(options, judgement.a) == person_of(options, judgement.b));
  }
  std::size_t right = 0;
  const auto questions = store.reader().open_questions(1000);
  for (const auto& question : questions)
    right += person_of(options, question.a) == person_of(options, question.b) ? 1 : 0;
  CHECK(right > 0);
  CHECK(right + judgements.size() <= doubles);
  CHECK(store.reader().check().problems.empty());

  // Neither again nor by another process is anything said twice.
  matching.follow(store, {});
  lt::app::Matching(*configuration).follow(store, {});
  CHECK(store.reader().judgements().size() == judgements.size());
  CHECK(store.reader().open_questions(1000).size() == questions.size());
}

TEST_CASE("a model that asks and never merges leaves every row as it is") {
  const ShippedHub hub;
  const lt::twins::NoisyOptions options{.people = 3000};
  give_weights(hub, options, "ask");
  fill_store(hub, options);
  const auto configuration = lt::app::Configuration::load_valid(hub.path("config"));
  const lt::FixedClock clock(ShippedHub::start);
  auto store =
      lt::store::Store::open(configuration->store_options(lt::store::Access::command), configuration->model(), clock);
  const auto before = store.reader().last_seq();
  lt::app::Matching(*configuration).follow(store, {});
  CHECK(store.reader().last_seq() == before);
  CHECK(store.reader().judgements().empty());
  CHECK(store.reader().open_questions(1000).size() > 50);
}

TEST_CASE("a model without weights of its own that is to judge arrivals is refused") {
  const ShippedHub hub;
  std::ofstream(hub.path("config/identity/person.yaml"), std::ios::app) << "arrivals: ask\n";
  const Said said = hub.say({"validate"});
  CHECK(said.status == 3);
  CHECK(said.err.find("needs weights that stay the same") != std::string::npos);
}

TEST_CASE("match find in an empty store finds nothing and says so by its exit code") {
  const ShippedHub hub;
  fill_store(hub, {.people = 1});
  CHECK(hub.say({"--json", "match", "find"}).out == "[]\n");
  CHECK(hub.say({"match", "find"}).status == 0);
}
