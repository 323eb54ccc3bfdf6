// The floor under scripts/bench: W1 over HTTP into the very tables and indexes of the hub's store, and nothing more.
#include "base/hash.hpp"
#include "base/yaml.hpp"
#include "page_stream.hpp"
#include "shape.hpp"
#include "store/connection.hpp"
#include "store/store.hpp"
#include "w1_record.hpp"

#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>

namespace {

using namespace floor_bench;
using lt::store::Connection;
using lt::store::Statement;

constexpr std::int64_t transaction_size = 10'000;

// One table's upsert: id, source and key first, then numbers, then texts.
class Upsert {
 public:
  Upsert(Connection& connection, const std::string& table, const std::string& key, std::span<const Field> texts,
         const std::string& numbers = {})
      : texts_(texts), statement_(connection, text(table, key, texts, numbers)) {}

  std::int64_t run(std::int64_t id, std::string_view source_key, const Dose& dose,
                   std::initializer_list<std::int64_t> numbers = {}) {
    int parameter = 1;
    statement_.bind(parameter++, id);
    statement_.bind(parameter++, source_key);
    for (const std::int64_t number : numbers) statement_.bind(parameter++, number);
    for (const Field& field : texts_) {
      const std::string_view value = dose.*field.text;
      if (value.empty())
        statement_.bind_null(parameter++);
      else
        statement_.bind(parameter++, value);
    }
    const lt::store::Resetting resetting(statement_);
    statement_.step();
    const std::int64_t row = statement_.integer(0);
    statement_.step();
    return row;
  }

 private:
  static std::string text(const std::string& table, const std::string& key, std::span<const Field> texts,
                          const std::string& numbers) {
    std::string columns = "_id, _source, _key", marks = "?, 1, ?", sets;
    const auto add = [&](const std::string& column) {
      columns += ", " + column;
      marks += ", ?";
      sets += (sets.empty() ? "" : ", ") + column + " = excluded." + column;
    };
    std::istringstream names(numbers);
    for (std::string name; names >> name;) add(name);
    for (const Field& field : texts) add(field.column);
    return "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ") ON CONFLICT " + key + " DO UPDATE SET " +
           sets + " RETURNING _id";
  }

  std::span<const Field> texts_;
  Statement statement_;
};

// The source record that stands beside each row.
class SourceRecordUpsert {
 public:
  explicit SourceRecordUpsert(Connection& connection)
      : statement_(connection,
                   "INSERT INTO source_record (source, key, row, hash, as_of, run) VALUES (?, ?, ?, ?, ?, 1) "
                   "ON CONFLICT (source, key) DO UPDATE SET hash = excluded.hash, as_of = excluded.as_of") {}
  void run(int source, std::string_view key, std::int64_t row, std::int64_t hash) {
    statement_.bind(1, source);
    statement_.bind(2, key);
    statement_.bind(3, row);
    statement_.bind(4, hash);
    statement_.bind(5, std::int64_t{1'767'225'600'000});
    statement_.run();
  }

 private:
  Statement statement_;
};

class Narrow : public Shape {
 public:
  explicit Narrow(Connection& connection)
      : dose_(connection, "dose", "(citizen_id, dose_number)", dose_fields, "dose_number"), records_(connection) {}
  void write(const Dose& dose) override {
    const std::string key = dose_key(dose);
    const std::int64_t row = dose_.run(++last_, key, dose, {dose.dose_number});
    records_.run(1, key, row, lt::content_hash(key));
  }

 private:
  Upsert dose_;
  SourceRecordUpsert records_;
  std::int64_t last_ = 0;
};

// Writes the same rows as the hub: a person or facility already written is written again only where it differs.
class Full : public Shape {
 public:
  explicit Full(Connection& connection)
      : person_(connection, "person", "(citizen_id) WHERE citizen_id IS NOT NULL", person_fields),
        facility_(connection, "facility", "(code)", facility_fields),
        immunization_(connection, "immunization", "(person, vaccine_code, injected_on)", immunization_fields,
                      "person facility dose_number"),
        records_(connection) {}
  void write(const Dose& dose) override {
    const std::int64_t person = once(persons_, person_, 2, dose.citizen_id, person_fields, dose);
    const std::int64_t facility = once(facilities_, facility_, 3, dose.facility_code, facility_fields, dose);
    const std::string key = dose_key(dose);
    const std::int64_t row = immunization_.run(++last_, key, dose, {person, facility, dose.dose_number});
    records_.run(1, key, row, lt::content_hash(key));
  }

 private:
  struct Written {
    std::int64_t row = 0;
    std::int64_t hash = 0;
  };
  using AllWritten = std::unordered_map<std::string, Written>;

  std::int64_t once(AllWritten& all, Upsert& upsert, int source, std::string_view key, std::span<const Field> fields,
                    const Dose& dose) {
    std::int64_t hash = 0;
    for (const Field& field : fields) hash = lt::content_hash(dose.*field.text, static_cast<std::uint64_t>(hash));
    Written& written = all[std::string(key)];
    if (written.row != 0 && written.hash == hash) return written.row;
    written = {upsert.run(++last_, key, dose), hash};
    records_.run(source, key, written.row, hash);
    return written.row;
  }

  Upsert person_, facility_, immunization_;
  SourceRecordUpsert records_;
  AllWritten persons_, facilities_;
  std::int64_t last_ = 0;
};

void run(const std::string& shape_name, const std::string& url, const std::string& data, const std::string& where) {
  {
    lt::Violations violations;
    const auto model =
        lt::model::Model::load(std::string(LT_SOURCE_DIR) + "/tests/bench/config/" + shape_name + "/model", violations);
    violations.raise();
    const lt::SystemClock clock;
    lt::store::Options options{.path = where};
    if (where.starts_with("postgresql://")) options.url = where;
    lt::store::Store::open(options, model, clock);  // makes the tables and indexes
  }
  const auto begin = std::chrono::steady_clock::now();
  std::int64_t records = 0;
  {
    lt::store::ConnectionOptions options{.path = where, .create = true, .cache_mb = 24};
    if (where.starts_with("postgresql://")) options.url = where;
    const auto store = lt::store::connect(options);
    Connection& connection = *store;
    std::unique_ptr<Shape> shape;
    if (connection.far())
      shape = far_shape(connection, shape_name == "full");
    else if (shape_name == "narrow")
      shape = std::make_unique<Narrow>(connection);
    else
      shape = std::make_unique<Full>(connection);
    floor_bench::W1Reader reader(data, shape_name == "full");
    floor_bench::PageStream pages(url, 200);
    connection.begin_writing();
    while (auto page = pages.next())
      reader.read(*page, [&](const Dose& dose) {
        shape->write(dose);
        if (++records % transaction_size != 0) return;
        shape->flush();
        connection.commit();
        connection.begin_writing();
      });
    shape->flush();
    connection.commit();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double cpu = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  std::cout << "{\"records\": " << records << ", \"seconds\": " << seconds
            << ", \"records_per_s\": " << static_cast<std::int64_t>(static_cast<double>(records) / seconds)
            << ", \"cpu_s\": " << cpu << ", \"peak_rss_mb\": " << usage.ru_maxrss / 1024 << "}\n";
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5 || (std::string_view(argv[1]) != "narrow" && std::string_view(argv[1]) != "full")) {
    std::cerr << "usage: floor narrow|full URL_OF_VERSION W1_FOLDER STORE\n"
                 "for example: floor narrow http://127.0.0.1:8080/v1 /tmp/w1 /tmp/floor.db\n";
    return 2;
  }
  run(argv[1], argv[2], argv[3], argv[4]);
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
