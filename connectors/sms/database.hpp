// A small SQLite file: statements, transactions, and errors as reasons.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sms {

// A prepared statement in use; reset by the destructor. Bound from 1, read from 0.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(const Statement&) = delete;
  ~Statement();

  Statement& bind(std::int64_t value);
  Statement& bind(double value);
  Statement& bind(std::string_view text);  // copied
  bool step();                             // a row is there
  std::int64_t integer(int column) const;
  double number(int column) const;
  std::string text(int column) const;

 private:
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

// What is committed survives a crash of the program and of the machine. Several processes may use one file. Throws
// Failure: misconfigured where the file cannot be opened, unavailable where it cannot be written.
class Database {
 public:
  Database(const std::filesystem::path& file, const char* schema);
  ~Database();
  Database(const Database&) = delete;

  // The same text is prepared once. Not while a statement of the same text is in use.
  Statement prepare(const std::string& sql);
  void run(const char* sql);
  std::int64_t last_id() const;

 private:
  sqlite3* connection_ = nullptr;
  std::map<std::string, sqlite3_stmt*> prepared_;
};

// Everything until the end of the scope at once, or nothing where an exception leaves it. Does not nest.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace sms
