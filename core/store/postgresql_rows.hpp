// COPY in its binary form: rows that are new, without a statement each.
#pragma once

#include "store/postgresql_connection.hpp"
#include "store/postgresql_values.hpp"

#include <string>
#include <vector>

namespace lt::store {

class PostgresRows : public RowStream {
 public:
  PostgresRows(PostgresConnection& connection, const std::string& table, const std::vector<Column>& columns);
  ~PostgresRows() override {
    if (!finished_) PQputCopyEnd(connection_.raw(), "given up");
    drain();
  }
  PostgresRows(const PostgresRows&) = delete;
  PostgresRows& operator=(const PostgresRows&) = delete;

  void put(const model::Value& value) override { put(value, true); }
  void put_exactly(const model::Value& value) override { put(value, false); }
  void finish() override {
    append_big_endian(buffer_, std::int16_t{-1});
    send();
    finished_ = true;
    if (PQputCopyEnd(connection_.raw(), nullptr) != 1) connection_.fail("cannot write rows", nullptr);
    const Result result(PQgetResult(connection_.raw()));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) connection_.fail("cannot write rows", result.get());
  }

 private:
  void put(const model::Value& value, bool empty_is_null) {
    if (column_ == 0) append_big_endian(buffer_, static_cast<std::int16_t>(types_.size()));
    append_element(buffer_, value, types_[column_], empty_is_null);
    if (++column_ < types_.size()) return;
    column_ = 0;
    if (buffer_.size() >= 1 << 18) send();
  }
  void send() {
    if (PQputCopyData(connection_.raw(), buffer_.data(), static_cast<int>(buffer_.size())) != 1)
      connection_.fail("cannot write rows", nullptr);
    buffer_.clear();
  }
  void drain() {
    while (const Result result{PQgetResult(connection_.raw())}) continue;
  }

  PostgresConnection& connection_;
  std::vector<ColumnType> types_;
  std::string buffer_;
  std::size_t column_ = 0;
  bool finished_ = false;
};

}  // namespace lt::store
