// The small world's making.
#include "store_world.hpp"

#include "databases/postgres_server.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace store_world {

using lt::model::EntityRecord;
using lt::model::Value;

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "lt_store_XXXXXX").string();
  path = ::mkdtemp(name.data());
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

lt::model::Model model_of(const std::filesystem::path& folder, const std::vector<std::string>& entities) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  int number = 0;
  for (const std::string& text : entities) std::ofstream(folder / (std::to_string(++number) + ".yaml")) << text;
  lt::Violations violations;
  auto model = lt::model::Model::load(folder, violations);
  violations.raise();
  return model;
}

Said person(std::string system, std::string key, lt::Milliseconds as_of, std::string citizen, std::string insurance,
            std::string name, std::string phone) {
  return {std::move(system),
          std::move(key),
          as_of,
          {std::move(citizen), std::move(insurance), std::move(name), "", std::move(phone), ""},
          0,
          ""};
}

Said citizen(std::string system, std::string key, lt::Milliseconds as_of, std::string number, std::string name,
             std::string phone) {
  return person(std::move(system), std::move(key), as_of, std::move(number), "", std::move(name), std::move(phone));
}

namespace {

bool server_wanted() {
  const char* wanted = std::getenv("LT_TEST_STORE");
  return wanted && std::string_view(wanted) == "postgresql";
}

// Of the server that all worlds of this process share.
std::string database() {
  auto* const server = lt::test_databases::PostgresServer::running();
  if (!server) throw std::runtime_error("PostgreSQL 15 is not installed: run scripts/setup");
  ::setenv("PGPASSWORD", lt::test_databases::postgres_password, 1);
  return "postgresql://hub@127.0.0.1:" + std::to_string(server->port()) + "/postgres";
}

}  // namespace

World::World() : World(server_wanted()) {}

World::World(bool on_server)
    : model(model_of(folder.path / "model", {person_yaml, dose_yaml})), database_(on_server ? database() : "") {
  remove_store();
}

World::~World() {
  if (!database_.empty())
    lt::store::connect({.path = {}, .url = database_})
        ->execute("DROP SCHEMA \"" + folder.path.filename().string() + "\" CASCADE");
}

void World::remove_store() const {
  const std::string schema = folder.path.filename().string();
  if (!database_.empty())
    lt::store::connect({.path = {}, .url = database_})
        ->execute("DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE; CREATE SCHEMA \"" + schema + "\"");
  for (const auto* part : {"", "-wal", "-shm"}) std::filesystem::remove(file().string() + part);
}

lt::store::Options World::options(lt::store::Access access, std::int64_t max_size) const {
  lt::store::Options options{.path = file(), .access = access, .cache_mb = 8, .max_size = max_size};
  if (!database_.empty())
    options.url = database_ + "?options=-csearch_path%3D%22" + folder.path.filename().string() + "%22";
  return options;
}

std::unique_ptr<lt::store::Connection> World::connect(bool create) const {
  return lt::store::connect(
      {.path = file(), .read_only = !create, .create = create, .cache_mb = 2, .url = options().url});
}

lt::store::Store World::open(lt::store::Access access, std::int64_t max_size) const {
  return lt::store::Store::open(options(access, max_size), model, clock);
}

namespace {

// Owns what a batch borrows.
class Batch {
 public:
  Batch(const lt::model::Model& model, std::vector<Said> said) : said_(std::move(said)) {
    for (const Said& one : said_) add(model, one);
  }
  std::vector<lt::store::Incoming> incoming;

 private:
  void add(const lt::model::Model& model, const Said& said) {
    auto& records = records_.emplace_back();
    std::string all = said.vaccine + std::to_string(said.dose);
    for (const auto& value : said.person) all += "|" + value;
    if (said.dose != 0) {
      auto& values = values_.emplace_back();
      values = {Value::integer(1), Value::integer(said.dose), Value::text(said.vaccine), Value::decimal(0.5)};
      records.push_back({model.find("dose"), values, said.key, lt::content_hash(all), said.as_of});
    }
    auto& values = values_.emplace_back();
    std::string person;
    for (const auto& value : said.person) {
      values.push_back(Value::text(value));
      person += "|" + value;
    }
    // A dose's source has no number of its own for the person: the citizen's number stands in.
    const std::string_view key = said.dose != 0 ? std::string_view(said.person[0]) : std::string_view(said.key);
    records.push_back({model.find("person"), values, key, lt::content_hash(person), said.as_of});
    incoming.push_back({records});
  }

  std::vector<Said> said_;
  std::deque<std::vector<Value>> values_;
  std::deque<std::vector<EntityRecord>> records_;
};

}  // namespace

lt::store::Absorbed World::tell(lt::store::Transaction& transaction, const std::vector<Said>& said) const {
  lt::store::Absorbed all;
  all.entities.resize(model.entities().size());
  for (std::size_t begin = 0; begin < said.size();) {
    std::size_t end = begin + 1;
    while (end < said.size() && said[end].system == said[begin].system) ++end;
    Batch batch(model,
                {said.begin() + static_cast<std::ptrdiff_t>(begin), said.begin() + static_cast<std::ptrdiff_t>(end)});
    const auto part = transaction.absorb(7, {said[begin].system, "people"}, batch.incoming);
    all.records.insert(all.records.end(), part.records.begin(), part.records.end());
    all.rows.insert(all.rows.end(), part.rows.begin(), part.rows.end());
    for (std::size_t e = 0; e < part.entities.size(); ++e) all.entities[e] += part.entities[e];
    begin = end;
  }
  return all;
}

lt::store::Absorbed World::tell(lt::store::Store& store, const std::vector<Said>& said) const {
  auto transaction = store.begin();
  auto absorbed = tell(transaction, said);
  transaction.commit();
  return absorbed;
}

std::string dump(lt::store::Store& store) {
  std::ostringstream out;
  store.reader().dump(out);
  return out.str();
}

std::vector<std::string> problems(lt::store::Store& store) { return store.reader().check().problems; }

}  // namespace store_world
