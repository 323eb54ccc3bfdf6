#include "store/connection.hpp"

#include "base/error.hpp"

namespace lt::store {

std::unique_ptr<Connection> connect(const ConnectionOptions& options) {
  return options.url.empty() ? connect_sqlite(options) : connect_postgresql(options);
}

std::int64_t Connection::integer(const std::string& query) {
  Statement statement(*this, query);
  return statement.step() ? statement.integer(0) : 0;
}

void Statement::bind(int parameter, const model::Value& value) {
  switch (value.empty() ? model::Value::Kind::none : value.kind()) {
    case model::Value::Kind::none:
      return its_->bind_null(parameter);
    case model::Value::Kind::text:
      return its_->bind_text(parameter, value.as_text());
    case model::Value::Kind::integer:
      return its_->bind_integer(parameter, value.as_integer());
    case model::Value::Kind::decimal:
      return its_->bind_decimal(parameter, value.as_decimal());
  }
}

ColumnType TableForm::type_of(std::string_view column) const {
  for (const Column& candidate : columns)
    if (candidate.name == column) return candidate.type;
  throw Error(ErrorKind::failed, "store: the table " + name + " has no column " + std::string(column));
}

int Statement::run() {
  const Resetting resetting(*this);
  its_->step();
  return its_->changes();
}

bool Statement::run_unless_taken() {
  const Resetting resetting(*this);
  return its_->step_unless_taken();
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
