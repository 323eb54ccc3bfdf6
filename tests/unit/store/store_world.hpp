// A small world for tests of the store: a folder of its own, a model of persons and doses, records in one line.
#pragma once

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "base/yaml.hpp"
#include "model/entity.hpp"
#include "model/record.hpp"
#include "store/connection.hpp"
#include "store/store.hpp"

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store_world {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

inline constexpr const char* person_yaml = R"(
entity: person
priority: [registry]
fields:
  citizen_id: {type: text}
  insurance_id: {type: text}
  full_name: {type: text, required: true}
  dob: {type: date}
  phone: {type: text}
  address: {type: text, merge: priority}
keys:
  - [citizen_id]
  - [insurance_id]
  - weak: [full_name, dob, phone]
)";

inline constexpr const char* dose_yaml = R"(
entity: dose
fields:
  person: {to: person, required: true}
  number: {type: integer, required: true}
  vaccine: {type: text}
  volume: {type: decimal}
keys:
  - [person, number]
)";

// A folder that goes with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path path;
};

lt::model::Model model_of(const std::filesystem::path& folder, const std::vector<std::string>& entities);

// What one source says of a person and, with a number given, of one dose; all texts owned.
struct Said {
  std::string system;
  std::string key;
  lt::Milliseconds as_of = 0;
  std::vector<std::string> person;  // citizen_id, insurance_id, full_name, dob, phone, address
  int dose = 0;                     // 0: no dose
  std::string vaccine;
};

// With a name, and what else the test needs of a person.
Said person(std::string system, std::string key, lt::Milliseconds as_of, std::string citizen, std::string insurance,
            std::string name, std::string phone = "");

// The same without an insurance number.
Said citizen(std::string system, std::string key, lt::Milliseconds as_of, std::string number, std::string name,
             std::string phone = "");

class World {
 public:
  // Where the environment's LT_TEST_STORE says postgresql, on a server.
  World();
  // In a schema of its own in the server of this process, or in a file.
  explicit World(bool on_server);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  lt::store::Store open(lt::store::Access access = lt::store::Access::serve, std::int64_t max_size = 0) const;
  std::filesystem::path file() const { return folder.path / "hub.db"; }
  lt::store::Options options(lt::store::Access access = lt::store::Access::serve, std::int64_t max_size = 0) const;
  std::unique_ptr<lt::store::Connection> connect(bool create = false) const;
  void remove_store() const;

  // Absorbs these, one system after the other in order of appearance in runs of equal system, in one transaction.
  lt::store::Absorbed tell(lt::store::Store& store, const std::vector<Said>& said) const;
  // The same on a transaction of the caller's.
  lt::store::Absorbed tell(lt::store::Transaction& transaction, const std::vector<Said>& said) const;

  Folder folder;
  lt::model::Model model;
  lt::FixedClock clock{1'000'000};

 private:
  std::string database_;  // empty: a file
};

std::string dump(lt::store::Store& store);
std::vector<std::string> problems(lt::store::Store& store);

}  // namespace store_world
