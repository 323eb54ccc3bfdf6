// SQLite's own lock of writers; on PostgreSQL the advisory lock by which hubs take turns (core/store/README.md).
#include "chaos/writers_turn.hpp"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <stdexcept>

namespace lt::chaos {
namespace {

constexpr int patience_ms = 30'000;
constexpr const char* turn = "BEGIN; SELECT pg_advisory_xact_lock(781188740, hashtext(current_schema()))";

using Connection = std::unique_ptr<void, std::function<void(void*)>>;

Connection hold_file(const std::string& path) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  Connection connection(opened, [](void* raw) { sqlite3_close(static_cast<sqlite3*>(raw)); });
  if (code != SQLITE_OK) throw std::runtime_error("cannot open " + path);
  sqlite3_busy_timeout(opened, patience_ms);
  // What a kill left in the log is for the next hub to recover, not for this connection as it closes.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (sqlite3_exec(opened, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error("cannot take the writer's turn of " + path + ": " + sqlite3_errmsg(opened));
  return connection;
}

Connection hold_server(const std::string& url) {
  PGconn* const opened = PQconnectdb(url.c_str());
  Connection connection(opened, [](void* raw) { PQfinish(static_cast<PGconn*>(raw)); });
  if (PQstatus(opened) != CONNECTION_OK)
    throw std::runtime_error("cannot reach " + url + ": " + PQerrorMessage(opened));
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(opened, turn), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
    throw std::runtime_error("cannot take the writer's turn of " + url + ": " + PQerrorMessage(opened));
  return connection;
}

}  // namespace

// A store on a server has a url, one in a file has none.
WritersTurn::WritersTurn(const Province& province)
    : connection_(province.store_url().empty() ? hold_file(province.store_file()) : hold_server(province.store_url())) {
}

// The end of the connection is the end of its transaction.
WritersTurn::~WritersTurn() = default;

}  // namespace lt::chaos
