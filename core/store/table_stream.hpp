// A store as a stream of tables, each in the order of its key: what moves between databases, into a backup and back.
#pragma once

#include "store/connection.hpp"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace lt::store {

// What a table holds; equal in two databases exactly where they hold the same rows.
struct TableContent {
  std::int64_t rows = 0;
  std::int64_t hash = 0;
  friend bool operator==(const TableContent&, const TableContent&) = default;
};

// One table of a database that is read, within its transaction.
struct TableSource {
  TableForm form;
  std::string rows;  // what to select from: the table, or a query in brackets
};

// Appends to the table of the same name whatever comes after its last key, some ten thousand rows a transaction.
void append_rest(Connection& from, const TableSource& source, Connection& to, const std::stop_token& stop);
// The same from the first row into an empty table, within a transaction of the caller's.
void append_all(Connection& from, const TableSource& source, Connection& to);

TableContent content_of(Connection& connection, const TableSource& source);

// A transaction that writes around `work`.
template <class Work>
void in_transaction(Connection& connection, const Work& work) {
  connection.begin_writing();
  try {
    work();
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

// The store's log of disclosures with that of its answers, whose numbers follow on those of the store: for a file of
// SQLite with STORE.answers attached as "answers".
std::string disclosed_fields_with_answers();
std::string disclosure_with_answers();

}  // namespace lt::store
