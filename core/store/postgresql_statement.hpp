// A prepared statement of PostgreSQL.
#pragma once

#include "store/postgresql_connection.hpp"
#include "store/postgresql_text.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace lt::store {

// What is bound to one parameter, and its bytes as the server's type wants them.
struct Parameter {
  std::vector<model::Value> list = {};
  bool is_list = false;
  std::string array = {};
  model::Value value = {};
  std::string_view text = {};
  bool filled = false;
  bool is_text = false;
  char bytes[24] = {};
};

class PostgresStatement : public PreparedStatement {
 public:
  PostgresStatement(PostgresConnection& connection, const std::string& text, Fetch fetch)
      : connection_(connection),
        text_(numbered_parameters(text)),
        in_parts_(fetch == Fetch::in_parts),
        parameters_(text_.parameters.size()) {}
  ~PostgresStatement() override {
    PostgresStatement::reset();
    if (life_ == connection_.life()) connection_.forget(name_);
  }
  PostgresStatement(const PostgresStatement&) = delete;
  PostgresStatement& operator=(const PostgresStatement&) = delete;

  void bind_integer(int parameter, std::int64_t number) override { bind(parameter, model::Value::integer(number)); }
  void bind_decimal(int parameter, double number) override { bind(parameter, model::Value::decimal(number)); }
  void bind_text(int parameter, std::string_view text) override {
    if (Parameter* here = find(parameter)) *here = {.text = text, .filled = true, .is_text = true};
  }
  void bind_null(int parameter) override {
    if (Parameter* here = find(parameter)) *here = {};
  }
  void bind_list(int parameter, std::vector<model::Value> values) override {
    if (Parameter* here = find(parameter)) *here = {.list = std::move(values), .is_list = true, .filled = true};
  }

  bool step() override {
    if (!result_) {
      send();
      if (in_parts_) fetch_part();
    } else if (++row_ == PQntuples(result_.get()) && in_parts_) {
      fetch_part();
    }
    return row_ < PQntuples(result_.get());
  }
  void reset() override {
    if (in_parts_ && result_ && life_ == connection_.life()) connection_.close_cursor(name_);
    result_.reset();
  }
  int changes() const override { return std::atoi(PQcmdTuples(result_.get())); }
  bool step_unless_taken() override;

  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;
  model::Value value(int column) const override;

 private:
  Parameter* find(int parameter) {
    const auto& numbers = text_.parameters;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (numbers[i] == parameter) return &parameters_[i];
    return nullptr;
  }
  void bind(int parameter, const model::Value& value) {
    if (Parameter* here = find(parameter)) *here = {.value = value, .filled = true};
  }
  void make_ready();
  void send();
  void fetch_part();
  std::string_view encoded(Parameter& parameter, Oid type) const;
  const char* bytes(int column) const { return PQgetvalue(result_.get(), row_, column); }

  PostgresConnection& connection_;
  NumberedText text_;
  bool in_parts_;  // by a cursor with the statement's name
  std::vector<Parameter> parameters_;
  std::vector<Oid> types_;
  std::string name_;
  int life_ = 0;
  Result result_;
  int row_ = 0;
};

}  // namespace lt::store
