// One connection to PostgreSQL, opened through SOCI: its transactions, locks, and what its failures mean to the hub.
#pragma once

#include "store/connection.hpp"

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace soci {
class session;
}

namespace lt::store {

struct Cleared {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Cleared>;

class PostgresConnection : public Connection {
 public:
  explicit PostgresConnection(const ConnectionOptions& options);
  ~PostgresConnection() override;
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  std::unique_ptr<PreparedStatement> prepare(const std::string& text, Fetch fetch) override;
  void execute(const std::string& statements) final;
  void define(const std::string& statements) override;
  bool far() const override { return true; }
  std::unique_ptr<RowStream> stream_rows(const std::string& table, const std::vector<Column>& columns) override;
  void begin_writing() override;
  void begin_appending() override { begin("BEGIN"); }
  void begin_reading() override { begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  void commit() override;
  void rollback() noexcept override;
  void serve_alone() override;
  bool has_table(std::string_view table) override;
  bool is_empty() override;
  std::vector<std::string> tables() override;
  TableForm form(const std::string& table) override;
  void continue_numbers(const TableForm& table) override;
  void rewrite() override;
  std::vector<std::string> damages() override { return {}; }  // the server watches over its own pages

  PGconn* raw() const { return raw_; }
  bool open() const { return open_; }
  // Between transactions: a connection that broke is made anew, with the right to serve that it had.
  void revive();
  int life() const { return life_; }  // statements prepared in an earlier life are gone
  std::string next_statement() { return "s" + std::to_string(++statements_); }
  void forget(const std::string& statement) noexcept;
  void close_cursor(const std::string& cursor) noexcept;
  [[noreturn]] void fail(std::string_view doing, const PGresult* result) const;

 private:
  void begin(const char* statement);
  bool still_there();
  void make_usable(int seconds);
  std::string answer(const char* query);

  std::unique_ptr<soci::session> session_;
  PGconn* raw_ = nullptr;
  bool open_ = false;   // a transaction is under way
  bool alone_ = false;  // this connection keeps other hubs out
  bool usable_ = false;
  int life_ = 1;
  std::uint64_t statements_ = 0;
};

}  // namespace lt::store
