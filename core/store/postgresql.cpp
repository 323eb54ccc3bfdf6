// PostgreSQL, opened through SOCI: statements prepared on its own handle, values in binary as the server's types want
// them, and what its failures mean to the hub.
#include "base/error.hpp"
#include "store/connection.hpp"
#include "store/postgresql_text.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <bit>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <thread>

namespace lt::store {
namespace {

// From the server's catalogue of types (pg_type.dat).
enum : Oid { oid_texts = 1009, oid_integers = 1016, oid_decimals = 1022 };
enum : Oid {
  oid_bool = 16,
  oid_bytea = 17,
  oid_int8 = 20,
  oid_int2 = 21,
  oid_int4 = 23,
  oid_text = 25,
  oid_float8 = 701
};

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

struct Cleared {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Cleared>;

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

class PostgresConnection : public Connection {
 public:
  explicit PostgresConnection(const ConnectionOptions& options);

  std::unique_ptr<PreparedStatement> prepare(const std::string& text) override;
  void execute(const std::string& statements) final;
  void define(const std::string& statements) override { execute(postgresql_types(statements)); }
  bool far() const override { return true; }
  std::unique_ptr<RowStream> stream_rows(const std::string& table, const std::vector<Column>& columns) override;
  void begin_writing() override;
  void begin_appending() override {
    revive();
    execute("BEGIN");
    open_ = true;
  }
  void begin_reading() override {
    revive();
    execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    open_ = true;
  }
  void commit() override;
  void rollback() noexcept override;
  void serve_alone() override;
  bool has_table(std::string_view table) override;
  bool is_empty() override;
  std::vector<std::string> damages() override { return {}; }  // the server watches over its own pages

  PGconn* raw() const { return raw_; }
  bool open() const { return open_; }
  // A connection that broke is made anew, where no transaction is lost by it.
  void revive();
  int life() const { return life_; }  // statements prepared in an earlier life are gone
  std::string next_statement() { return "s" + std::to_string(++statements_); }
  void forget(const std::string& statement) noexcept;
  [[noreturn]] void fail(std::string_view doing, const PGresult* result) const;

 private:
  std::unique_ptr<soci::session> session_;
  PGconn* raw_ = nullptr;
  bool open_ = false;   // a transaction is under way
  bool alone_ = false;  // this connection keeps other hubs out
  int life_ = 1;
  std::uint64_t statements_ = 0;
};

template <class Number>
Number big_endian(Number number) {
  if constexpr (std::endian::native == std::endian::big) return number;
  Number turned;
  auto* out = reinterpret_cast<unsigned char*>(&turned);
  std::memcpy(out, &number, sizeof number);
  for (std::size_t i = 0; i < sizeof number / 2; ++i) std::swap(out[i], out[sizeof number - 1 - i]);
  return turned;
}

template <class Number>
Number read_big_endian(const char* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return big_endian(number);
}

void append_big_endian(std::string& out, auto number) {
  number = big_endian(number);
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// A length and the bytes, as arrays and COPY have each value.
void append_element(std::string& out, const model::Value& value, ColumnType type) {
  if (value.empty()) return append_big_endian(out, std::int32_t{-1});
  if (type == ColumnType::integer) {
    append_big_endian(out, std::int32_t{8});
    return append_big_endian(out, value.as_integer());
  }
  if (type == ColumnType::decimal) {
    append_big_endian(out, std::int32_t{8});
    return append_big_endian(out, value.as_decimal());
  }
  append_big_endian(out, static_cast<std::int32_t>(value.as_text().size()));
  out += value.as_text();
}

// COPY in its binary form.
class PostgresRows : public RowStream {
 public:
  PostgresRows(PostgresConnection& connection, const std::string& table, const std::vector<Column>& columns);
  ~PostgresRows() override {
    if (!finished_) PQputCopyEnd(connection_.raw(), "given up");
    drain();
  }
  PostgresRows(const PostgresRows&) = delete;
  PostgresRows& operator=(const PostgresRows&) = delete;

  void put(const model::Value& value) override {
    if (column_ == 0) append_big_endian(buffer_, static_cast<std::int16_t>(types_.size()));
    append_element(buffer_, value, types_[column_]);
    if (++column_ < types_.size()) return;
    column_ = 0;
    if (buffer_.size() >= 1 << 18) send();
  }
  void finish() override {
    append_big_endian(buffer_, std::int16_t{-1});
    send();
    finished_ = true;
    if (PQputCopyEnd(connection_.raw(), nullptr) != 1) connection_.fail("cannot write rows", nullptr);
    const Result result(PQgetResult(connection_.raw()));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) connection_.fail("cannot write rows", result.get());
  }

 private:
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
  PostgresStatement(PostgresConnection& connection, const std::string& text)
      : connection_(connection), text_(numbered_parameters(text)), parameters_(text_.parameters.size()) {}
  ~PostgresStatement() override {
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
    if (!result_)
      send();
    else
      ++row_;
    return row_ < PQntuples(result_.get());
  }
  void reset() override { result_.reset(); }
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
  std::string_view encoded(Parameter& parameter, Oid type) const;
  const char* bytes(int column) const { return PQgetvalue(result_.get(), row_, column); }

  PostgresConnection& connection_;
  NumberedText text_;
  std::vector<Parameter> parameters_;
  std::vector<Oid> types_;
  std::string name_;
  int life_ = 0;
  Result result_;
  int row_ = 0;
};

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

std::unique_ptr<PreparedStatement> PostgresConnection::prepare(const std::string& text) {
  return std::make_unique<PostgresStatement>(*this, text);
}

void PostgresConnection::execute(const std::string& statements) {
  const Result result(PQexec(raw_, statements.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    fail("cannot run '" + statements.substr(0, 80) + "'", result.get());
}

PostgresRows::PostgresRows(PostgresConnection& connection, const std::string& table, const std::vector<Column>& columns)
    : connection_(connection) {
  std::string names;
  for (const Column& column : columns) {
    names += (names.empty() ? "" : ", ") + sql_name(column.name);
    types_.push_back(column.type);
  }
  const std::string text = "COPY " + sql_name(table) + " (" + names + ") FROM STDIN (FORMAT binary)";
  const Result result(PQexec(connection.raw(), text.c_str()));
  if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
    finished_ = true;
    connection.fail("cannot write rows", result.get());
  }
  buffer_.append("PGCOPY\n\377\r\n\0", 11);
  append_big_endian(buffer_, std::int32_t{0});  // no flags
  append_big_endian(buffer_, std::int32_t{0});  // no extension of the header
}

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

void PostgresStatement::make_ready() {
  if (!connection_.open()) connection_.revive();
  if (life_ == connection_.life()) return;
  const std::string name = connection_.next_statement();
  const Result prepared(PQprepare(connection_.raw(), name.c_str(), text_.text.c_str(), 0, nullptr));
  if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK)
    connection_.fail("cannot prepare '" + text_.text.substr(0, 160) + "'", prepared.get());
  const Result described(PQdescribePrepared(connection_.raw(), name.c_str()));
  if (PQresultStatus(described.get()) != PGRES_COMMAND_OK) connection_.fail("cannot prepare", described.get());
  types_.clear();
  for (int i = 0; i < PQnparams(described.get()); ++i) types_.push_back(PQparamtype(described.get(), i));
  name_ = name;
  life_ = connection_.life();
}

// A text that a number's column is compared with may be no number: then it is like no row of the table.
std::string_view PostgresStatement::encoded(Parameter& parameter, Oid type) const {
  if (parameter.is_list) {
    const bool integers = type == oid_integers;
    const bool decimals = type == oid_decimals;
    std::string& array = parameter.array;
    array.clear();
    append_big_endian(array, std::int32_t{1});  // dimensions
    append_big_endian(array, std::int32_t{0});  // no NULL among them
    append_big_endian(array, static_cast<std::int32_t>(integers ? oid_int8 : decimals ? oid_float8 : oid_text));
    append_big_endian(array, static_cast<std::int32_t>(parameter.list.size()));
    append_big_endian(array, std::int32_t{1});  // counted from 1
    const ColumnType of_each = integers ? ColumnType::integer : decimals ? ColumnType::decimal : ColumnType::text;
    for (const model::Value& value : parameter.list) append_element(array, value, of_each);
    return array;
  }
  const auto put = [&](auto number) {
    number = big_endian(number);
    std::memcpy(parameter.bytes, &number, sizeof number);
    return std::string_view(parameter.bytes, sizeof number);
  };
  const model::Value& value = parameter.value;
  const bool number =
      type == oid_int8 || type == oid_int4 || type == oid_int2 || type == oid_bool || type == oid_float8;
  if (!number) {
    if (parameter.is_text) return parameter.text;
    const auto end = value.kind() == model::Value::Kind::decimal
                         ? std::to_chars(parameter.bytes, std::end(parameter.bytes), value.as_decimal()).ptr
                         : std::to_chars(parameter.bytes, std::end(parameter.bytes), value.as_integer()).ptr;
    return {parameter.bytes, static_cast<std::size_t>(end - parameter.bytes)};
  }
  std::int64_t whole = 0;
  double decimal = 0;
  if (parameter.is_text) {
    const char* end = parameter.text.data() + parameter.text.size();
    if (type == oid_float8 ? std::from_chars(parameter.text.data(), end, decimal).ptr != end
                           : std::from_chars(parameter.text.data(), end, whole).ptr != end)
      return {};
  } else if (value.kind() == model::Value::Kind::decimal) {
    decimal = value.as_decimal();
    whole = static_cast<std::int64_t>(decimal);
  } else {
    whole = value.as_integer();
    decimal = static_cast<double>(whole);
  }
  switch (type) {
    case oid_int8:
      return put(whole);
    case oid_int4:
      return put(static_cast<std::int32_t>(whole));
    case oid_int2:
      return put(static_cast<std::int16_t>(whole));
    case oid_bool:
      return put(static_cast<char>(whole != 0));
    default:
      return put(decimal);
  }
}

void PostgresStatement::send() {
  make_ready();
  const std::size_t count = parameters_.size();
  std::vector<const char*> values(count);
  std::vector<int> lengths(count);
  const std::vector<int> binary(count, 1);
  for (std::size_t i = 0; i < count; ++i) {
    if (!parameters_[i].filled) continue;
    const std::string_view bytes = encoded(parameters_[i], types_[i]);
    if (bytes.data() == nullptr && !parameters_[i].text.empty()) continue;  // NULL is equal to nothing
    values[i] = bytes.data() != nullptr ? bytes.data() : "";
    lengths[i] = static_cast<int>(bytes.size());
  }
  result_.reset(PQexecPrepared(connection_.raw(), name_.c_str(), static_cast<int>(count), values.data(), lengths.data(),
                               binary.data(), 1));
  row_ = 0;
  const ExecStatusType status = PQresultStatus(result_.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
  const Result failed = std::move(result_);
  connection_.fail("cannot read or write", failed.get());
}

// A refused statement ends a transaction here, unless it stood behind a savepoint.
bool PostgresStatement::step_unless_taken() {
  connection_.execute("SAVEPOINT taken");
  try {
    send();
  } catch (const Error&) {
    const bool taken = std::string_view(PQerrorMessage(connection_.raw())).find("duplicate key") != std::string::npos;
    if (!taken) throw;
    connection_.execute("ROLLBACK TO taken; RELEASE taken");
    return false;
  }
  connection_.execute("RELEASE taken");
  return true;
}

std::int64_t PostgresStatement::integer(int column) const {
  if (is_null(column)) return 0;
  const char* at = bytes(column);
  switch (PQftype(result_.get(), column)) {
    case oid_int8:
      return read_big_endian<std::int64_t>(at);
    case oid_int4:
      return read_big_endian<std::int32_t>(at);
    case oid_int2:
      return read_big_endian<std::int16_t>(at);
    case oid_bool:
      return *at;
    default: {
      std::int64_t number = 0;
      std::from_chars(at, at + PQgetlength(result_.get(), row_, column), number);
      return number;
    }
  }
}

std::string_view PostgresStatement::text(int column) const {
  return {bytes(column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

model::Value PostgresStatement::value(int column) const {
  if (is_null(column)) return {};
  switch (PQftype(result_.get(), column)) {
    case oid_float8:
      return model::Value::decimal(read_big_endian<double>(bytes(column)));
    case oid_int8:
    case oid_int4:
    case oid_int2:
    case oid_bool:
      return model::Value::integer(integer(column));
    default:
      return model::Value::text(text(column));
  }
}

}  // namespace

std::unique_ptr<Connection> connect_postgresql(const ConnectionOptions& options) {
  return std::make_unique<PostgresConnection>(options);
}

}  // namespace lt::store
