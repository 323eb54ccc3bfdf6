// A batch by COPY into a table of the session; from there one INSERT … SELECT a table, the last of a key winning.
#include "base/hash.hpp"
#include "shape.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace floor_bench {
namespace {

using lt::model::Value;
using lt::store::Column;
using lt::store::ColumnType;

// What all of the shape's tables take out of a record, each column once.
constexpr auto texts = [] {
  std::array<Field, std::size(dose_fields) + 2> all{};
  auto* end = std::copy(std::begin(dose_fields), std::end(dose_fields), all.begin());
  *end++ = {"name_folded", &Dose::name_folded};
  *end = {"injected_on", &Dose::injected_on};
  return all;
}();

const char* column_of(std::string_view Dose::* text) {
  for (const Field& each : texts)
    if (each.text == text) return each.column;
  return nullptr;
}

// `id`: of the row; `key`: of its source record; `unique`: what tells rows apart, in the batch; `conflict`: in the
// table.
struct FarTable {
  const char* name;
  int source;
  const char* id;
  const char* key;
  const char* unique;
  const char* conflict;
  std::span<const Field> fields;
  const char* numbers;  // columns beside the texts, after a comma each
  const char* joins;
};

constexpr FarTable narrow_tables[] = {{"dose", 1, "w.place", "w.key", "w.citizen_id, w.dose_number",
                                       "(citizen_id, dose_number)", dose_fields, ", dose_number", ""}};
constexpr FarTable full_tables[] = {
    {"person", 2, "w.place + 1", "w.citizen_id", "w.citizen_id", "(citizen_id) WHERE citizen_id IS NOT NULL",
     person_fields, "", ""},
    {"facility", 3, "w.place + 2", "w.facility_code", "w.facility_code", "(code)", facility_fields, "", ""},
    {"immunization", 1, "w.place", "w.key", "p._id, w.vaccine_code, w.injected_on",
     "(person, vaccine_code, injected_on)", immunization_fields, ", person, facility, dose_number",
     " JOIN person p ON p.citizen_id = w.citizen_id JOIN facility f ON f.code = w.facility_code"}};

std::string select_of_numbers(std::string_view numbers) {
  if (numbers.empty()) return "";
  return numbers == ", dose_number" ? ", w.dose_number" : ", p._id, f._id, w.dose_number";
}

std::string statements_of(const FarTable& table) {
  std::string columns, values, sets;
  for (const Field& field : table.fields) {
    columns += std::string(", ") + field.column;
    values += std::string(", w.") + column_of(field.text);
    sets += (sets.empty() ? "" : ", ") + std::string(field.column) + " = excluded." + field.column;
  }
  const std::string from = std::string(" FROM w1 w") + table.joins;
  const std::string last = std::string(" ORDER BY ") + table.unique + ", w.place DESC";
  return std::string("INSERT INTO ") + table.name + " (_id, _source, _key" + table.numbers + columns +
         ") SELECT DISTINCT ON (" + table.unique + ") " + table.id + ", " + std::to_string(table.source) + ", " +
         table.key + select_of_numbers(table.numbers) + values + from + last + " ON CONFLICT " + table.conflict +
         " DO UPDATE SET " + sets +
         "; INSERT INTO source_record (source, key, row, hash, as_of, run) SELECT DISTINCT ON (" + table.key + ") " +
         std::to_string(table.source) + ", " + table.key + ", " + table.id +
         ", w.hash, 1767225600000, 1 FROM w1 w ORDER BY " + table.key +
         ", w.place DESC ON CONFLICT (source, key) DO UPDATE SET hash = excluded.hash;";
}

class Far : public Shape {
 public:
  Far(lt::store::Connection& connection, std::span<const FarTable> tables) : connection_(connection) {
    columns_ = {{"place", ColumnType::integer},
                {"key", ColumnType::text},
                {"dose_number", ColumnType::integer},
                {"hash", ColumnType::integer}};
    std::string made = "CREATE TEMP TABLE w1 (place BIGINT, key TEXT COLLATE \"C\", dose_number BIGINT, hash BIGINT";
    for (const Field& field : texts) {
      columns_.push_back({field.column, ColumnType::text});
      made += std::string(", ") + field.column + " TEXT COLLATE \"C\"";
    }
    connection.execute(made + ")");
    for (const FarTable& table : tables) statements_ += statements_of(table);
  }

  void write(const Dose& dose) override {
    if (!rows_) rows_ = connection_.stream_rows("w1", columns_);
    const std::string key = dose_key(dose);
    rows_->put(Value::integer(place_ += 3));
    rows_->put(Value::text(key));
    rows_->put(Value::integer(dose.dose_number));
    rows_->put(Value::integer(lt::content_hash(key)));
    for (const Field& field : texts) {
      const std::string_view value = dose.*field.text;
      rows_->put(value.empty() ? Value() : Value::text(value));
    }
  }

  void flush() override {
    if (!rows_) return;
    rows_->finish();
    rows_.reset();
    connection_.execute(statements_ + "TRUNCATE w1");
  }

 private:
  lt::store::Connection& connection_;
  std::vector<Column> columns_;
  std::string statements_;
  std::unique_ptr<lt::store::RowStream> rows_;
  std::int64_t place_ = 0;
};

}  // namespace

std::unique_ptr<Shape> far_shape(lt::store::Connection& connection, bool full) {
  return full ? std::make_unique<Far>(connection, full_tables) : std::make_unique<Far>(connection, narrow_tables);
}

}  // namespace floor_bench
