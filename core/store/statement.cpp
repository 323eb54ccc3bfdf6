// Prepared statements on a connection's own handle: no copies of texts, no indicators, no boxing.
#include "store/connection.hpp"

#include <sqlite3.h>

#include <utility>

namespace lt::store {

Statement::Statement(Connection& connection, const std::string& text) : connection_(&connection) {
  if (sqlite3_prepare_v3(connection.raw(), text.c_str(), static_cast<int>(text.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                         &statement_, nullptr) != SQLITE_OK)
    connection.fail("cannot prepare '" + text.substr(0, 160) + "'");
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}

void Statement::bind(int parameter, std::int64_t number) { sqlite3_bind_int64(statement_, parameter, number); }

void Statement::bind(int parameter, std::string_view text) {
  const char* data = text.data() ? text.data() : "";
  if (sqlite3_bind_text(statement_, parameter, data, static_cast<int>(text.size()), SQLITE_STATIC) != SQLITE_OK)
    connection_->fail("cannot bind a text of " + std::to_string(text.size()) + " bytes");
}

void Statement::bind(int parameter, const model::Value& value) {
  switch (value.empty() ? model::Value::Kind::none : value.kind()) {
    case model::Value::Kind::none:
      sqlite3_bind_null(statement_, parameter);
      break;
    case model::Value::Kind::text:
      bind(parameter, value.as_text());
      break;
    case model::Value::Kind::integer:
      sqlite3_bind_int64(statement_, parameter, value.as_integer());
      break;
    case model::Value::Kind::decimal:
      sqlite3_bind_double(statement_, parameter, value.as_decimal());
      break;
  }
}

void Statement::bind_null(int parameter) { sqlite3_bind_null(statement_, parameter); }

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  connection_->fail("cannot read or write");
}

void Statement::reset() { sqlite3_reset(statement_); }

int Statement::run() {
  const Resetting resetting(*this);
  step();
  return sqlite3_changes(connection_->raw());
}

bool Statement::run_unless_taken() {
  const Resetting resetting(*this);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_DONE) return true;
  if ((code & 0xff) == SQLITE_CONSTRAINT) return false;
  connection_->fail("cannot write");
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (!data) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

model::Value Statement::value(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return model::Value::integer(sqlite3_column_int64(statement_, column));
    case SQLITE_FLOAT:
      return model::Value::decimal(sqlite3_column_double(statement_, column));
    case SQLITE_TEXT:
      return model::Value::text(text(column));
    default:
      return {};
  }
}

std::string sql_name(std::string_view name) {
  std::string out = "\"";
  for (const char letter : name) {
    if (letter == '"') out += '"';
    out += letter;
  }
  return out + '"';
}

}  // namespace lt::store
