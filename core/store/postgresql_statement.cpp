// Preparing, binding in binary, and reading results.
#include "store/postgresql_statement.hpp"

#include "base/error.hpp"
#include "store/postgresql_values.hpp"

#include <charconv>
#include <iterator>

namespace lt::store {

void PostgresStatement::make_ready() {
  if (!connection_.open()) connection_.revive();
  if (life_ == connection_.life()) return;
  const std::string name = connection_.next_statement();
  const std::string text = (in_parts_ ? "DECLARE " + name + " NO SCROLL CURSOR FOR " : "") + text_.text;
  const Result prepared(PQprepare(connection_.raw(), name.c_str(), text.c_str(), 0, nullptr));
  if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK)
    connection_.fail("cannot prepare '" + text_.text.substr(0, 160) + "'", prepared.get());
  const Result described(PQdescribePrepared(connection_.raw(), name.c_str()));
  if (PQresultStatus(described.get()) != PGRES_COMMAND_OK) connection_.fail("cannot prepare", described.get());
  types_.clear();
  for (int i = 0; i < PQnparams(described.get()); ++i) types_.push_back(PQparamtype(described.get(), i));
  name_ = name;
  life_ = connection_.life();
}

// A text that a number's column is compared with may be no number: then it is like no row of the table.
std::string_view PostgresStatement::encoded(Parameter& parameter, Oid type) const {
  if (parameter.is_list) {
    const bool integers = type == oid_integers;
    const bool decimals = type == oid_decimals;
    std::string& array = parameter.array;
    array.clear();
    append_big_endian(array, std::int32_t{1});  // dimensions
    append_big_endian(array, std::int32_t{0});  // no NULL among them
    append_big_endian(array, static_cast<std::int32_t>(integers ? oid_int8 : decimals ? oid_float8 : oid_text));
    append_big_endian(array, static_cast<std::int32_t>(parameter.list.size()));
    append_big_endian(array, std::int32_t{1});  // counted from 1
    const ColumnType of_each = integers ? ColumnType::integer : decimals ? ColumnType::decimal : ColumnType::text;
    for (const model::Value& value : parameter.list) append_element(array, value, of_each);
    return array;
  }
  const auto put = [&](auto number) {
    number = big_endian(number);
    std::memcpy(parameter.bytes, &number, sizeof number);
    return std::string_view(parameter.bytes, sizeof number);
  };
  const model::Value& value = parameter.value;
  const bool number =
      type == oid_int8 || type == oid_int4 || type == oid_int2 || type == oid_bool || type == oid_float8;
  if (!number) {
    if (parameter.is_text) return parameter.text;
    const auto end = value.kind() == model::Value::Kind::decimal
                         ? std::to_chars(parameter.bytes, std::end(parameter.bytes), value.as_decimal()).ptr
                         : std::to_chars(parameter.bytes, std::end(parameter.bytes), value.as_integer()).ptr;
    return {parameter.bytes, static_cast<std::size_t>(end - parameter.bytes)};
  }
  std::int64_t whole = 0;
  double decimal = 0;
  if (parameter.is_text) {
    const char* const begin = parameter.text.data();
    const char* const end = begin + parameter.text.size();
    if (type == oid_float8 ? std::from_chars(begin, end, decimal).ptr != end
                           : std::from_chars(begin, end, whole).ptr != end)
      return {};
  } else if (value.kind() == model::Value::Kind::decimal) {
    decimal = value.as_decimal();
    whole = static_cast<std::int64_t>(decimal);
  } else {
    whole = value.as_integer();
    decimal = static_cast<double>(whole);
  }
  switch (type) {
    case oid_int8:
      return put(whole);
    case oid_int4:
      return put(static_cast<std::int32_t>(whole));
    case oid_int2:
      return put(static_cast<std::int16_t>(whole));
    case oid_bool:
      return put(static_cast<char>(whole != 0));
    default:
      return put(decimal);
  }
}

void PostgresStatement::send() {
  make_ready();
  const std::size_t count = parameters_.size();
  std::vector<const char*> values(count);
  std::vector<int> lengths(count);
  const std::vector<int> binary(count, 1);
  for (std::size_t i = 0; i < count; ++i) {
    if (!parameters_[i].filled) continue;
    const std::string_view bytes = encoded(parameters_[i], types_[i]);
    if (bytes.data() == nullptr && !parameters_[i].text.empty()) continue;  // NULL is equal to nothing
    values[i] = bytes.data() != nullptr ? bytes.data() : "";
    lengths[i] = static_cast<int>(bytes.size());
  }
  result_.reset(PQexecPrepared(connection_.raw(), name_.c_str(), static_cast<int>(count), values.data(), lengths.data(),
                               binary.data(), 1));
  row_ = 0;
  const ExecStatusType status = PQresultStatus(result_.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
  const Result failed = std::move(result_);
  connection_.fail("cannot read or write", failed.get());
}

void PostgresStatement::fetch_part() {
  const std::string fetch = "FETCH 1000 FROM " + name_;
  result_.reset(PQexecParams(connection_.raw(), fetch.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1));
  row_ = 0;
  if (PQresultStatus(result_.get()) == PGRES_TUPLES_OK) return;
  const Result failed = std::move(result_);
  connection_.fail("cannot read on", failed.get());
}

// A refused statement ends a transaction here, unless it stood behind a savepoint.
bool PostgresStatement::step_unless_taken() {
  connection_.execute("SAVEPOINT taken");
  try {
    send();
  } catch (const Error&) {
    const bool taken = std::string_view(PQerrorMessage(connection_.raw())).find("duplicate key") != std::string::npos;
    if (!taken) throw;
    connection_.execute("ROLLBACK TO taken; RELEASE taken");
    return false;
  }
  connection_.execute("RELEASE taken");
  return true;
}

std::int64_t PostgresStatement::integer(int column) const {
  if (is_null(column)) return 0;
  const char* at = bytes(column);
  switch (PQftype(result_.get(), column)) {
    case oid_int8:
      return read_big_endian<std::int64_t>(at);
    case oid_int4:
      return read_big_endian<std::int32_t>(at);
    case oid_int2:
      return read_big_endian<std::int16_t>(at);
    case oid_bool:
      return *at;
    default: {
      std::int64_t number = 0;
      std::from_chars(at, at + PQgetlength(result_.get(), row_, column), number);
      return number;
    }
  }
}

std::string_view PostgresStatement::text(int column) const {
  return {bytes(column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

model::Value PostgresStatement::value(int column) const {
  if (is_null(column)) return {};
  switch (PQftype(result_.get(), column)) {
    case oid_float8:
      return model::Value::decimal(read_big_endian<double>(bytes(column)));
    case oid_int8:
    case oid_int4:
    case oid_int2:
    case oid_bool:
      return model::Value::integer(integer(column));
    default:
      return model::Value::text(text(column));
  }
}

}  // namespace lt::store
