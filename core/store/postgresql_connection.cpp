// Opening, transactions, locks, and making a broken connection anew.
#include "store/postgresql_connection.hpp"

#include "base/error.hpp"
#include "store/postgresql_rows.hpp"
#include "store/postgresql_statement.hpp"
#include "store/postgresql_text.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <chrono>
#include <thread>

namespace lt::store {

namespace {

// One hub writes at a time: who holds this lock of the database gives out the places in the feed, so they become
// visible in their order.
constexpr const char* take_writers_turn = "SELECT pg_advisory_xact_lock(781188740, hashtext(current_schema()))";
// Held by the hub that serves, for as long as its connection lives.
constexpr const char* take_the_store = "SELECT pg_try_advisory_lock(781188741, hashtext(current_schema()))::int";
constexpr const char* who_has_the_store =
    "SELECT pid || ' of ' || coalesce(host(client_addr), 'this machine') FROM pg_locks JOIN pg_stat_activity USING "
    "(pid) "
    "WHERE locktype = 'advisory' AND classid = 781188741 AND objid = hashtext(current_schema())::oid LIMIT 1";

// SOCI takes key='value' pairs, which libpq makes of a url.
std::string connect_text(const std::string& url) {
  char* why = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(PQconninfoParse(url.c_str(), &why),
                                                                            &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> held(why, &PQfreemem);
  if (!parsed)
    throw Error(ErrorKind::misconfigured, "store: '" + without_password(url) +
                                              "' is no PostgreSQL url: " + (why != nullptr ? why : "out of memory"));
  std::string text = "application_name='lienthong'";
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    text += std::string(" ") + option->keyword + "='";
    for (const char* letter = option->val; *letter != '\0'; ++letter) {
      if (*letter == '\'' || *letter == '\\') text += '\\';
      text += *letter;
    }
    text += '\'';
  }
  return text;
}

// All joins of this room follow keys; a table that grew since it was last analysed must not be read whole for one.
constexpr const char* usual_settings = "SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

ErrorKind kind_of(std::string_view state) {
  const std::string_view of_class = state.substr(0, 2);
  // Connection, resources, operator, system; serialization, deadlock and waiting for a lock.
  for (const std::string_view passing : {"", "08", "53", "57", "58", "40", "55"})
    if (of_class == passing) return ErrorKind::unavailable;
  return state == "42501" || of_class == "28" ? ErrorKind::denied : ErrorKind::failed;
}

std::string_view advice_of(ErrorKind kind) {
  if (kind == ErrorKind::unavailable) return "; the run goes on where it stood when the database answers again";
  if (kind == ErrorKind::denied) return "; give the user of the store's url the right to it";
  return "";
}

}  // namespace

PostgresConnection::PostgresConnection(const ConnectionOptions& options) : Connection(without_password(options.url)) {
  try {
    session_ = std::make_unique<soci::session>(soci::postgresql, connect_text(options.url));
  } catch (const soci::soci_error& error) {
    throw Error(ErrorKind::unavailable, "store " + name() + ": cannot be opened: " + error.what() +
                                            "; is the server there, and the url right?");
  }
  raw_ = static_cast<soci::postgresql_session_backend*>(session_->get_backend())->conn_;
  PQsetNoticeProcessor(raw_, [](void*, const char*) {}, nullptr);
  execute(usual_settings);
}

PostgresConnection::~PostgresConnection() = default;

std::unique_ptr<PreparedStatement> PostgresConnection::prepare(const std::string& text) {
  return std::make_unique<PostgresStatement>(*this, text);
}

void PostgresConnection::execute(const std::string& statements) {
  const Result result(PQexec(raw_, statements.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    fail("cannot run '" + statements.substr(0, 80) + "'", result.get());
}

void PostgresConnection::define(const std::string& statements) { execute(postgresql_types(statements)); }

std::unique_ptr<RowStream> PostgresConnection::stream_rows(const std::string& table,
                                                           const std::vector<Column>& columns) {
  return std::make_unique<PostgresRows>(*this, table, columns);
}

void PostgresConnection::serve_alone() {
  alone_ = true;
  // A hub that was killed a moment ago may have left a statement behind that the server has not ended yet.
  for (int i = 0; i < 50; ++i) {
    if (integer(take_the_store) == 1) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  PostgresStatement owner(*this, who_has_the_store);
  throw Error(ErrorKind::unavailable, "store " + name() + ": is served already by database process " +
                                          std::string(owner.step() ? owner.text(0) : "unknown") +
                                          "; stop that hub first, or use another store");
}

void PostgresConnection::begin_writing() {
  begin_appending();
  try {
    execute(take_writers_turn);
  } catch (...) {
    rollback();
    throw;
  }
}

// A server may answer COMMIT with a rollback, where a statement before was refused.
void PostgresConnection::commit() {
  const Result result(PQexec(raw_, "COMMIT"));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail("cannot commit", result.get());
  open_ = false;
  if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
    throw Error(ErrorKind::failed, "store " + name() + ": the transaction was rolled back");
}

void PostgresConnection::rollback() noexcept {
  if (open_) const Result result(PQexec(raw_, "ROLLBACK"));
  open_ = false;
}

bool PostgresConnection::has_table(std::string_view table) {
  PostgresStatement select(*this,
                           "SELECT 1 FROM pg_class WHERE relname = ? AND relnamespace = (SELECT oid FROM pg_namespace "
                           "WHERE nspname = current_schema())");
  select.bind_text(1, table);
  return select.step();
}

bool PostgresConnection::is_empty() {
  return integer(
             "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE "
             "nspname = current_schema())") == 0;
}

void PostgresConnection::revive() {
  if (PQstatus(raw_) == CONNECTION_OK) return;
  PQreset(raw_);
  ++life_;
  if (PQstatus(raw_) != CONNECTION_OK) fail("no answer", nullptr);
  execute(usual_settings);
  if (alone_) serve_alone();
}

void PostgresConnection::forget(const std::string& statement) noexcept {
  if (PQstatus(raw_) != CONNECTION_OK || PQtransactionStatus(raw_) == PQTRANS_INERROR) return;
  const Result result(PQexec(raw_, ("DEALLOCATE " + statement).c_str()));
}

void PostgresConnection::fail(std::string_view doing, const PGresult* result) const {
  const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const ErrorKind kind = kind_of(state != nullptr ? state : "");
  std::string said = PQerrorMessage(raw_);
  while (!said.empty() && said.back() == '\n') said.pop_back();
  throw Error(kind, "store " + name() + ": " + std::string(doing) + ": " + said + std::string(advice_of(kind)));
}

std::unique_ptr<Connection> connect_postgresql(const ConnectionOptions& options) {
  return std::make_unique<PostgresConnection>(options);
}

}  // namespace lt::store
