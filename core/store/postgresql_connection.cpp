// Opening, transactions, locks, and making a broken connection anew.
#include "store/postgresql_connection.hpp"

#include "base/error.hpp"
#include "store/postgresql_rows.hpp"
#include "store/postgresql_statement.hpp"
#include "store/postgresql_text.hpp"

#include <poll.h>
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
  // A machine that is gone without a word is given up after a minute.
  std::string text =
      "application_name='lienthong' connect_timeout='10' tcp_user_timeout='60000' keepalives_idle='30' "
      "keepalives_interval='10' keepalives_count='3'";
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

// All joins of this room follow keys; a table that grew since it was last analysed must not be read whole for one. Who
// reads in parts reads to the end.
constexpr const char* usual_settings =
    "SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; SET cursor_tuple_fraction = 1";

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
  make_usable(0);
}

PostgresConnection::~PostgresConnection() = default;

std::unique_ptr<PreparedStatement> PostgresConnection::prepare(const std::string& text, Fetch fetch) {
  return std::make_unique<PostgresStatement>(*this, text, fetch);
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
  make_usable(5);
}

// What each life of the connection begins with. A hub that was killed a moment ago may have left a statement behind
// that the server has not ended yet, so the right to serve is waited for.
void PostgresConnection::make_usable(int seconds) {
  usable_ = false;
  execute(usual_settings);
  for (int tenths = seconds * 10; alone_ && answer(take_the_store) != "1"; --tenths) {
    if (tenths <= 0) {
      const std::string owner = answer(who_has_the_store);
      throw Error(ErrorKind::unavailable, "store " + name() + ": is served already by database process " +
                                              (owner.empty() ? "unknown" : owner) +
                                              "; stop that hub first, or use another store");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  usable_ = true;
}

// The first cell; empty where there is no row.
std::string PostgresConnection::answer(const char* query) {
  const Result result(PQexec(raw_, query));
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail("cannot ask for the store", result.get());
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

void PostgresConnection::begin(const char* statement) {
  revive();
  execute(statement);
  open_ = true;
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

// ANALYZE too: what the planner remembers of a table are values from it.
void PostgresConnection::rewrite() {
  revive();
  for (const std::string& table : tables()) execute("VACUUM (FULL, ANALYZE) " + sql_name(table));
}

// What a server says as it ends, and the end itself, lie unread on an idle connection.
bool PostgresConnection::still_there() {
  pollfd socket{.fd = PQsocket(raw_), .events = POLLIN, .revents = 0};
  while (PQstatus(raw_) == CONNECTION_OK && poll(&socket, 1, 0) > 0 && PQconsumeInput(raw_) == 1) continue;
  return PQstatus(raw_) == CONNECTION_OK;
}

void PostgresConnection::revive() {
  const bool there = still_there();
  if (there && usable_) return;
  if (!there) {
    PQreset(raw_);
    ++life_;
    if (PQstatus(raw_) != CONNECTION_OK) fail("no answer", nullptr);
  }
  make_usable(1);
}

void PostgresConnection::forget(const std::string& statement) noexcept {
  if (PQstatus(raw_) != CONNECTION_OK || PQtransactionStatus(raw_) == PQTRANS_INERROR) return;
  const Result result(PQexec(raw_, ("DEALLOCATE " + statement).c_str()));
}

// The end of a transaction has closed it too.
void PostgresConnection::close_cursor(const std::string& cursor) noexcept {
  if (PQstatus(raw_) != CONNECTION_OK || PQtransactionStatus(raw_) != PQTRANS_INTRANS) return;
  const Result result(PQexec(raw_, ("CLOSE " + cursor).c_str()));
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
